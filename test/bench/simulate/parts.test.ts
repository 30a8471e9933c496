import { SeededRandom } from '../../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import { closingOf } from './closing';
import { Day } from './day';
import { EventQueue } from './event-queue';
import { Instances } from './fleet';
import { SimulatedMailbox } from './mailbox';
import { People } from './people';
import { RateLimit } from './rate-limit';
import { DEFAULT_SCENARIO, type Scenario } from './scenario';

describe('events', () => {
  it('happen in the order of their times, of two at once the earlier planned first', () => {
    const events = new EventQueue();
    const seen: string[] = [];
    events.at(20, () => seen.push('c'));
    events.at(10, () => seen.push('a'));
    events.at(10, () => events.after(5, () => seen.push(`b at ${events.now}`)));

    expect(events.run()).toBe(4);
    expect(seen).toEqual(['a', 'b at 15', 'c']);
  });
});

describe('a rate limit', () => {
  it('serves one after the other, at the rate of the time', () => {
    const limit = new RateLimit('a queue', 10);

    expect(limit.take(5, 1_000)).toBe(1_500);
    expect(limit.take(5, 1_000)).toBe(2_000);
    limit.changeRate(20);
    expect(limit.take(20, 5_000)).toBe(6_000);
    expect(limit.seconds).toBe(2);
    expect(limit.units).toBe(30);
  });
});

describe('instances', () => {
  it('keep one for each function that has none', () => {
    const instances = new Instances(10, 3);
    instances.hold('collect', 1);

    expect(instances.freeFor('collect')).toBe(7);
    instances.hold('unpack', 1);
    expect(instances.freeFor('collect')).toBe(7);
    instances.hold('deliver', 8);
    expect(instances.freeFor('unpack')).toBe(0);
    expect(instances.most).toBe(10);
  });

  it('give one to whoever has work, however few there are', () => {
    const instances = new Instances(1, 3);
    instances.hold('collect', 1);

    expect(instances.freeFor('deliver')).toBe(1);
  });
});

describe('a mailbox', () => {
  const mailbox = () => new SimulatedMailbox({ mailboxRequests: 100, mailboxMegabytes: 1 });

  it('takes 100 requests at once, and the next when they have left the window of 10 minutes', () => {
    const one = mailbox();
    one.note(60, 0, 5_000);
    one.note(40, 0, 10_000);

    expect(one.admits(0, 0, 11_000)).toBe(11_000);
    expect(one.admits(60, 0, 11_000)).toBe(605_000);
    expect(one.admits(61, 0, 11_000)).toBe(610_000);
    expect(one.admits(60, 0, 605_000)).toBe(605_000);
  });

  it('takes 1 MB at once, and more when it has left the window of 5 minutes', () => {
    const one = mailbox();
    one.note(1, 900_000, 5_000);

    expect(one.admits(1, 100_000, 6_000)).toBe(6_000);
    expect(one.admits(1, 100_001, 6_000)).toBe(305_000);
  });

  it('asks for the time of its windows beyond the first', () => {
    const one = mailbox();
    one.note(250, 0, 5_000);

    expect(one.leastMs(1, { ...DEFAULT_SCENARIO, mailboxRequests: 100 })).toBe(1.5 * 600_000);
  });
});

describe('people', () => {
  it('are drawn as often as they write', () => {
    const people = new People(50, 1.2, new SeededRandom(3, 'test'));
    const drawn = new Array<number>(50).fill(0);
    for (let index = 0; index < 200_000; index += 1) {
      const who = people.someone();
      drawn[who] = (drawn[who] ?? 0) + 1;
    }

    expect(people.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    for (const [who, share] of people.shares.entries()) expect((drawn[who] ?? 0) / 200_000).toBeCloseTo(share, 2);
  });

  it('has the fewest that have a share together', () => {
    const people = new People(1_000, 1.2, new SeededRandom(3, 'test'));
    const busiest = people.busiest(0.5);
    const sum = [...busiest].reduce((total, who) => total + (people.shares[who] ?? 0), 0);

    expect(sum).toBeGreaterThanOrEqual(0.5);
    expect(busiest.size).toBeLessThan(200);
  });
});

describe('packages', () => {
  const PLAIN: Scenario = { ...DEFAULT_SCENARIO, copies: 1, groupShare: 0, pictureShare: 0, skew: 0 };
  const partsOf = (scenario: Scenario) => [...new Day(scenario)].map((each) => [...each.parts()]);

  it('are cut as unpack cuts them: 4,000 items a part, batches of 100', () => {
    const [parts = []] = partsOf({ ...PLAIN, mailboxes: 1, itemsPerDay: 10_000 });

    expect(parts.map(({ items }) => items)).toEqual([4_000, 4_000, 2_000]);
    expect(parts[2]?.batches).toHaveLength(20);
    expect(parts[2]?.batches[0]).toEqual({ mailbox: 0, batches: 1, deliveries: 100, rounds: 25, hasMore: true });
  });

  it('hold every delivery, fractions of copies included', () => {
    const parts = partsOf({ ...PLAIN, mailboxes: 300, itemsPerDay: 1_001, copies: 1.5, itemsPerPackage: 10 }).flat();
    const deliveries = parts.flatMap(({ batches }) => batches).reduce((sum, each) => sum + each.deliveries, 0);

    expect(parts).toHaveLength(101);
    expect(deliveries).toBe(Math.floor(1_001 * 1.5));
  });
});

describe('closing', () => {
  const RUN = { batches: 10_000, deliveries: 10_000, parts: 0, packages: 0 };

  it('reads batch rows five times and cells twice', () => {
    const { minutes } = closingOf(RUN, { ...DEFAULT_SCENARIO, heldOpen: 0, listEntities: 1_000, pageMs: 0 });

    expect(minutes).toBeCloseTo((7 * 10_000) / 1_000 / 60, 9);
  });

  it('takes a page at a time where the partition is faster', () => {
    const { minutes } = closingOf(RUN, { ...DEFAULT_SCENARIO, heldOpen: 0, listEntities: 1e9, pageMs: 95, storageMs: 5 });

    expect(minutes).toBeCloseTo((7 * 10 * 100) / 60_000, 9);
  });

  it('is not possible when it takes longer than a handler may', () => {
    expect(closingOf({ ...RUN, batches: 1e6 }, DEFAULT_SCENARIO).isPossible).toBe(false);
  });
});
