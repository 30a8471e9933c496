import { atLeast, exactly } from '../report/goals';
import type { Goal } from '../report/record';
import type { BusyCase, BusyFigures } from './in-process/busy-mailbox';
import { inProcess } from './in-process-child';
import type { BenchRow } from './row';

const NAMES: Readonly<Record<BusyCase['limit'], string>> = {
  'in-flight': '4 in flight, 2 s a Graph call',
  requests: '10,000 requests in 10 minutes',
  bytes: '150 MB in 5 minutes',
};

/** One mailbox that gets more than it may, on a virtual clock, three worker processes in turns. */
export const BUSY_ROW: BenchRow = {
  id: 'busy-mailbox',
  what: 'one busy mailbox, three workers taking turns, virtual clock',
  measure: async ({ form }) => {
    const isFull = form === 'full';
    const cases: readonly BusyCase[] = [
      { limit: 'in-flight', messages: isFull ? 2_000 : 400, pictureShare: 0, latencyInMs: 2_000 },
      { limit: 'requests', messages: isFull ? 32_000 : 12_000, pictureShare: 0, latencyInMs: 50 },
      { limit: 'bytes', messages: isFull ? 1_200 : 700, pictureShare: 1, latencyInMs: 200 },
    ];
    const goals: Goal[] = [];
    const shares: Record<string, number> = {};
    let violations = 0;
    for (const each of cases) {
      const figures = await inProcess<BusyFigures>('busy', JSON.stringify(each));
      const share = (figures.idealSeconds / figures.seconds) * 100;
      shares[each.limit] = share;
      violations += figures.violations;
      goals.push(atLeast(`share of the limit used: ${NAMES[each.limit]} (${figures.workers} workers had it)`, 90, share, ' %'));
    }
    goals.push(exactly('violations, busy mailbox', 0, violations));
    return {
      messageSet: undefined,
      record: {
        id: 'busy-mailbox',
        what: BUSY_ROW.what,
        runs: 1,
        ours: undefined,
        peers: undefined,
        goals,
        checked: Object.fromEntries(Object.entries(shares).map(([limit, value]) => [limit, { value, better: 'more', tolerance: 0.05 }])),
        calibration: Object.fromEntries(Object.entries(shares).map(([limit, value]) => [`shareOfLimit-${limit}`, value / 100])),
      },
    };
  },
};
