import { ConnectorError } from '../../domain/failure/connector-error';
import { type Item, isReadable, type UnreadableItem } from '../../domain/item/item';
import { unprocessedItem } from '../../domain/item/unreadable-item';
import { heldParticipants } from '../../domain/routing/held-participants';
import { routeItem } from '../../domain/routing/route-item';
import type { RoutedMailbox, Routing } from '../../domain/routing/routing';
import { describeError } from '../describe-error';
import { heldOfRouting } from '../held/held-item';
import type { HeldReason, HeldRow } from '../rows/held-row';
import { isOfEnabledArchiver } from './enabled-archivers';
import type { PartContext } from './part-context';
import { itemToDeliver, NOTHING_TAKEN_UP, planDeliveries } from './plan-deliveries';
import { type ReadItem, readPackageItem } from './read-package-item';
import type { PlannedDelivery } from './routed-part';
import { routingContextOf } from './run-context';

/** What an item comes to, before any of it is counted. */
export interface JudgedItem {
  readonly item: Item;
  readonly routing: Routing;
  /** `holdReason`: the delivery is only made held; '' otherwise. */
  readonly deliveries: readonly { readonly mailbox: RoutedMailbox; readonly delivery: PlannedDelivery; readonly holdReason: string }[];
  /** Entries of the item, or of people in it who have no mailbox. */
  readonly held: readonly HeldRow[];
}

/**
 * Reads an item and decides where it goes. A fault of our own code in that is held as one item that could not be processed: it must not keep the
 * other items of its package back. Only what computes can fail that way; errors of stores go on.
 */
export async function judgePackageItem(entry: number, context: PartContext): Promise<JudgedItem | UnreadableItem> {
  const { opened, ports } = context;
  const read = await readPackageItem(opened, entry, ports.options.items);
  if (!isReadable(read.item)) return noted(read.item, entry, context);
  try {
    return judge(read.item, read, entry, context);
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    return noted(unprocessedItem(read.item.itemId, read.item.byteLength, error), entry, context, error);
  }
}

function noted(item: UnreadableItem, entry: number, { row, ports }: PartContext, error?: unknown): UnreadableItem {
  if (item.unreadable.code === 'item-not-processed')
    ports.log.error('Item could not be processed', { runId: row.partition, packageId: row.key, entry, ...describeError(error) });
  return item;
}

function judge(item: Item, { bytes }: ReadItem, entry: number, part: PartContext): JudgedItem {
  const { run, row, context, ports } = part;
  const routing = routeItem(item, routingContextOf(context, row, run, ports.options));
  const holdReason = holdReasonOf(item, part);
  const held = heldParticipants(routing).map((each) => heldOfRouting(each, routing, item, entry, row, run, ports.clock.now(), holdReason));
  return { item, routing, deliveries: deliveriesOf(item, bytes, entry, routing, holdReason, part), held };
}

/** Why every delivery of this item is held, before any mailbox is asked. */
function holdReasonOf(item: Item, { row, ports }: PartContext): HeldReason | undefined {
  if (row.isComplete === false && !row.isReleased) return 'rejected-package';
  return isOfEnabledArchiver(item, ports.options) ? undefined : 'other-archiver';
}

function deliveriesOf(
  item: Item,
  bytes: Buffer | undefined,
  entry: number,
  routing: Routing,
  holdReason: HeldReason | undefined,
  part: PartContext,
): JudgedItem['deliveries'] {
  const each = itemToDeliver(item, bytes, entry, part);
  const isHeld = (mailbox: RoutedMailbox): boolean => holdReason !== undefined || mailbox.holdReason !== undefined;
  return [false, true].flatMap((holds) => {
    const mailboxes = routing.mailboxes.filter((mailbox) => isHeld(mailbox) === holds);
    if (mailboxes.length === 0) return [];
    const planned = planDeliveries(each, routing, mailboxes, NOTHING_TAKEN_UP, holds, part.ports);
    return planned.map((delivery) => ({ ...delivery, holdReason: holds ? (holdReason ?? 'not-in-scope') : '' }));
  });
}
