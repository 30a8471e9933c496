import { SeededRandom } from '../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import type { FaultHook } from '../fakes/fault-gate';
import { EXCHANGE } from '../fakes/in-memory-exchange';
import type { WorldProcess } from '../pipeline/world/world-process';
import { reportsOf, violationsOf } from './harness/check-world';
import { smallDay } from './harness/small-day';
import { smallWorld } from './harness/small-world';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

const HOUR_IN_MS = 3_600_000;
const CALLS_OF_A_DAY = 260;
const LATENCY_IN_MS = 200;

/**
 * A deployment: the new process begins while the old one is at work. The old one takes no more messages; what it has in hand it ends, or it is
 * ended in the middle of it when the platform does not wait.
 */
async function deployed(seed: number, tally: Tally): Promise<string[]> {
  const random = new SeededRandom(seed, 'deploy');
  const day = smallDay(seed, { items: 20, people: 4, packages: 3 });
  const world = await smallWorld(day);
  const deployAt = [random.between(1, CALLS_OF_A_DAY), random.between(1, CALLS_OF_A_DAY)].sort((a, b) => a - b);
  let calls = 0;
  let processes = 0;
  const slow: FaultHook = ({ store }) => {
    calls += 1;
    return store === EXCHANGE ? { before: () => world.clock.sleep(random.between(1, LATENCY_IN_MS)) } : 'pass';
  };
  const isDue = (): boolean => processes <= deployAt.length && calls >= (deployAt[processes - 1] ?? Number.POSITIVE_INFINITY);
  const next = async (old?: WorldProcess): Promise<void> => {
    processes += 1;
    const process = world.process(slow);
    if (old === undefined) await process.alive(process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
    if (old !== undefined && random.between(0, 2) === 0) old.gate.kill();
    let successor: Promise<void> | undefined;
    await process.work({
      workers: 3,
      until: () => {
        if (successor === undefined && isDue()) successor = next(process);
        return successor !== undefined;
      },
    });
    await successor;
  };
  await world.clock.runUntil(next());
  tally.add('deployments', processes - 1);
  tally.add('copies checked', world.exchange.archived().length);
  const violations = await violationsOf(world, day);
  if ((await reportsOf(world)).some(({ state }) => state !== 'complete')) violations.push('a report is not complete');
  return violations;
}

it(
  'a deployment in the middle of a run loses nothing and doubles nothing',
  async () => {
    const tally = new Tally('Deployments during a run');
    const failed: Record<string, string[]> = {};
    for (let seed = 1; seed <= volume(6, 200); seed += 1) {
      const violations = await deployed(seed, tally);
      if (violations.length > 0) failed[`seed ${seed}`] = violations;
    }

    tally.print();
    expect(failed).toEqual({});
  },
  HOUR_IN_MS,
);
