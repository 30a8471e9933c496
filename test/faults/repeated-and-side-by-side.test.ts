import { SeededRandom } from '../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import type { FaultHook } from '../fakes/fault-gate';
import type { World } from '../pipeline/world/world';
import { reportsOf, violationsOf } from './harness/check-world';
import { workSideBySide } from './harness/side-by-side';
import { type SmallDay, smallDay } from './harness/small-day';
import { smallWorld, workThrough } from './harness/small-world';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

const HOUR_IN_MS = 3_600_000;
const PAUSE_IN_MS = 90_000;
/** What several deliveries of one message send back is repeated too: a queue that never stops would fill the world. */
const MOST_REPEATS = volume(400, 6_000);

const runsOf = (world: World): number => [...world.account.table('runs').rows()].filter(({ key }) => key === 'run').length;

/** A mailbox (or two) that everybody is at work on. */
const busyDay = (seed: number, items: number): SmallDay => smallDay(seed, { items, people: 2, packages: 4 });

/** Requests take a while, so that workers meet. */
function slow(world: World, random: SeededRandom): FaultHook {
  return ({ store }) => (store === 'exchange' ? { before: () => world.clock.sleep(random.between(20, 400)) } : 'pass');
}

describe('queue messages that are delivered up to three times', () => {
  it.each([
    ['one process with four workers', 1, 4],
    ['two processes with two workers each', 2, 2],
    ['four processes with two workers each', 4, 2],
  ])(
    'change nothing: %s',
    async (name, processes, workers) => {
      const tally = new Tally(`Repeated queue messages, ${name}`);
      const random = new SeededRandom(5, name);
      const day = smallDay(5, { items: volume(120, 830), people: 12, packages: 6 });
      const world = await smallWorld(day, { repeats: () => (tally.get('repeats') < MOST_REPEATS ? repeat(tally, random) : 0) });

      await workSideBySide(world, { processes, workers, firesTimer: true, hook: () => slow(world, random) });

      tally.add('copies checked', world.exchange.archived().length);
      tally.print();
      expect(runsOf(world)).toBe(1);
      expect(await violationsOf(world, day)).toEqual([]);
    },
    HOUR_IN_MS,
  );
});

function repeat(tally: Tally, random: SeededRandom): number {
  const times = random.between(0, 3);
  tally.add('queue messages');
  tally.add('repeats', times);
  return times;
}

describe('several workers on one mailbox', () => {
  it.each([2, 4])(
    '%s of them deliver each message once and keep its limits',
    async (processes) => {
      const day = busyDay(processes, volume(60, 400));
      const world = await smallWorld(day);

      await workSideBySide(world, { processes, workers: 2, firesTimer: true, hook: () => slow(world, new SeededRandom(processes)) });

      expect(await violationsOf(world, day)).toEqual([]);
    },
    HOUR_IN_MS,
  );

  it(
    'lose a lease while its owner stands still for 90 s, and make no second copy',
    async () => {
      const tally = new Tally('Owners that stand still for 90 s');
      const failed: Record<string, readonly string[]> = {};
      for (let seed = 1; seed <= volume(15, 500); seed += 1) {
        const violations = await pausedOwner(seed, tally);
        tally.add('seeds');
        if (violations.length > 0) failed[`seed ${seed}`] = violations;
      }
      tally.print();
      expect(failed).toEqual({});
    },
    HOUR_IN_MS,
  );

  it(
    'meet leases that are broken again and again',
    async () => {
      const tally = new Tally('Broken leases');
      const failed: Record<string, readonly string[]> = {};
      for (let seed = 1; seed <= volume(15, 500); seed += 1) {
        const violations = await brokenLeases(seed, tally);
        tally.add('seeds');
        if (violations.length > 0) failed[`seed ${seed}`] = violations;
      }
      tally.print();
      expect(failed).toEqual({});
    },
    HOUR_IN_MS,
  );
});

/** Whoever comes to a seeded call stands still there for 90 s, as a whole: its lease ends, and another one takes over. */
async function pausedOwner(seed: number, tally: Tally): Promise<string[]> {
  const random = new SeededRandom(seed, 'paused owner');
  const day = busyDay(seed, 16);
  const world = await smallWorld(day);
  const pausedAt = [random.between(100, 260), random.between(100, 400)];
  let calls = 0;
  await workSideBySide(world, {
    processes: 2,
    workers: 2,
    firesTimer: true,
    hook: (process) => {
      const delayed = slow(world, random);
      return (point) => {
        calls += 1;
        if (pausedAt.includes(calls)) {
          tally.add('pauses');
          process().pause(PAUSE_IN_MS);
        }
        return delayed(point);
      };
    },
  });
  tally.add('copies checked', world.exchange.archived().length);
  return violationsOf(world, day, { leasesLost: true });
}

async function brokenLeases(seed: number, tally: Tally): Promise<string[]> {
  const random = new SeededRandom(seed, 'broken leases');
  const day = busyDay(seed, 16);
  const world = await smallWorld(day);
  const { leases } = world.account;
  await workSideBySide(world, {
    processes: 2,
    workers: 2,
    firesTimer: true,
    hook: () => {
      const delayed = slow(world, random);
      return (point) => {
        const names = leases.names();
        if (names.length > 0 && random.between(0, 40) === 0) {
          tally.add('leases broken');
          leases.break(random.pick(names));
        }
        return delayed(point);
      };
    },
  });
  tally.add('copies checked', world.exchange.archived().length);
  return violationsOf(world, day, { leasesLost: true });
}

describe('the timer', () => {
  it('that fires twice at once opens one run', async () => {
    const day = smallDay(9, { items: 20 });
    const world = await smallWorld(day);

    await workSideBySide(world, { processes: 2, workers: 2, firesTimer: true });

    expect(runsOf(world)).toBe(1);
    expect((await reportsOf(world)).map(({ state }) => state)).toEqual(['complete']);
    expect(await violationsOf(world, day)).toEqual([]);
  });

  it('that fires again while its run is open, and when it is closed, imports nothing again', async () => {
    const day = smallDay(10, { items: 20 });
    const world = await smallWorld(day);
    const fire = async () => {
      const process = world.process();
      await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
    };
    await fire();
    await fire();
    await world.process().drain({ workers: 2 });
    const copies = world.exchange.archived().length;

    await workThrough(world);

    expect(world.exchange.archived()).toHaveLength(copies);
    expect((await reportsOf(world)).map(({ counts }) => counts.imported)).toEqual([copies, 0]);
    expect(await violationsOf(world, day)).toEqual([]);
  });
});
