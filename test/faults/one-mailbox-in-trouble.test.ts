import {
  ExchangeUnavailableError,
  MailboxFullError,
  MailboxThrottledError,
  MailboxUnavailableError,
  NotInScopeError,
  TokenRefusedError,
  UserGoneError,
} from '../../runtime/ports/exchange-errors';
import type { FaultHook, FaultScript } from '../fakes/fault-gate';
import { EXCHANGE } from '../fakes/in-memory-exchange';
import type { InMemoryMailbox } from '../fakes/in-memory-exchange-store';
import type { World } from '../pipeline/world/world';
import { violationsOf } from './harness/check-world';
import { graphErrorOf, HANG_IN_MS, mailboxOf } from './harness/graph-answer';
import { type SmallDay, type SmallPerson, smallDay } from './harness/small-day';
import { smallWorld, workThrough } from './harness/small-world';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

jest.setTimeout(3_600_000);

const DAY_IN_MS = 86_400_000;
const LATENCY_IN_MS = 50;
const ITEMS = volume(30, 400);
/** A batch that meets a mailbox which is leased comes back after one second, and after three when it meets it again; no trouble is that short. */
const TURN_IN_MS = 4_000;
const WORKERS = 4;

const day = smallDay(31, { items: ITEMS, people: 6, packages: 3 });
const troubled = (day.people[0] as SmallPerson).mailboxId;

interface Trouble {
  readonly begin: (mailbox: InMemoryMailbox) => void;
  /** What its requests meet besides. */
  readonly hook?: (world: World) => (point: Parameters<FaultHook>[0]) => FaultScript | undefined;
}

const refusing = (error: (id: string) => ReturnType<NonNullable<InMemoryMailbox['refusal']>>, operations?: readonly string[]): Trouble => ({
  begin: (mailbox) => {
    mailbox.refusal = (operation) => (operations === undefined || operations.includes(operation) ? error(mailbox.id) : undefined);
  },
});

const TROUBLE: Readonly<Record<string, Trouble>> = {
  'is outside of the scope (403)': refusing((id) => new NotInScopeError(id)),
  'is not enabled (404)': refusing((id) => new MailboxUnavailableError(id, 'MailboxNotEnabledForRESTAPI')),
  'is full (507)': refusing((id) => new MailboxFullError(id), ['create']),
  'is gone (404)': refusing((id) => new UserGoneError(id)),
  'refuses the token (401)': refusing(() => new TokenRefusedError()),
  'never answers a read (503)': refusing((id) => new ExchangeUnavailableError(id, '503')),
  'is throttled for hours (429)': refusing((id) => new MailboxThrottledError(id, new Date('2026-11-21T20:00:00Z'))),
  'hangs with every request': {
    begin: () => {},
    hook: (world) => (point) => ({
      before: async () => {
        await world.clock.sleep(HANG_IN_MS);
        throw graphErrorOf('hang', point, world.clock.now(), 0);
      },
    }),
  },
};

/** Every request takes a while; those to the troubled mailbox meet its trouble. */
function hookOf(world: World, trouble: Trouble | undefined): FaultHook {
  const extra = trouble?.hook?.(world);
  return (point) => {
    if (point.store !== EXCHANGE) return 'pass';
    const script = mailboxOf(point.key) === troubled ? extra?.(point) : undefined;
    return script ?? { before: () => world.clock.sleep(LATENCY_IN_MS) };
  };
}

async function dayOf(trouble: Trouble | undefined, from = 0): Promise<World> {
  const world = await smallWorld(day, { options: { runCloseHours: 1 } });
  let requests = 0;
  const mailbox = world.exchange.mailbox(troubled);
  if (from === 0) trouble?.begin(mailbox);
  const hook = hookOf(world, trouble);
  await workThrough(world, {
    workers: WORKERS,
    hook: (point) => {
      if (point.store === EXCHANGE && mailboxOf(point.key) === troubled && ++requests === from) trouble?.begin(mailbox);
      return hook(point);
    },
  });
  return world;
}

/** When the last copy of everybody else was made. */
const othersDoneAt = (world: World): number =>
  Math.max(...world.exchange.archived().flatMap(({ mailboxId, createdAt }) => (mailboxId === troubled ? [] : [createdAt.getTime()])));

const othersOf = (each: SmallDay): number => each.messages.flatMap(({ mailboxIds }) => mailboxIds.filter((id) => id !== troubled)).length;

describe('a mailbox in trouble', () => {
  const tally = new Tally('One mailbox in trouble');
  // What a busy batch waits besides, by chance, would be compared here and not the trouble.
  beforeEach(() => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterAll(() => tally.print());

  it.each(Object.entries(TROUBLE))(
    'that %s delays nobody else, loses nothing, and gets everything when it is well again',
    async (_name, trouble) => {
      const untroubled = await dayOf(undefined);

      const world = await dayOf(trouble);

      expect(world.exchange.archived().filter(({ mailboxId }) => mailboxId !== troubled)).toHaveLength(othersOf(day));
      expect(othersDoneAt(world)).toBeLessThanOrEqual(othersDoneAt(untroubled) + TURN_IN_MS);
      world.exchange.mailbox(troubled).refusal = undefined;
      await world.clock.advance(DAY_IN_MS);
      await workThrough(world, { workers: WORKERS });
      expect(await violationsOf(world, day)).toEqual([]);
      tally.add('worlds');
      tally.add('copies checked', world.exchange.archived().length);
    },
  );

  it.each(Object.entries(TROUBLE).filter(([, { hook }]) => hook === undefined))(
    'that %s from the middle of the day on keeps what it has and gets the rest later, once',
    async (_name, trouble) => {
      for (const from of volume([9], [3, 9, 17])) {
        const world = await dayOf(trouble, from);

        world.exchange.mailbox(troubled).refusal = undefined;
        await world.clock.advance(DAY_IN_MS);
        await workThrough(world, { workers: WORKERS });

        expect(await violationsOf(world, day)).toEqual([]);
        tally.add('worlds');
        tally.add('copies checked', world.exchange.archived().length);
      }
    },
  );
});

describe('one of five participants whose mailbox fails', () => {
  it('is the only one who waits: the other four have the message in the same run, and never get it again', async () => {
    const many = smallDay(32, { items: volume(60, 1_000), people: 5, packages: 3 });
    const world = await smallWorld(many);
    world.exchange.mailbox(troubled).refusal = () => new MailboxFullError(troubled);

    await workThrough(world, { workers: WORKERS });

    const others = new Set(world.exchange.archived().map(({ id }) => id));
    const waiting = many.messages.filter(({ mailboxIds }) => mailboxIds.includes(troubled)).length;
    expect(others.size).toBe(othersOf(many));
    expect(await world.stores.held.list('open')[Symbol.asyncIterator]().next()).toMatchObject({
      value: { row: { reason: 'mailbox-unavailable' } },
    });
    world.exchange.mailbox(troubled).refusal = undefined;
    await world.clock.advance(DAY_IN_MS);
    await workThrough(world, { workers: WORKERS });
    const added = world.exchange.archived().filter(({ id }) => !others.has(id));
    expect(added).toHaveLength(waiting);
    expect(new Set(added.map(({ mailboxId }) => mailboxId))).toEqual(new Set([troubled]));
    expect(await violationsOf(world, many)).toEqual([]);
  });
});
