import type { FaultDecision, FaultPoint } from '../fakes/fault-gate';
import { EXCHANGE } from '../fakes/in-memory-exchange';
import type { World } from '../pipeline/world/world';
import { violationsOf } from './harness/check-world';
import { DAY_IN_MS, HOUR_IN_MS } from './harness/days';
import { type GraphFault, graphErrorOf, graphScript } from './harness/graph-answer';
import { smallDay } from './harness/small-day';
import { fireTimer, smallWorld, workThrough } from './harness/small-world';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

jest.setTimeout(HOUR_IN_MS);

/** In one request; attached in a request of its own; by an upload session of one range and of two. */
const day = smallDay(71, { items: 5, people: 2, packages: 1, large: [1_000_000, 2_700_000, 3_300_000, 4_200_000] });
const SAMPLED_REQUESTS = 2;

type Happening = (point: FaultPoint, world: World) => FaultDecision;

const lost =
  (fault: GraphFault, isCommitted: boolean): Happening =>
  (point, { clock }) =>
    graphScript(
      fault,
      isCommitted,
      (milliseconds) => clock.sleep(milliseconds),
      () => graphErrorOf(fault, point, clock.now(), 0.5),
    );

const HAPPENINGS: Readonly<Record<string, Happening>> = {
  'the process dies before': () => 'crash-before',
  'the process dies after it was carried out': () => 'crash-after',
  'no answer comes, nothing was done': lost('hang', false),
  'no answer comes, all was done': lost('hang', true),
  'the connection breaks, all was done': lost('reset', true),
  'a 503 comes, all was done': lost({ status: 503 }, true),
  'a 504 comes, nothing was done': lost({ status: 504 }, false),
  'a 429 comes': lost({ status: 429, headers: { 'retry-after': '20' } }, false),
  'a 404 comes: the copy is not visible yet': lost({ status: 404, code: 'ErrorItemNotFound' }, false),
};

/** The day with one happening at its nth request to Exchange, then a day without any. */
async function happensAt(request: number, happening: Happening): Promise<string[]> {
  const world = await smallWorld(day);
  let requests = 0;
  for (let isOver = false; !isOver; ) {
    const process = world.process((point) => {
      if (point.store !== EXCHANGE) return 'pass';
      requests += 1;
      return requests === request ? happening(point, world) : 'pass';
    });
    await process.run(() => fireTimer(process));
    if (!process.gate.isDead) await process.drain({ workers: 1 });
    isOver = !process.gate.isDead;
  }
  await world.clock.advance(DAY_IN_MS);
  await workThrough(world);
  return violationsOf(world, day);
}

async function requestsOfTheDay(): Promise<number> {
  const world = await smallWorld(day);
  let requests = 0;
  await workThrough(world, {
    hook: ({ store }) => {
      if (store === EXCHANGE) requests += 1;
      return 'pass';
    },
  });
  return requests;
}

describe('large items, at every request that makes them', () => {
  const tally = new Tally('Half made items');
  let requests = 0;
  beforeAll(async () => {
    requests = await requestsOfTheDay();
  });
  afterAll(() => tally.print());

  it.each(Object.entries(HAPPENINGS))(
    '%s: no half is visible, nothing is left in staging, every copy is whole and there once',
    async (_what, happening) => {
      const step = volume(Math.ceil(requests / SAMPLED_REQUESTS), 1);
      const failed: Record<string, string[]> = {};
      for (let request = 1; request <= requests; request += step) {
        const violations = await happensAt(request, happening);
        tally.add('requests');
        if (violations.length > 0) failed[`request ${request}`] = violations;
      }
      expect(failed).toEqual({});
    },
  );
});
