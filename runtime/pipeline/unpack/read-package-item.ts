import { type Item, isReadable, type UnreadableItem } from '../../domain/item/item';
import { ItemReader, readItem } from '../../domain/item/item-reader';
import type { ItemSettings } from '../../domain/item/item-settings';
import { PackageEntryError } from '../../domain/package/entry-error';
import type { OpenedPackage } from '../../domain/package/open-package';
import { MAX_READY_ITEM_BYTES } from './plan-deliveries';

/** An item of a package as it was read, with its bytes while it is small. */
export interface ReadItem {
  readonly item: Item | UnreadableItem;
  readonly bytes: Buffer | undefined;
}

/** Reads an item once. Never fails for what the item holds: then it is unreadable, with the reason. Large items pass as a stream. */
export async function readPackageItem(opened: OpenedPackage, entry: number, settings: ItemSettings): Promise<ReadItem> {
  try {
    if (opened.itemBytes(entry) > MAX_READY_ITEM_BYTES) return { item: await readLarge(opened, entry, settings), bytes: undefined };
    const bytes = await opened.readItem(entry);
    const item = readItem(bytes, settings);
    return { item, bytes: isReadable(item) ? bytes : undefined };
  } catch (error) {
    if (!(error instanceof PackageEntryError)) throw error;
    return { item: { itemId: '', byteLength: 0, unreadable: { code: error.problem, detail: error.detail } }, bytes: undefined };
  }
}

async function readLarge(opened: OpenedPackage, entry: number, settings: ItemSettings): Promise<Item | UnreadableItem> {
  const reader = new ItemReader(settings);
  for await (const chunk of opened.streamItem(entry)) reader.write(chunk);
  return reader.end();
}
