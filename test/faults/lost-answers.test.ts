import { SeededRandom } from '../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import type { FaultHook } from '../fakes/fault-gate';
import { EXCHANGE } from '../fakes/in-memory-exchange';
import { reportsOf, violationsOf } from './harness/check-world';
import { type GraphFault, graphErrorOf, graphScript } from './harness/graph-answer';
import { smallDay } from './harness/small-day';
import { smallWorld, workThrough } from './harness/small-world';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

const HOUR_IN_MS = 3_600_000;
const DAY_IN_MS = 24 * HOUR_IN_MS;
const LOST_SHARE = 0.3;
const MAX_LAG_IN_MS = 120_000;
const FAULTS: readonly GraphFault[] = [{ status: 503 }, { status: 504 }, 'reset', 'hang'];
/** About two deliveries an item. */
const ITEMS = volume(260, 5_000);

interface Outcome {
  readonly creates: number;
  readonly copiesTooMany: number;
  readonly listed: number;
  readonly violations: readonly string[];
}

/** A day in which 30 % of the creates get no answer, half of those after Exchange has made the copy; then a day without trouble. */
async function lostAnswers(seed: number, lagInMs: (random: SeededRandom) => number): Promise<Outcome> {
  const day = smallDay(seed, { items: ITEMS, people: 30, packages: 8 });
  const random = new SeededRandom(seed, 'lost answers');
  const tally = new Tally(`Lost answers, seed ${seed}`);
  const world = await smallWorld(day, { exchange: { lagInMs: () => lagInMs(random) } });
  const hook: FaultHook = (point) => {
    if (point.store !== EXCHANGE || point.operation !== 'create') return 'pass';
    tally.add('creates');
    if (random.between(0, 1_000) >= LOST_SHARE * 1_000) return 'pass';
    const fault = random.pick(FAULTS);
    const isCommitted = random.between(0, 2) === 1;
    tally.add(`${typeof fault === 'string' ? fault : fault.status} ${isCommitted ? 'after the copy was made' : 'before'}`);
    const error = () => graphErrorOf(fault, point, world.clock.now(), 0.5);
    return graphScript(fault, isCommitted, (milliseconds) => world.clock.sleep(milliseconds), error);
  };
  await workThrough(world, { hook, workers: 8 });
  await world.clock.advance(DAY_IN_MS);
  await workThrough(world, { workers: 8 });
  const wanted = day.messages.reduce((sum, { mailboxIds }) => sum + mailboxIds.length, 0);
  const listed = (await reportsOf(world)).reduce((sum, { counts }) => sum + counts.duplicatesFound, 0);
  tally.add('copies checked', world.exchange.archived().length);
  tally.print();
  return {
    creates: tally.get('creates'),
    copiesTooMany: world.exchange.archived().length - wanted,
    listed,
    violations: await violationsOf(world, day, { listedDuplicates: true }),
  };
}

describe('creates whose answer is lost', () => {
  it(
    'make no second copy, and lose none',
    async () => {
      const { creates, ...outcome } = await lostAnswers(1, () => 0);

      expect(creates).toBeGreaterThanOrEqual(volume(500, 10_000));
      expect(outcome).toEqual({ copiesTooMany: 0, listed: 0, violations: [] });
    },
    HOUR_IN_MS,
  );

  it(
    'make at most one in 10,000 when looks see a copy only after up to two minutes, and that one is listed by the connector',
    async () => {
      const { creates, copiesTooMany, listed, violations } = await lostAnswers(2, (random) => random.between(0, MAX_LAG_IN_MS + 1));

      expect(creates).toBeGreaterThanOrEqual(volume(500, 10_000));
      expect(violations).toEqual([]);
      expect(copiesTooMany).toBeLessThanOrEqual(creates / 10_000);
      expect(listed).toBe(copiesTooMany);
    },
    HOUR_IN_MS,
  );

  it(
    'are listed by the connector when Exchange shows a copy later than anybody waits',
    async () => {
      const { copiesTooMany, listed, violations } = await lostAnswers(3, () => 3 * MAX_LAG_IN_MS);

      expect(copiesTooMany).toBeGreaterThan(0);
      expect(listed).toBe(copiesTooMany);
      expect(violations).toEqual([]);
    },
    HOUR_IN_MS,
  );
});
