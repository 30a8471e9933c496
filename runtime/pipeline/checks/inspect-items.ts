import { isReadable, type UnreadableItem } from '../../domain/item/item';
import { type ItemInspection, inspectItem } from '../../domain/item/item-inspection';
import { readItem } from '../../domain/item/item-reader';
import type { ItemSettings } from '../../domain/item/item-settings';
import { type OpenedPackage, openPackage } from '../../domain/package/open-package';
import type { RangeReader } from '../../domain/package/range-reader';
import { readPackageItem } from '../unpack/read-package-item';

/**
 * What the connector reads in each item of a file: one for an EML, each EML entry of a ZIP. A bad item never stops the others; a file in which
 * no item can be found is one unreadable item with the reason.
 */
export async function* inspectItems(
  file: string,
  name: string,
  reader: RangeReader,
  settings: ItemSettings,
): AsyncGenerator<ItemInspection> {
  const opened = await openPackage(reader, name);
  if (opened.itemCount === 0 && opened.check.state === 'rejected') yield inspectItem(file, nothingIn(opened, settings));
  for (let entry = 0; entry < opened.itemCount; entry += 1) {
    const shown = opened.kind === 'item' ? file : `${file}!/${await opened.itemName(entry)}`;
    yield inspectItem(shown, await readOrSay(opened, entry, settings));
  }
}

function nothingIn({ kind, check }: OpenedPackage, settings: ItemSettings): UnreadableItem {
  const empty = kind === 'item' ? readItem(Buffer.alloc(0), settings) : undefined;
  if (empty !== undefined && !isReadable(empty)) return empty;
  const [problem = { code: 'not-a-zip', detail: '' }] = check.problems;
  return { itemId: '', byteLength: 0, unreadable: { code: problem.code, detail: problem.detail } };
}

async function readOrSay(opened: OpenedPackage, entry: number, settings: ItemSettings) {
  const bar = opened.barOf(entry);
  if (bar !== undefined)
    return { itemId: '', byteLength: opened.itemBytes(entry), unreadable: { code: bar, detail: 'the entry of the ZIP is not read' } };
  const { item } = await readPackageItem(opened, entry, settings);
  return isReadable(item) ? item : { ...item, byteLength: item.byteLength || opened.itemBytes(entry) };
}
