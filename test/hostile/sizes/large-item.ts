import { isReadable } from '../../../runtime/domain/item/item';
import { ItemReader } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { base64Lines } from './base64-lines';
import { turn } from './turn';

const MEBIBYTE = 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;
export const HEAD = Buffer.from(
  'From: Sam Jones 17819988776 <>\r\nMessage-ID: <1_2>\r\nContent-Type: multipart/mixed; boundary="=_b"\r\n\r\n--=_b\r\n' +
    'Content-Type: video/mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n',
);
export const TAIL = Buffer.from('\r\n--=_b--\r\n');

/** An item of 150 MB, most of it one attachment, read as it streams past. */
export async function itemOf150Megabytes(): Promise<Readonly<Record<string, number>>> {
  const reader = new ItemReader(DEFAULT_ITEM_SETTINGS);
  reader.write(HEAD);
  for (let at = 0; at < 150 * MEBIBYTE; at += CHUNK_BYTES) {
    await turn();
    reader.write(base64Lines(at, CHUNK_BYTES));
  }
  reader.write(TAIL);
  const item = reader.end();
  const attachment = isReadable(item) ? item.attachments[0] : undefined;
  if (attachment?.isCleanBase64 !== true) throw new Error('The attachment was not read');
  return { bytes: item.byteLength, attachmentBytes: attachment.bytes };
}
