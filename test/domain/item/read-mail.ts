import { createHash } from 'node:crypto';
import { type Item, isReadable } from '../../../runtime/domain/item/item';
import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS, type ItemSettings } from '../../../runtime/domain/item/item-settings';

/** Reads bytes that must be readable. */
export function read(bytes: Buffer | string, settings: Partial<ItemSettings> = {}): Item {
  const item = readItem(Buffer.from(bytes), { ...DEFAULT_ITEM_SETTINGS, ...settings });
  if (!isReadable(item)) throw new Error(item.unreadable.detail);
  return item;
}

/** Reads a mail that is given line by line. */
export function readLines(...lines: string[]): Item {
  return read(lines.join('\r\n'));
}

export function problemCodes(item: Item): string[] {
  return item.problems.map(({ code }) => code);
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The bytes of an attachment's encoded body where the item says they stand. */
export function encodedBytes(mail: Buffer, item: Item, index: number): string {
  const attachment = item.attachments[index];
  return mail.toString('latin1', attachment?.start, attachment?.end);
}
