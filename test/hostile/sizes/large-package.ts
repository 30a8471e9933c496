import { crc32 } from 'node:zlib';
import { isReadable } from '../../../runtime/domain/item/item';
import { ItemReader } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { openPackage } from '../../../runtime/domain/package/open-package';
import type { RangeReader } from '../../../runtime/domain/package/range-reader';
import { manifestOf, rawZip } from '../../domain/package/zip-samples';
import { base64Views } from './base64-lines';
import { HEAD, TAIL } from './large-item';
import { turn } from './turn';

const MEBIBYTE = 1024 * 1024;
const ITEM_BODY_BYTES = 150 * MEBIBYTE;
const ITEMS = 14;
const END_BYTES = 22;

interface Piece {
  readonly at: number;
  readonly length: number;
  /** Its bytes from `from` on, in parts. */
  views(from: number, length: number): Iterable<Buffer>;
}

/** 2.1 GB of items, made where they are read. */
class GeneratedFile implements RangeReader {
  readonly pieces: Piece[] = [];
  byteLength = 0;

  add(bytes: Buffer): number {
    return this.addMade(bytes.length, (from, length) => [bytes.subarray(from, from + length)]);
  }

  addMade(length: number, views: Piece['views']): number {
    const at = this.byteLength;
    this.pieces.push({ at, length, views });
    this.byteLength += length;
    return at;
  }

  async read(offset: number, length: number): Promise<Buffer> {
    await turn();
    const end = Math.min(offset + length, this.byteLength);
    const answer = Buffer.allocUnsafe(end - offset);
    for (const piece of this.pieces) {
      let at = Math.max(piece.at, offset);
      const to = Math.min(piece.at + piece.length, end);
      if (at < to) for (const view of piece.views(at - piece.at, to - at)) at += view.copy(answer, at - offset);
    }
    return answer;
  }
}

function addItem(file: GeneratedFile, name: string, subject: string): Buffer {
  const head = Buffer.concat([Buffer.from(`Subject: ${subject}\r\n`), HEAD]);
  const bytes = head.length + ITEM_BODY_BYTES + TAIL.length;
  let sum = crc32(head);
  for (const view of base64Views(0, ITEM_BODY_BYTES)) sum = crc32(view, sum);
  const entry = { name, method: 0, raw: Buffer.alloc(0), bytes, compressedBytes: bytes, crc32: crc32(TAIL, sum), offset: file.byteLength };
  const local = rawZip([entry], { withoutEnd: true });
  const whole = rawZip([entry]);
  file.add(local);
  file.add(head);
  file.addMade(ITEM_BODY_BYTES, base64Views);
  file.add(TAIL);
  return whole.subarray(local.length, whole.length - END_BYTES);
}

function generatedPackage(): GeneratedFile {
  const file = new GeneratedFile();
  const names = Array.from({ length: ITEMS }, (_none, index) => `${index}.eml`);
  const records = names.map((name) => addItem(file, name, name));
  const manifest = { name: 'day.mf', content: Buffer.from(manifestOf(names)), offset: file.byteLength };
  const local = rawZip([manifest], { withoutEnd: true });
  const whole = rawZip([manifest]);
  const directory = Buffer.concat([...records, whole.subarray(local.length, whole.length - END_BYTES)]);
  file.add(local);
  const at = file.add(directory);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(ITEMS + 1, 8);
  end.writeUInt16LE(ITEMS + 1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  file.add(end);
  return file;
}

/** A package of 14 items of 150 MB each: checked to the last byte, then every item read as it streams past. */
export async function packageOf2Gigabytes(): Promise<Readonly<Record<string, number>>> {
  const file = generatedPackage();
  const opened = await openPackage(file, 'day.zip', { depth: 'content' });
  if (opened.check.state !== 'complete') throw new Error(JSON.stringify(opened.check));
  let attachments = 0;
  for (let item = 0; item < opened.itemCount; item++) {
    const reader = new ItemReader(DEFAULT_ITEM_SETTINGS);
    for await (const chunk of opened.streamItem(item)) reader.write(chunk);
    const read = reader.end();
    if (isReadable(read) && read.subject === `${item}.eml`) attachments += read.attachments.length;
  }
  if (attachments !== ITEMS) throw new Error(`${attachments} attachments were read`);
  return { bytes: file.byteLength, items: opened.itemCount };
}
