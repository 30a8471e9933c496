import { type Item, isReadable, type UnreadableItem } from '../../domain/item/item';
import { participantKey } from '../../domain/routing/participant-key';
import type { RoutedParticipant, Routing } from '../../domain/routing/routing';
import { heldItemId } from '../held/held-item';
import type { PackageRow } from '../rows/package-row';
import { type IndexedItem, indexedMailbox, shortNumberKey, sourceHashOf } from './item-index';

/** What the index remembers of an item that was just routed. `routing` is undefined for an item that cannot be read. */
export function indexItem(item: Item | UnreadableItem, routing: Routing | undefined, row: PackageRow, entry: number): IndexedItem {
  if (!isReadable(item) || routing === undefined) {
    const itemId = item.itemId || heldItemId(item, row, entry);
    return { itemId, messageIdentity: '', sourceHash: '', entry, as: 'unreadable', mailboxes: [], numbers: [] };
  }
  return {
    itemId: item.itemId,
    messageIdentity: item.messageIdentity,
    sourceHash: item.sourceMessageId === undefined ? '' : sourceHashOf(item.sourceMessageId),
    entry,
    as: routing.isItemUnmatched ? (isExternalThroughout(routing) ? 'external' : 'unmatched') : 'routed',
    mailboxes: routing.mailboxes.map(({ mailboxId }) => indexedMailbox(mailboxId)),
    numbers: [...new Set(routing.participants.filter(isOurs).map(({ person }) => shortNumberKey(participantKey(person))))],
  };
}

/** Nobody in it is ours, as far as anybody knows: no mailbox is missing. */
function isExternalThroughout({ participants }: Routing): boolean {
  return participants.length > 0 && participants.every(({ state }) => state === 'external');
}

/** Has a number, and is one of ours or should be. Others have rows of their own in `numbers`. */
function isOurs({ person, state }: RoutedParticipant): boolean {
  return person.phone !== undefined && state !== 'external' && state !== 'unresolved';
}
