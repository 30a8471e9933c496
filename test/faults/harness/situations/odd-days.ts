import { releaseSelection } from '../../../../runtime/pipeline/admin/held-acts';
import { allOf } from '../../../fakes/all-of';
import type { FaultHook } from '../../../fakes/fault-gate';
import { EXCHANGE } from '../../../fakes/in-memory-exchange';
import { ADMIN } from '../../../pipeline/admin/admin-world';
import type { WorldOptions } from '../../../pipeline/world/world';
import { violationsOf } from '../check-world';
import { DAY_IN_MS } from '../days';
import { type SmallDay, smallDay } from '../small-day';
import { fireTimer, smallWorld, workThrough } from '../small-world';
import type { PrepareSituation, Situation } from './situation';

const HOUR_IN_MS = 3_600_000;
const HANDLER_TIME_IN_MS = 6_000;
const LATENCY_IN_MS = 900;
const QUEUE_TRIES = 5;

const workThroughIt: Situation['work'] = async (process) => {
  await fireTimer(process);
  await process.work({ workers: 2 });
};

function ofADay(day: SmallDay, options: WorldOptions & { readonly handlerTimeInMs?: number } = {}): PrepareSituation {
  return async () => {
    const world = await smallWorld(day, options);
    world.handlerTimeInMs = options.handlerTimeInMs ?? world.handlerTimeInMs;
    return {
      world,
      work: workThroughIt,
      ...(options.handlerTimeInMs === undefined ? {} : { meanwhile: latencyOf(world.clock) }),
      violations: async () => {
        await world.clock.advance(DAY_IN_MS);
        world.handlerTimeInMs = 8 * 60_000;
        await workThrough(world);
        return violationsOf(world, day);
      },
    };
  };
}

const latencyOf =
  (clock: { sleep(milliseconds: number): Promise<void> }): FaultHook =>
  ({ store }) =>
    store === EXCHANGE ? { before: () => clock.sleep(LATENCY_IN_MS) } : 'pass';

/** A fault of ours at the first read of a package, again and again: five tries of its message, then it waits for a release. */
function failingUnpack(times: number): PrepareSituation {
  const day = smallDay(93, { items: 8, people: 3, packages: 1 });
  return async () => {
    const world = await smallWorld(day);
    let left = times;
    const meanwhile: FaultHook = ({ store, operation }) => {
      if (left === 0 || store !== 'container/packages' || operation !== 'range') return 'pass';
      left -= 1;
      return { before: () => Promise.reject(new TypeError('a fault of ours')) };
    };
    return {
      world,
      meanwhile,
      work: workThroughIt,
      violations: async () => {
        left = 0;
        const ids = (await allOf(world.stores.held.list('open'))).map(({ row }) => row.key);
        const process = world.process();
        // A process that died in a try was one try less, and the package may have come through.
        if (ids.length > 0) await process.run(() => releaseSelection({ ids }, 'mended', ADMIN, process.ports));
        await process.drain();
        return violationsOf(world, day);
      },
    };
  };
}

/** A queue message of a release that is newer than this one, between those of the day. */
function newerMessage(): PrepareSituation {
  const day = smallDay(94, { items: 8, people: 3 });
  return async () => {
    const world = await smallWorld(day);
    const queue = world.account.queues.queue('deliveries');
    queue.send(Buffer.from(JSON.stringify({ v: 2, kind: 'unheard-of' })).toString('base64'), 0);
    return {
      world,
      work: async (process) => {
        await fireTimer(process);
        await process.work({ workers: 2, patienceInMs: HOUR_IN_MS / 2 });
      },
      violations: async () => {
        const left = queue.messages().filter(({ v }) => v === 2).length;
        queue.clear();
        const violations = await violationsOf(world, day);
        // It goes back before it is deleted: whoever dies in between leaves two, and neither is lost.
        return left > 0 ? violations : [...violations, 'the message of the newer release is gone'];
      },
    };
  };
}

/** Whoever had the message of a package ended without a word, each time. */
const poisonPackage: PrepareSituation = async () => {
  const day = smallDay(96, { items: 8, people: 3, packages: 1 });
  const world = await smallWorld(day);
  const { queues } = world.account;
  await workThrough(world, { until: () => queues.queue('packages').size > 0 });
  for (const message of queues.queue('packages').messages())
    queues.queue('packages-poison').send(Buffer.from(JSON.stringify(message)).toString('base64'), 0);
  queues.queue('packages').clear();
  return {
    world,
    work: (process) => process.work({ workers: 2 }),
    violations: async () => {
      await world.clock.advance(DAY_IN_MS);
      await workThrough(world);
      return violationsOf(world, day);
    },
  };
};

/** The timer fires once more when everything was collected and not yet delivered. */
const timerAgain: PrepareSituation = async () => {
  const day = smallDay(95, { items: 8, people: 3 });
  const world = await smallWorld(day);
  await workThrough(world, { until: () => world.account.queues.queue('deliveries').size > 0 });
  await world.clock.advance(61_000);
  return { world, work: workThroughIt, violations: () => violationsOf(world, day) };
};

export const ODD_DAYS: Readonly<Record<string, PrepareSituation>> = {
  'mailboxes get more than one batch takes, and more work than one block holds': ofADay(
    smallDay(91, { items: 170, people: 2, packages: 1, attachedBytes: 250_000 }),
  ),
  'a handler has little time': ofADay(smallDay(92, { items: 6, people: 2, packages: 2, large: [4_200_000] }), {
    handlerTimeInMs: HANDLER_TIME_IN_MS,
  }),
  'unpacking fails for good in one run': failingUnpack(QUEUE_TRIES),
  'the message of a package is poison, and nobody knows why': poisonPackage,
  'a queue message is of a newer release': newerMessage(),
  'the timer fires again in the middle of the run': timerAgain,
};
