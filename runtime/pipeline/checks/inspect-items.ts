import { isReadable } from '../../domain/item/item';
import { type ItemInspection, inspectItem } from '../../domain/item/item-inspection';
import type { ItemSettings } from '../../domain/item/item-settings';
import { type OpenedPackage, openPackage } from '../../domain/package/open-package';
import type { RangeReader } from '../../domain/package/range-reader';
import { readPackageItem } from '../unpack/read-package-item';

/** What the connector reads in each item of a file: one for an EML, each readable entry of a ZIP. A bad item never stops the others. */
export async function* inspectItems(
  file: string,
  name: string,
  reader: RangeReader,
  settings: ItemSettings,
): AsyncGenerator<ItemInspection> {
  const opened = await openPackage(reader, name);
  for (let entry = 0; entry < opened.itemCount; entry += 1) {
    const shown = opened.kind === 'item' ? file : `${file}!/${await opened.itemName(entry)}`;
    yield inspectItem(shown, await readOrSay(opened, entry, settings));
  }
}

async function readOrSay(opened: OpenedPackage, entry: number, settings: ItemSettings) {
  const bar = opened.barOf(entry);
  if (bar !== undefined)
    return { itemId: '', byteLength: opened.itemBytes(entry), unreadable: { code: bar, detail: 'the entry of the ZIP is not read' } };
  const { item } = await readPackageItem(opened, entry, settings);
  return isReadable(item) ? item : { ...item, byteLength: item.byteLength || opened.itemBytes(entry) };
}
