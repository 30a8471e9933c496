import { countedCalls, crashPairs, crashViolations, pairDay } from './harness/crash-every-step';
import { Tally } from './harness/tally';

const HOUR_IN_MS = 3_600_000;

it(
  'converges when the process dies, and the one that takes over dies too',
  async () => {
    const day = pairDay();
    const calls = await countedCalls(day);
    const tally = new Tally('Two crashes');

    const failed: Record<string, string[]> = {};
    for (const pair of crashPairs(calls.length)) {
      const violations = await crashViolations(day, pair, tally);
      tally.add('pairs');
      if (violations.length > 0) failed[JSON.stringify(pair)] = violations;
    }

    tally.print();
    expect(failed).toEqual({});
  },
  HOUR_IN_MS,
);
