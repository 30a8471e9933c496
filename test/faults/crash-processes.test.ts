import { SeededRandom } from '../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import { type Kill, ProcessWorld } from './harness/processes';
import { smallDay } from './harness/small-day';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

const HOUR_IN_MS = 3_600_000;
const DAY_IN_MS = 24 * HOUR_IN_MS;
const MOST_KILLS = 4;
const REQUESTS_OF_A_DAY = 75;
const START_IN_MS = 6_000;
/** A start whose functions host was killed ends by itself, with 1; one that was killed with it has no code at all. */
const KILLED_CODES = [null, 1];

function killOf(random: SeededRandom): Kill {
  const isByRequest = random.between(0, 4) > 0;
  return {
    at: isByRequest ? { request: random.between(1, REQUESTS_OF_A_DAY) } : { milliseconds: random.between(200, START_IN_MS) },
    mode: random.pick(['before', 'committed', 'committed']),
    victim: random.pick(['everything', 'everything', 'the functions host']),
  };
}

/** Starts that are killed, one after the other on one data folder, then one that nobody disturbs, then the proof. */
async function killedStarts(seed: number, tally: Tally): Promise<string[]> {
  const random = new SeededRandom(seed, 'crash processes');
  const date = new Date(Date.now() - DAY_IN_MS).toISOString().slice(0, 10);
  const day = smallDay(seed, { items: 24, people: 4, date, large: seed % 3 === 0 ? [4_200_000] : [] });
  const world = await ProcessWorld.open(day, seed);
  try {
    for (let kills = random.between(1, MOST_KILLS + 1); kills > 0; kills -= 1) {
      const { code } = await world.start(killOf(random));
      if (KILLED_CODES.includes(code)) tally.add('starts killed');
    }
    const whole = await world.start();
    const verified = await world.verify();
    tally.add('seeds');
    tally.add('copies checked', world.copies);
    const violations = world.violations();
    if (whole.code !== 0) violations.push(`the last start ended with ${whole.code}: ${whole.out.slice(-1_500)} ${whole.err.slice(-1_500)}`);
    if (verified.code !== 0) violations.push(`verify ended with ${verified.code}: ${verified.out.slice(-1_500)}`);
    return violations;
  } finally {
    await world.close();
  }
}

it(
  'loses nothing and doubles nothing when real processes are killed at seeded moments',
  async () => {
    const tally = new Tally('Real processes killed');
    const failed: Record<string, string[]> = {};
    for (let seed = 1; seed <= volume(1, 25); seed += 1) {
      const violations = await killedStarts(seed, tally);
      if (violations.length > 0) failed[`seed ${seed}`] = violations;
    }

    tally.print();
    expect(failed).toEqual({});
  },
  HOUR_IN_MS,
);
