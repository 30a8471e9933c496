import type { ProcessUsage } from '../../../runtime/local/host/process-usage';

/** What several workers took together. */
export interface UsageSum {
  readonly cpuMs: number;
  readonly maxRssMib: number;
  readonly graphRequests: number;
  readonly storageTransactions: number;
}

export interface Hosts {
  readonly graph: string;
  readonly queues: string;
}

export function sumOf(usages: readonly ProcessUsage[], hosts: Hosts): UsageSum {
  let graphRequests = 0;
  let others = 0;
  for (const { requests, filledReceives } of usages) {
    for (const [name, count] of Object.entries(requests)) {
      if (name.startsWith(hosts.graph)) graphRequests += count;
      else if (name !== `${hosts.queues} GET`) others += count;
    }
    others += filledReceives;
  }
  return {
    cpuMs: usages.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    maxRssMib: Math.max(...usages.map(({ maxRssMib }) => maxRssMib)),
    graphRequests,
    storageTransactions: others,
  };
}
