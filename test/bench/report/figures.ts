import type { Measured } from '../measured';
import { type CandidateFigures, spreadOf } from './record';

/** What several runs of one candidate say about an item. */
export function figuresOf(runs: readonly Measured[]): CandidateFigures {
  const perItem = (value: (run: Measured) => number) => spreadOf(runs.map((run) => value(run) / run.deliveries));
  return {
    items: runs[0]?.deliveries ?? 0,
    itemsPerSecond: spreadOf(runs.map(({ deliveries, seconds }) => deliveries / seconds)),
    cpuMsPerItem: perItem(({ workerCpuMs }) => workerCpuMs),
    graphRequestsPerItem: perItem(({ graphRequests }) => graphRequests).median,
    transactionsPerItem: perItem(({ storageTransactions }) => storageTransactions).median,
    peakMemoryMib: Math.max(...runs.map(({ workerRssMib }) => workerRssMib)),
    shareOfLimit: Math.max(...runs.map(({ shareOfLimit }) => shareOfLimit)),
    violations: Math.max(...runs.map(({ violations }) => violations)),
  };
}
