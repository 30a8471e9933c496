import { SeededRandom } from '../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import type { FaultHook, FaultPoint, FaultScript } from '../fakes/fault-gate';
import { EXCHANGE } from '../fakes/in-memory-exchange';
import type { World } from '../pipeline/world/world';
import { reportsOf, violationsOf } from './harness/check-world';
import { graphErrorOf, graphScript, retryAfterForms } from './harness/graph-answer';
import { Politeness } from './harness/politeness';
import { workSideBySide } from './harness/side-by-side';
import { type SmallDay, smallDay } from './harness/small-day';
import { smallWorld } from './harness/small-world';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

const HOUR_IN_MS = 3_600_000;
const SHARE = 0.3;
const LATENCY_IN_MS = 80;
const TENANT_WIDE = { 'x-ms-throttle-scope': 'Tenant/Write/app/tenant' };

type Headers = Readonly<Record<string, string>>;

interface Throttling {
  readonly world: World;
  readonly politeness: Politeness;
  readonly tally: Tally;
  readonly random: SeededRandom;
  /** What the next 429 says; undefined = this request is answered. */
  readonly refuse: (point: FaultPoint) => Headers | undefined;
}

/** Requests take a while; a 429 arrives after that, and from then on nothing may be sent before the time it names. */
function throttling({ world, politeness, tally, random, refuse }: Throttling): FaultHook {
  return (point): FaultScript | 'pass' => {
    if (point.store !== EXCHANGE) return 'pass';
    politeness.request(point, world.clock.now().getTime());
    tally.add('requests');
    const headers = refuse(point);
    const latency = () => world.clock.sleep(random.between(1, LATENCY_IN_MS));
    if (headers === undefined) return { before: latency };
    tally.add('429');
    const error = () => {
      const refused = graphErrorOf({ status: 429, headers }, point, world.clock.now(), random.between(0, 1_000) / 1_000);
      politeness.throttled(point, refused.retryAt?.getTime() ?? 0);
      return refused;
    };
    const script = graphScript({ status: 429 }, false, () => Promise.resolve(), error);
    return {
      before: async () => {
        await latency();
        await script.before?.();
      },
    };
  };
}

async function throttledDay(
  day: SmallDay,
  name: string,
  processes: number,
  refuse: (random: SeededRandom, now: Date) => Headers | undefined,
) {
  const world = await smallWorld(day);
  const politeness = new Politeness();
  const tally = new Tally(name);
  const random = new SeededRandom(processes, name);
  const hook = throttling({ world, politeness, tally, random, refuse: () => refuse(random, world.clock.now()) });
  await workSideBySide(world, { processes, workers: 4, firesTimer: true, hook: () => hook });
  tally.add('copies checked', world.exchange.archived().length);
  tally.print();
  return { world, politeness };
}

describe('429 at 30 % of all requests', () => {
  it.each([1, 3])(
    'is obeyed to the second, in every form of Retry-After, by %s processes',
    async (processes) => {
      const day = smallDay(21, { items: volume(80, 2_500), people: 20, packages: 6 });

      const { world, politeness } = await throttledDay(day, `429 at 30 %, ${processes} processes`, processes, (random, now) => {
        if (random.between(0, 1_000) >= SHARE * 1_000) return undefined;
        const isShort = (headers: Headers) =>
          (headers['retry-after'] ?? '').length < 10 || headers['retry-after']?.includes('Nov') === true;
        return random.pick(retryAfterForms(now, random.between(1, 121)).filter(isShort));
      });

      expect(politeness.violations).toEqual([]);
      expect((await reportsOf(world)).map(({ state }) => state)).toEqual(['complete']);
      expect(await violationsOf(world, day)).toEqual([]);
    },
    HOUR_IN_MS,
  );

  it('that asks for absurdly long is believed for an hour', async () => {
    const day = smallDay(22, { items: 20, people: 4 });
    const started = new Date('2026-11-21T06:30:00Z').getTime();
    const refused = new Set<string>();
    const world = await smallWorld(day);
    const politeness = new Politeness();
    const random = new SeededRandom(1, 'absurd');
    const refuse = ({ key }: FaultPoint): Headers | undefined => {
      const mailbox = key.split('/')[0] ?? '';
      if (refused.has(mailbox)) return undefined;
      refused.add(mailbox);
      return { 'retry-after': '1000000000' };
    };

    const hook = throttling({ world, politeness, tally: new Tally(''), random, refuse });
    await workSideBySide(world, { processes: 1, workers: 4, firesTimer: true, hook: () => hook });

    const waits = world.exchange.archived().map(({ createdAt }) => createdAt.getTime() - started);
    expect(politeness.violations).toEqual([]);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(HOUR_IN_MS);
    expect(Math.max(...waits)).toBeLessThan(HOUR_IN_MS + 120_000);
    expect(await violationsOf(world, day)).toEqual([]);
  });

  it('for the whole tenant silences every mailbox, and the day still ends', async () => {
    const day = smallDay(23, { items: 30, people: 6 });
    let isRefused = false;

    const { world } = await throttledDay(day, '429 of the tenant', 1, () => {
      if (isRefused) return undefined;
      isRefused = true;
      return { 'retry-after': '60', ...TENANT_WIDE };
    });

    expect(await violationsOf(world, day)).toEqual([]);
  });
});

describe('a mailbox that Exchange itself throttles', () => {
  it(
    'is never brought over its limits, whoever takes turns on it',
    async () => {
      const day = smallDay(24, { items: volume(140, 3_000), people: 2, packages: 6 });
      const world = await smallWorld(day, { exchange: { throttles: true } });

      await workSideBySide(world, { processes: 3, workers: 4, firesTimer: true });

      expect(await violationsOf(world, day)).toEqual([]);
    },
    HOUR_IN_MS,
  );
});
