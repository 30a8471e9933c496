import { CallSiteTable } from './harness/call-site-table';
import { callsToCrash, countedCalls, crashDay, crashViolations } from './harness/crash-every-step';
import { Tally } from './harness/tally';
import { isEverything } from './harness/volume';

const HOUR_IN_MS = 3_600_000;

/** The harder half: the service has carried the call out, and nobody heard its answer. */
it(
  'converges when the process dies after any call was carried out and before its answer came',
  async () => {
    const day = crashDay();
    const calls = await countedCalls(day);
    const table = new CallSiteTable(calls.map(({ site }) => site));
    const tally = new Tally('Crash after every call');

    const failed: Record<string, string[]> = {};
    for (const { index, site } of callsToCrash(calls, 'after')) {
      const violations = await crashViolations(day, [{ call: index, mode: 'after' }], tally);
      if (violations.length > 0) failed[`call ${index}, ${site}`] = violations;
      table.hit(site);
    }

    tally.print(`  of ${calls.length} calls at ${table.size} call sites`, ...(isEverything ? table.lines() : []));
    expect(failed).toEqual({});
    expect(isEverything ? table.neverHit() : []).toEqual([]);
  },
  HOUR_IN_MS,
);
