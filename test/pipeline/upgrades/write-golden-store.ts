import { MailboxUnavailableError } from '../../../runtime/ports/exchange-errors';
import { type SmallDayOptions, smallDay } from '../../faults/harness/small-day';
import { smallWorld, workThrough } from '../../faults/harness/small-world';
import { type GoldenStore, goldenStoreOf } from './golden-store';

const SIZE = { items: 5, people: 3, packages: 1 } as const satisfies SmallDayOptions;
const DAY_IN_MS = 86_400_000;
/** So many creates of the second day happen before the release is stopped. */
const CREATES = 3;

/**
 * What today's code leaves behind: a day that is closed, with a mailbox whose deliveries are held; and the next one in the middle, stopped at a create
 * that was carried out and not answered.
 */
export async function writeGoldenStore(about: string): Promise<GoldenStore> {
  const first = smallDay(3, SIZE);
  const second = smallDay(4, { ...SIZE, date: '2026-11-21', first: 50 });
  const world = await smallWorld(first);
  const refused = first.people[0]?.mailboxId ?? '';
  world.exchange.mailbox(refused).refusal = () => new MailboxUnavailableError(refused, 'MailboxNotEnabledForRESTAPI');
  await workThrough(world);
  world.exchange.mailbox(refused).refusal = undefined;
  world.clock.jumpTo(new Date(world.clock.now().getTime() + DAY_IN_MS));
  for (const each of second.packages) world.site.put(each.name, each.content, { arrivedAt: each.arrivedAt });
  let creates = 0;
  await workThrough(world, {
    hook: ({ store, operation }) => {
      if (store === 'exchange' && operation === 'create') creates += 1;
      return creates === CREATES ? 'crash-after' : 'pass';
    },
  });
  return goldenStoreOf(world, [first, second], about);
}
