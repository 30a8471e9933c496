import { sha256Hex } from '../../domain/evidence/sha256';
import { type Item, isReadable, type UnreadableItem } from '../../domain/item/item';
import { ItemReader, readItem } from '../../domain/item/item-reader';
import type { ItemSettings } from '../../domain/item/item-settings';
import { unprocessedItem } from '../../domain/item/unreadable-item';
import { PackageEntryError } from '../../domain/package/entry-error';
import type { OpenedPackage } from '../../domain/package/open-package';
import { MAX_READY_ITEM_BYTES } from './plan-deliveries';

/** An item of a package as it was read, with its bytes while it is small. */
export interface ReadItem {
  readonly item: Item | UnreadableItem;
  readonly bytes: Buffer | undefined;
}

/**
 * Reads an item once. Never fails for what the item holds: then it is unreadable, with the reason, also when the reader itself has a fault.
 * Large items pass as a stream.
 */
export async function readPackageItem(opened: OpenedPackage, entry: number, settings: ItemSettings): Promise<ReadItem> {
  try {
    if (opened.itemBytes(entry) > MAX_READY_ITEM_BYTES) return { item: await readLarge(opened, entry, settings), bytes: undefined };
    const bytes = await opened.readItem(entry);
    const item = orUnprocessed(
      () => readItem(bytes, settings),
      () => sha256Hex(bytes),
      bytes.length,
    );
    return { item, bytes: isReadable(item) ? bytes : undefined };
  } catch (error) {
    if (!(error instanceof PackageEntryError)) throw error;
    return { item: { itemId: '', byteLength: 0, unreadable: { code: error.problem, detail: error.detail } }, bytes: undefined };
  }
}

/** Only what computes may be called here: its error is one of ours. An error of a store says nothing about the item. */
function orUnprocessed<T>(compute: () => T, itemId: () => string, byteLength: number): T | UnreadableItem {
  try {
    return compute();
  } catch (error) {
    return unprocessedItem(itemId(), byteLength, error);
  }
}

/** An item that nobody can hash to its end goes by its place. */
async function readLarge(opened: OpenedPackage, entry: number, settings: ItemSettings): Promise<Item | UnreadableItem> {
  const reader = new ItemReader(settings);
  const step = <T>(compute: () => T): T | UnreadableItem => orUnprocessed(compute, () => '', opened.itemBytes(entry));
  for await (const chunk of opened.streamItem(entry)) {
    const failed = step(() => reader.write(chunk));
    if (failed !== undefined) return failed;
  }
  return step(() => reader.end());
}
