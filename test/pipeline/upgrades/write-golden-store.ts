import { recordDuplicates } from '../../../runtime/pipeline/deliver/record-duplicates';
import type { CellsRow } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import { MailboxUnavailableError } from '../../../runtime/ports/exchange-errors';
import type { FaultHook } from '../../fakes/fault-gate';
import { itemOf, type SmallDay, type SmallDayOptions, type SmallPackage, smallDay, smallPackage } from '../../faults/harness/small-day';
import { smallWorld, workThrough } from '../../faults/harness/small-world';
import type { World } from '../world/world';
import { type GoldenStore, goldenStoreOf } from './golden-store';

const SIZE = { items: 5, people: 3, packages: 1 } as const satisfies SmallDayOptions;
const DAY_IN_MS = 86_400_000;
const HOUR_IN_MS = 3_600_000;
/** A queue message whose process died. */
const VISIBLE_AGAIN_IN_MS = 61_000;
/** So many creates of the second day happen before the release is stopped. */
const CREATES = 1;
/** So often a queue message is received before it is poison. */
const DEQUEUES = 5;

/**
 * What today's code leaves behind: a day that is closed, with a mailbox whose deliveries are held and a package that ended its process each time; and
 * the next one in the middle, stopped at a create that was carried out and not answered. On the way a process died after a package was stored, another
 * one when it was about to take up what is held.
 */
export async function writeGoldenStore(about: string): Promise<GoldenStore> {
  const first = smallDay(3, { ...SIZE, items: 8, packages: 2 });
  const second = smallDay(4, { ...SIZE, date: '2026-11-21', first: 50 });
  const world = await smallWorld(first);
  await firstDay(world, first);
  world.clock.jumpTo(new Date(world.clock.now().getTime() + DAY_IN_MS));
  await secondDay(world, [...second.packages, sentAgain(first)]);
  return goldenStoreOf(world, [first, second], about);
}

async function firstDay(world: World, day: SmallDay): Promise<void> {
  const refused = day.people[0]?.mailboxId ?? '';
  const [failing, ending] = day.packages.map(({ name }) => reading(name)) as [ReturnType<typeof reading>, ReturnType<typeof reading>];
  await findDuplicates(world, ['first', 'second']);
  world.exchange.mailbox(refused).refusal = () => new MailboxUnavailableError(refused, 'MailboxNotEnabledForRESTAPI');
  let isFailing = true;
  const hook: FaultHook = (point) => {
    if (ending(point)) return 'crash-before';
    if (!isFailing || !failing(point)) return 'pass';
    isFailing = false;
    return { before: () => Promise.reject(new Error('a fault of our own')) };
  };
  await workThrough(world, { hook });
  for (let times = 1; times < DEQUEUES; times += 1) await world.process(hook).drain();
  await world.process().drain();
  world.exchange.mailbox(refused).refusal = undefined;
}

async function secondDay(world: World, packages: readonly SmallPackage[]): Promise<void> {
  for (const each of packages) world.site.put(each.name, each.content, { arrivedAt: each.arrivedAt });
  const stored: FaultHook = ({ store, operation }) => (store === 'container/packages' && operation === 'create' ? 'crash-after' : 'pass');
  await workThrough(world, { hook: stored });
  world.clock.jumpTo(new Date(world.clock.now().getTime() + VISIBLE_AGAIN_IN_MS));
  await world.process(() => (isTakingUp(world) ? 'crash-before' : 'pass')).drain();
  await takeUpHeld(world);
  let creates = 0;
  const created: FaultHook = ({ store, operation }) => {
    if (store === 'exchange' && operation === 'create') creates += 1;
    return creates === CREATES ? 'crash-after' : 'pass';
  };
  await world.process(created).drain();
  await findDuplicates(world, ['first', 'second', 'third']);
  const { partition: mailboxId, key: importKey } = ([...world.account.table('deliveries').rows()] as DeliveryRow[]).find(
    ({ state }) => state === 'imported',
  ) as DeliveryRow;
  const look = { v: 1, kind: 'last-look', mailboxId, importKey, ownCopy: 'gone', postponed: 1 };
  await world.stores.queues.send('deliveries', look);
}

/** Before anything is delivered. */
async function takeUpHeld(world: World): Promise<void> {
  const process = world.process();
  const handling = { deadline: new Date(8e15), signal: new AbortController().signal };
  for (const message of world.account.queues.queue('replays').takeAll())
    await process.run(() => process.pipeline.handle('replays', message, handling));
}

/** A batch says which held rows it is about to take up. */
const isTakingUp = (world: World): boolean =>
  [...world.account.table('batches').rows()].some((row) => (row as CellsRow).cells?.includes('"u":') === true);

/** The bytes of this package are read to be unpacked. */
const reading =
  (name: string) =>
  ({ store, operation, key }: Parameters<FaultHook>[0]): boolean =>
    store === 'container/packages' && operation === 'range' && key.endsWith(name);

async function findDuplicates(world: World, ids: readonly string[]): Promise<void> {
  const process = world.process();
  const copies = ids.map((id) => ({ id }));
  await process.run(() => recordDuplicates('a-mailbox', 'd'.repeat(64), copies, process.ports));
}

/** Other captures of a day's messages, in a package of the next day. */
function sentAgain({ messages }: SmallDay): SmallPackage {
  const files = messages.map((message) => ({ name: `${message.id}-again.eml`, content: itemOf(message, message.captures) }));
  const arrivedAt = new Date(Date.parse('2026-11-21T22:00:00Z') + HOUR_IN_MS);
  return { ...smallPackage(files, arrivedAt, 2), items: files.length };
}
