import { crc32, deflateRawSync } from 'node:zlib';
import { ZipFile } from 'yazl';

/** An entry as a well-meant writer takes it. */
export interface SampleEntry {
  readonly name: string;
  readonly content: Buffer;
  readonly isStored?: boolean;
  /** Sizes and offsets in Zip64 fields although they are small. */
  readonly isZip64?: boolean;
}

/** A ZIP written by an independent library. */
export async function yazlZip(entries: readonly SampleEntry[], comment = ''): Promise<Buffer> {
  const file = new ZipFile();
  for (const { name, content, isStored, isZip64 } of entries)
    file.addBuffer(content, name, { compress: isStored !== true, forceZip64Format: isZip64 === true });
  file.end({ forceZip64Format: false, comment });
  const chunks: Buffer[] = [];
  for await (const chunk of file.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const emlOf = (text: string): Buffer => Buffer.from(`Subject: ${text}\r\n\r\n${text}\r\n`);

/** A complete package: items and a manifest that fits. */
export function packageEntries(items: readonly SampleEntry[], manifest = manifestOf(items.map(({ name }) => name))): SampleEntry[] {
  return [...items, { name: 'package.mf', content: Buffer.from(manifest) }];
}

export const manifestOf = (names: readonly string[], count = names.length): string => [`Count: ${count}`, ...names, ''].join('\r\n');

/** What a hostile writer can set by hand, for the local header and the directory; undefined = as it should be. */
export interface RawEntry {
  readonly name: string | Buffer;
  readonly content?: Buffer;
  readonly method?: number;
  /** Compressed bytes, when they are not the content's. */
  readonly raw?: Buffer;
  readonly flags?: number;
  readonly crc32?: number;
  readonly bytes?: number;
  readonly compressedBytes?: number;
  readonly extra?: Buffer;
  readonly localName?: string | Buffer;
  readonly localExtra?: Buffer;
  readonly localBytes?: number;
  readonly madeBy?: number;
  readonly externalAttributes?: number;
  readonly disk?: number;
  /** Offset in the directory, when it is not the entry's own. */
  readonly offset?: number;
  /** No record in the directory. */
  readonly isHidden?: boolean;
  /** Bytes behind the data (a data descriptor). */
  readonly trailer?: Buffer;
}

export interface RawZip {
  readonly prefix?: Buffer;
  readonly suffix?: Buffer;
  readonly comment?: Buffer;
  /** Entry count in the end record. */
  readonly count?: number;
  readonly disk?: number;
  readonly withoutEnd?: boolean;
  readonly hasZip64?: boolean;
  readonly directoryOffset?: number;
  /** Bytes at the end of the directory. */
  readonly directoryTail?: Buffer;
}

interface Written {
  readonly local: Buffer;
  readonly record: Buffer;
}

const asBytes = (text: string | Buffer): Buffer => (typeof text === 'string' ? Buffer.from(text) : text);

function writeEntry(entry: RawEntry, offset: number): Written {
  const content = entry.content ?? Buffer.alloc(0);
  const method = entry.method ?? 8;
  const raw = entry.raw ?? (method === 8 ? deflateRawSync(content) : content);
  const name = asBytes(entry.name);
  const localName = asBytes(entry.localName ?? entry.name);
  const extra = entry.extra ?? Buffer.alloc(0);
  const localExtra = entry.localExtra ?? Buffer.alloc(0);
  const flags = entry.flags ?? (typeof entry.name === 'string' ? 0x800 : 0);
  const isDescriptor = (flags & 8) !== 0;
  const sum = entry.crc32 ?? crc32(content);
  const [bytes, compressedBytes] = [entry.bytes ?? content.length, entry.compressedBytes ?? raw.length];
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(flags, 6);
  local.writeUInt16LE(method, 8);
  local.writeUInt32LE(isDescriptor ? 0 : sum, 14);
  local.writeUInt32LE(isDescriptor ? 0 : compressedBytes, 18);
  local.writeUInt32LE(isDescriptor ? 0 : (entry.localBytes ?? bytes), 22);
  local.writeUInt16LE(localName.length, 26);
  local.writeUInt16LE(localExtra.length, 28);
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(entry.madeBy ?? 20, 4);
  record.writeUInt16LE(20, 6);
  record.writeUInt16LE(flags, 8);
  record.writeUInt16LE(method, 10);
  record.writeUInt32LE(sum, 16);
  record.writeUInt32LE(compressedBytes, 20);
  record.writeUInt32LE(bytes, 24);
  record.writeUInt16LE(name.length, 28);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt16LE(entry.disk ?? 0, 34);
  record.writeUInt32LE(entry.externalAttributes ?? 0, 38);
  record.writeUInt32LE(entry.offset ?? offset, 42);
  return {
    local: Buffer.concat([local, localName, localExtra, raw, entry.trailer ?? Buffer.alloc(0)]),
    record: Buffer.concat([record, name, extra]),
  };
}

/** A ZIP with every field as the caller wants it. */
export function rawZip(entries: readonly RawEntry[], shape: RawZip = {}): Buffer {
  const locals: Buffer[] = [];
  const records: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, record } = writeEntry(entry, offset);
    locals.push(local);
    if (entry.isHidden !== true) records.push(record);
    offset += local.length;
  }
  const directory = Buffer.concat([...records, shape.directoryTail ?? Buffer.alloc(0)]);
  const count = shape.count ?? records.length;
  const zip64 = shape.hasZip64 === true ? zip64End(count, directory.length, offset) : Buffer.alloc(0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(shape.disk ?? 0, 4);
  end.writeUInt16LE(shape.hasZip64 ? 0xffff : count, 8);
  end.writeUInt16LE(shape.hasZip64 ? 0xffff : count, 10);
  end.writeUInt32LE(shape.hasZip64 ? 0xffffffff : directory.length, 12);
  end.writeUInt32LE(shape.hasZip64 ? 0xffffffff : (shape.directoryOffset ?? offset), 16);
  const comment = shape.comment ?? Buffer.alloc(0);
  end.writeUInt16LE(comment.length, 20);
  const tail = shape.withoutEnd === true ? [] : [directory, zip64, end, comment];
  return Buffer.concat([shape.prefix ?? Buffer.alloc(0), ...locals, ...tail, shape.suffix ?? Buffer.alloc(0)]);
}

/** A data descriptor as it should be: signature unless left out, CRC-32, sizes of 4 or 8 bytes. */
export function descriptorOf(content: Buffer, { hasSignature = true, isZip64 = false } = {}): Buffer {
  const descriptor = Buffer.alloc(isZip64 ? 24 : 16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc32(content), 4);
  const compressed = deflateRawSync(content).length;
  if (isZip64) {
    descriptor.writeBigUInt64LE(BigInt(compressed), 8);
    descriptor.writeBigUInt64LE(BigInt(content.length), 16);
  } else {
    descriptor.writeUInt32LE(compressed, 8);
    descriptor.writeUInt32LE(content.length, 12);
  }
  return hasSignature ? descriptor : descriptor.subarray(4);
}

/** Zip64 end record and its locator. */
export function zip64End(count: number, directoryBytes: number, directoryOffset: number): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(directoryBytes), 40);
  record.writeBigUInt64LE(BigInt(directoryOffset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(directoryOffset + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}
