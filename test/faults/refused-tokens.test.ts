import { SeededRandom } from '../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import { resumeRun } from '../../runtime/pipeline/runs/send-again';
import type { FaultHook } from '../fakes/fault-gate';
import { EXCHANGE } from '../fakes/in-memory-exchange';
import type { World } from '../pipeline/world/world';
import { reportsOf, violationsOf } from './harness/check-world';
import { DAY_IN_MS } from './harness/days';
import { graphErrorOf, graphScript } from './harness/graph-answer';
import { workSideBySide } from './harness/side-by-side';
import { type SmallDay, smallDay } from './harness/small-day';
import { fireTimer, smallWorld, workThrough } from './harness/small-world';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

jest.setTimeout(3_600_000);

const REFUSAL = { status: 401, code: 'InvalidAuthenticationToken' };
const LATENCY_IN_MS = 60;
const SEEDS = volume(3, 25);

/** Requests take a while; those that `isRefused` names are answered 401, as they are when a new token did not help either. */
function tokens(world: World, random: SeededRandom, isRefused: () => boolean): FaultHook {
  return (point) => {
    if (point.store !== EXCHANGE) return 'pass';
    const wait = () => world.clock.sleep(random.between(1, LATENCY_IN_MS));
    if (!isRefused()) return { before: wait };
    const refuse = graphScript(REFUSAL, false, wait, () => graphErrorOf(REFUSAL, point, world.clock.now(), 0));
    return {
      before: async () => {
        await wait();
        await refuse.before?.();
      },
    };
  };
}

const stops = (world: World): number => world.log.filter(({ text }) => text === 'Run stopped').length;

async function nextDay(world: World): Promise<void> {
  await world.clock.advance(DAY_IN_MS);
  await workThrough(world, { workers: 3 });
}

describe('a token', () => {
  it('that is refused now and then, by whatever mailbox, loses nothing and doubles nothing', async () => {
    const tally = new Tally('Tokens refused now and then');
    const failed: Record<string, string[]> = {};
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const random = new SeededRandom(seed, 'tokens');
      const day = smallDay(seed, { items: 230, people: 12, packages: 4 });
      const world = await smallWorld(day);
      const hook = tokens(world, random, () => random.between(0, 100) < (seed % 2 === 0 ? 5 : 40));
      await workSideBySide(world, { processes: 2, workers: 3, firesTimer: true, hook: () => hook });
      for (let days = 0; days < 2; days += 1) await nextDay(world);
      const violations = await violationsOf(world, day);
      if (violations.length > 0) failed[`seed ${seed}`] = violations;
      tally.add('seeds');
      tally.add('stops', stops(world));
      tally.add('copies checked', world.exchange.archived().length);
    }
    tally.print();
    expect(failed).toEqual({});
  });

  /** A day in which from some request on nobody accepts the token, until somebody has mended that. */
  async function refusedFrom(request: number): Promise<{ world: World; day: SmallDay; runId: string; mend: () => void }> {
    const day = smallDay(request, { items: 60, people: 8, packages: 2 });
    const world = await smallWorld(day);
    let requests = 0;
    let isMended = false;
    const hook = tokens(world, new SeededRandom(request, 'refused'), () => {
      requests += 1;
      return requests >= request && !isMended;
    });
    const process = world.process(hook);
    const run = await process.run(() => fireTimer(process));
    await process.drain({
      workers: 3,
      patienceInMs: 3_600_000,
      until: () => stops(world) > 0 && requests > 0 && world.account.queues.queue('deliveries').size === 0,
    });
    return { world, day, runId: run?.partition ?? '', mend: () => (isMended = true) };
  }

  it.each(volume([5, 30], [1, 5, 17, 30, 60, 90]))(
    'that nobody accepts from request %s on stops the run at once, and `resume` brings the rest',
    async (request) => {
      const { world, day, runId, mend } = await refusedFrom(request);
      const copies = world.exchange.archived().length;
      expect(stops(world)).toBe(1);
      expect(await reportsOf(world)).toEqual([]);
      mend();
      const process = world.process();
      await process.run(() => resumeRun(runId, process.ports));

      await process.drain({ workers: 3 });

      expect(world.exchange.archived().length).toBeGreaterThan(copies);
      expect((await reportsOf(world)).map(({ state }) => state)).toEqual(['complete']);
      expect(await violationsOf(world, day)).toEqual([]);
    },
  );

  it('that nobody accepts, and nobody resumes the run: its report says so, and the next day brings everything', async () => {
    const { world, day, mend } = await refusedFrom(25);
    mend();

    await world.process().drain({ workers: 3 });
    await nextDay(world);

    expect((await reportsOf(world)).map(({ state }) => state)).toEqual(['degraded', 'complete']);
    expect(await violationsOf(world, day)).toEqual([]);
  });
});
