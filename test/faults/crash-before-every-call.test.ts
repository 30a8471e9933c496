import { CallSiteTable } from './harness/call-site-table';
import { callsToCrash, countedCalls, crashDay, crashViolations } from './harness/crash-every-step';
import { Tally } from './harness/tally';
import { isEverything } from './harness/volume';

const HOUR_IN_MS = 3_600_000;

/** The way SQLite is tested: the process dies before its first call, then before its second, and so on to the last; another one takes over. */
it(
  'converges when the process dies before any call',
  async () => {
    const day = crashDay();
    const calls = await countedCalls(day);
    const table = new CallSiteTable(calls.map(({ site }) => site));
    const tally = new Tally('Crash before every call');

    const failed: Record<string, string[]> = {};
    for (const { index, site } of callsToCrash(calls, 'before')) {
      const violations = await crashViolations(day, [{ call: index, mode: 'before' }], tally);
      if (violations.length > 0) failed[`call ${index}, ${site}`] = violations;
      table.hit(site);
    }

    tally.print(`  of ${calls.length} calls at ${table.size} call sites`, ...(isEverything ? table.lines() : []));
    expect(failed).toEqual({});
    expect(isEverything ? table.neverHit() : []).toEqual([]);
  },
  HOUR_IN_MS,
);
