import { soakSeeds } from './harness/soak/soak-suite';

const HOUR_IN_MS = 3_600_000;

it(
  'loses, doubles, misroutes and alters nothing, whatever comes together (odd seeds)',
  async () => {
    expect(await soakSeeds(1)).toEqual({});
  },
  HOUR_IN_MS,
);
