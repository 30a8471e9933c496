import { soak } from './harness/soak/soak-seed';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

const HOUR_IN_MS = 3_600_000;
const SHOWN = 5;
const REPLAYED = [3, 20, 54, 71, 90];

/** `SOAK_SEED=n`: that seed alone; `SOAK_SEED=from-to`: those. */
function seeds(): { from: number; to: number } {
  const [from, to] = (process.env['SOAK_SEED'] ?? `1-${volume(80, 10_000)}`).split('-').map(Number) as [number, number | undefined];
  return { from, to: to ?? from };
}

it(
  'loses, doubles, misroutes and alters nothing, whatever comes together',
  async () => {
    const tally = new Tally('Soak');
    const failed: Record<string, unknown> = {};
    const { from, to } = seeds();
    for (let seed = from; seed <= to; seed += 1) {
      const { violations, trouble } = await soak(seed, tally);
      tally.add('seeds');
      if (violations.length > 0) failed[`SOAK_SEED=${seed}`] = { violations, trouble };
    }

    tally.print();
    expect(Object.fromEntries(Object.entries(failed).slice(0, SHOWN))).toEqual({});
    expect(Object.keys(failed)).toEqual([]);
  },
  HOUR_IN_MS,
);

it(
  'takes the same steps again for the same seed',
  async () => {
    const steps: string[] = [];
    const again: string[] = [];
    for (const seed of REPLAYED) steps.push((await soak(seed, new Tally(''))).steps);
    for (const seed of REPLAYED) again.push((await soak(seed, new Tally(''))).steps);

    expect(again).toEqual(steps);
    expect(new Set(steps).size).toBe(REPLAYED.length);
  },
  HOUR_IN_MS,
);
