import { crc32 } from 'node:zlib';
import { deflateFixed } from './deflate';

const LOCAL_HEADER = 0x04034b50;
const DATA_DESCRIPTOR = 0x08074b50;
const CENTRAL_HEADER = 0x02014b50;
const END_RECORD = 0x06054b50;
const ZIP64_END_RECORD = 0x06064b50;
const ZIP64_END_LOCATOR = 0x07064b50;
const VERSION_DEFLATE = 20;
const VERSION_ZIP64 = 45;
/** More entries, or an entry further on, need the ZIP64 records. */
const MOST_ENTRIES_WITHOUT_ZIP64 = 0xffff;
const LARGEST_OFFSET = 0xffffffff;

const FLAG_ENCRYPTED = 0x0001;
const FLAG_SIZES_FOLLOW = 0x0008;
const FLAG_UTF8_NAME = 0x0800;

export interface ZipEntry {
  /** As text (UTF-8) or as raw bytes, for names in an old code page. */
  readonly name: string | Buffer;
  readonly content: Buffer;
  /** `sizes-follow` is how Java's ZipOutputStream writes: CRC and sizes behind the content. Default: `deflated`. */
  readonly form?: 'stored' | 'deflated' | 'sizes-follow';
  /** Marks the entry as encrypted; the content is written as it is. */
  readonly isMarkedEncrypted?: boolean;
  /** Size to claim instead of the real one. */
  readonly claimedBytes?: number;
  /** Deflated by somebody else. */
  readonly packed?: Buffer;
}

/** One ZIP, entry by entry; only the list of entries is kept in memory (about 90 bytes an entry). `modifiedAt` is written in UTC. */
export function* writeZip(entries: Iterable<ZipEntry>, modifiedAt: Date): Generator<Buffer> {
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    if (offset > LARGEST_OFFSET) throw new RangeError('This writer makes ZIPs of less than 4 GiB');
    const { local, directory } = writeEntry(entry, dosTime(modifiedAt), offset);
    for (const chunk of local) {
      offset += chunk.length;
      yield chunk;
    }
    central.push(directory);
  }
  yield* central;
  yield endOfDirectory(
    central.length,
    central.reduce((sum, record) => sum + record.length, 0),
    offset,
  );
}

export function zipBytes(entries: Iterable<ZipEntry>, modifiedAt: Date): Buffer {
  return Buffer.concat([...writeZip(entries, modifiedAt)]);
}

function writeEntry(entry: ZipEntry, time: number, offset: number): { readonly local: readonly Buffer[]; readonly directory: Buffer } {
  const name = Buffer.isBuffer(entry.name) ? entry.name : Buffer.from(entry.name, 'utf8');
  const form = entry.form ?? 'deflated';
  const packed = form === 'stored' ? entry.content : (entry.packed ?? deflateFixed(entry.content));
  const flags =
    (entry.isMarkedEncrypted ? FLAG_ENCRYPTED : 0) |
    (form === 'sizes-follow' ? FLAG_SIZES_FOLLOW : 0) |
    (Buffer.isBuffer(entry.name) ? 0 : FLAG_UTF8_NAME);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION_DEFLATE, 0);
  fields.writeUInt16LE(flags, 2);
  fields.writeUInt16LE(form === 'stored' ? 0 : 8, 4);
  fields.writeUInt32LE(time, 6);
  fields.writeUInt32LE(crc32(entry.content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(entry.claimedBytes ?? entry.content.length, 18);
  fields.writeUInt16LE(name.length, 22);

  const localFields = Buffer.from(fields);
  if (form === 'sizes-follow') localFields.fill(0, 10, 22);
  const tail = form === 'sizes-follow' ? [Buffer.concat([uint32(DATA_DESCRIPTOR), fields.subarray(10, 22)])] : [];
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return {
    local: [Buffer.concat([uint32(LOCAL_HEADER), localFields, name]), packed, ...tail],
    directory: Buffer.concat([uint32(CENTRAL_HEADER), uint16(VERSION_DEFLATE), fields, rest, name]),
  };
}

function endOfDirectory(entries: number, directoryBytes: number, directoryOffset: number): Buffer {
  const isZip64 = entries > MOST_ENTRIES_WITHOUT_ZIP64 || directoryOffset > LARGEST_OFFSET;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_RECORD, 0);
  end.writeUInt16LE(Math.min(entries, 0xffff), 8);
  end.writeUInt16LE(Math.min(entries, 0xffff), 10);
  end.writeUInt32LE(Math.min(directoryBytes, 0xffffffff), 12);
  end.writeUInt32LE(Math.min(directoryOffset, 0xffffffff), 16);
  if (!isZip64) return end;

  const zip64 = Buffer.alloc(56);
  zip64.writeUInt32LE(ZIP64_END_RECORD, 0);
  zip64.writeBigUInt64LE(44n, 4);
  zip64.writeUInt16LE(VERSION_ZIP64, 12);
  zip64.writeUInt16LE(VERSION_ZIP64, 14);
  zip64.writeBigUInt64LE(BigInt(entries), 24);
  zip64.writeBigUInt64LE(BigInt(entries), 32);
  zip64.writeBigUInt64LE(BigInt(directoryBytes), 40);
  zip64.writeBigUInt64LE(BigInt(directoryOffset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(ZIP64_END_LOCATOR, 0);
  locator.writeBigUInt64LE(BigInt(directoryOffset + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([zip64, locator, end]);
}

/** MS-DOS time and date, taken in UTC so that the bytes do not depend on the machine's time zone. */
function dosTime(date: Date): number {
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  return ((day << 16) | time) >>> 0;
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
