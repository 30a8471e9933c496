import { SeededRandom } from '../../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import { startRuns } from '../../../runtime/pipeline/runs/start-runs';
import type { FaultHook } from '../../fakes/fault-gate';
import type { World } from '../../pipeline/world/world';
import { violationsOf } from '../harness/check-world';
import { smallDay } from '../harness/small-day';
import { smallWorld } from '../harness/small-world';
import { volume } from '../harness/volume';

jest.setTimeout(volume(120_000, 3_600_000));

const SEEDS = volume(15, 2_000);
const DAY_IN_MS = 86_400_000;
const HOUR_IN_MS = 3_600_000;
const PARTS = ['tables', 'blobs', 'queues'] as const;
/** As local mode sets it. */
const LOCAL = { idleCloseInSeconds: 120, lookAfterSeconds: [1, 3, 30] as const, settleDelayInSeconds: 1 };
const day = smallDay(1, { items: 8, people: 3 });

/**
 * Local mode's storage answers before it has written: when it is killed, each of its stores goes back to a moment of its own. The next start finds no
 * mark of a clean end and trusts nothing that it cannot read back.
 */
describe('a storage that is killed', () => {
  it('comes back with each of its parts at another moment: nothing twice, nothing lost, the sums come out', async () => {
    const calls = await callsOfTheDay();
    const failed: string[] = [];
    let rolledBack = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { violations, lostCalls } = await killAndStart(seed, calls);
      rolledBack += lostCalls;
      failed.push(...violations.map((text) => `seed ${seed}: ${text}`));
    }

    expect(failed).toEqual([]);
    expect(rolledBack).toBeGreaterThan(SEEDS * 10);
  });
});

async function callsOfTheDay(): Promise<number> {
  const world = await smallWorld(day, { options: LOCAL });
  return (await start(world, false)).gate.calls;
}

async function start(world: World, isRecovery: boolean, hook?: FaultHook) {
  const process = world.process(hook);
  await process.run(() => startRuns({ isRecovery }, process.ports));
  if (!process.gate.isDead) await process.drain({ workers: 3, patienceInMs: 6 * HOUR_IN_MS });
  return process;
}

async function killAndStart(seed: number, calls: number): Promise<{ readonly violations: readonly string[]; readonly lostCalls: number }> {
  const random = new SeededRandom(seed, 'killed-storage');
  const world = await smallWorld(day, { options: LOCAL });
  const killedAt = random.between(10, calls);
  const writtenUntil = PARTS.map(() => random.between(0, killedAt));
  const goBack: (() => void)[] = [];
  await start(world, false, ({ index }) => {
    PARTS.forEach((part, place) => {
      if (writtenUntil[place] === index) goBack.push(world.account.remember(part));
    });
    return index === killedAt ? 'crash-before' : 'pass';
  });
  for (const back of goBack) back();
  later(world, 60_000);

  await start(world, true);
  later(world, DAY_IN_MS);
  await start(world, false);
  // The timer, once more: it sweeps up what a run that was closed before left open.
  await sweep(world);

  const lostCalls = writtenUntil.reduce((sum, index) => sum + killedAt - index, 0);
  return { violations: await violationsOf(world, day), lostCalls };
}

async function sweep(world: World): Promise<void> {
  const process = world.process();
  await process.run(() => process.pipeline.settle({ deadline: new Date(8e15), signal: new AbortController().signal }));
}

function later(world: World, milliseconds: number): void {
  world.clock.jumpTo(new Date(world.clock.now().getTime() + milliseconds));
}
