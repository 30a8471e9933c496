import type { CopyKeyKind } from '../../domain/copy/mailbox-copy';
import { ExtendedProperty, keyProperty } from './extended-properties';
import type { CopyKey } from './graph-copies';
import { expandedProperty, type GraphObject, text } from './graph-object';

/** Lists every message of the folder with one expanded property. */
type ListWith = (propertyId: string) => AsyncGenerator<readonly GraphObject[]>;

/** Item ids that were read ahead of their keys; when the two lists run apart, they are let go: a key is worth more than its item id. */
const MAX_WAITING_ITEM_IDS = 10_000;

/**
 * Every key of a folder. Graph expands one property a request, so keys and item ids are two lists that are read side by side, page by
 * page; memory stays flat however large the folder.
 */
export async function* copyKeys(list: ListWith): AsyncGenerator<CopyKey> {
  for (const kind of ['import', 'stub'] as const) yield* keysOfKind(kind, list);
}

async function* keysOfKind(kind: CopyKeyKind, list: ListWith): AsyncGenerator<CopyKey> {
  const itemIds = new Map<string, string>();
  const itemPages = list(ExtendedProperty.ItemId);
  for await (const page of list(keyProperty(kind))) {
    const items = await itemPages.next();
    if (itemIds.size > MAX_WAITING_ITEM_IDS) itemIds.clear();
    for (const message of items.done ? [] : items.value) remember(itemIds, message);
    for (const message of page) {
      const id = text(message['id']);
      const key = expandedProperty(message, keyProperty(kind));
      if (id === undefined || key === undefined) continue;
      yield { id, key, kind, itemId: itemIds.get(id) };
      itemIds.delete(id);
    }
  }
}

function remember(itemIds: Map<string, string>, message: GraphObject): void {
  const id = text(message['id']);
  const itemId = expandedProperty(message, ExtendedProperty.ItemId);
  if (id !== undefined && itemId !== undefined) itemIds.set(id, itemId);
}
