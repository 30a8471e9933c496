import { releaseSelection } from '../../../runtime/pipeline/admin/held-acts';
import { allOf } from '../../fakes/all-of';
import { smallDay } from '../../faults/harness/small-day';
import { smallWorld, workThrough } from '../../faults/harness/small-world';
import { ADMIN } from '../admin/admin-world';
import { readReport } from '../synthetic-world';

/** What our own code fails at; undefined = at nothing. */
let faulty: { readonly where: 'reader' | 'routing'; readonly subject: string } | undefined;

const failsAt = (where: 'reader' | 'routing', text: string): boolean => faulty?.where === where && text.includes(faulty.subject);

jest.mock('../../../runtime/domain/item/item-reader', () => {
  const actual = jest.requireActual<typeof import('../../../runtime/domain/item/item-reader')>('../../../runtime/domain/item/item-reader');
  return {
    ...actual,
    readItem: (...args: Parameters<typeof actual.readItem>) => {
      if (failsAt('reader', args[0].toString())) throw new TypeError('a fault of ours');
      return actual.readItem(...args);
    },
  };
});
jest.mock('../../../runtime/domain/routing/route-item', () => {
  const actual = jest.requireActual<typeof import('../../../runtime/domain/routing/route-item')>(
    '../../../runtime/domain/routing/route-item',
  );
  return {
    ...actual,
    routeItem: (...args: Parameters<typeof actual.routeItem>) => {
      if (failsAt('routing', args[0].subject)) throw new RangeError('a fault of ours');
      return actual.routeItem(...args);
    },
  };
});

const day = smallDay(8, { items: 20, people: 4, packages: 1 });
const [bad] = day.messages.filter(({ captures }) => captures === 1);
const deliveries = day.messages.reduce((sum, { mailboxIds }) => sum + mailboxIds.length, 0);

afterEach(() => {
  faulty = undefined;
});

describe('an item at which the connector itself fails', () => {
  it.each(['reader', 'routing'] as const)(
    '(%s) is held by itself: all others are imported in the same run, and a release after an update brings it',
    async (where) => {
      const world = await smallWorld(day);
      faulty = { where, subject: bad?.subject ?? '' };

      const { run } = await workThrough(world);

      const report = await readReport(world, run?.partition ?? '');
      expect(report).toMatchObject({
        state: 'degraded',
        reconciled: true,
        counts: { itemsQuarantined: 1, itemsAvailableFromSource: day.items },
      });
      expect(world.exchange.archived()).toHaveLength(deliveries - (bad?.mailboxIds.length ?? 0));
      const [entry] = await allOf(world.stores.held.list('open'));
      expect(entry?.row).toMatchObject({ reason: 'quarantined', why: 'item-not-processed', bytes: expect.any(Number) });
      expect(world.log.filter(({ text }) => text === 'Item could not be processed')).toHaveLength(1);

      faulty = undefined;
      const process = world.process();
      await process.run(() => releaseSelection({ ids: [entry?.row.key ?? ''] }, 'updated', ADMIN, process.ports));
      await process.drain();

      expect(world.exchange.archived()).toHaveLength(deliveries);
      expect(await allOf(world.stores.held.list('open'))).toEqual([]);
    },
  );
});
