import { soak } from './harness/soak/soak-seed';
import { Tally } from './harness/tally';

const REPLAYED = [3, 20, 54];

it('takes the same steps again for the same seed', async () => {
  const steps: string[] = [];
  const again: string[] = [];
  for (const seed of REPLAYED) steps.push((await soak(seed, new Tally(''))).steps);
  for (const seed of REPLAYED) again.push((await soak(seed, new Tally(''))).steps);

  expect(again).toEqual(steps);
  expect(new Set(steps).size).toBe(REPLAYED.length);
}, 120_000);
