import type { ContentFacts } from './entry-content';
import { PackageEntryError } from './entry-error';
import { entryChunks } from './entry-stream';
import type { RangeReader } from './range-reader';
import { ReadAhead, readExactly } from './read-ahead';
import type { ZipEntry } from './zip-directory';
import { readContent, readLocalHeader } from './zip-entries';

/** Where an item stands in a package. Small and plain, so that it can be kept in a row or a work blob as JSON. */
export interface ItemLocator {
  /** Number of the item in the package. */
  readonly item: number;
  /** `file`: the package is the item. */
  readonly form: 'file' | 'stored' | 'deflated';
  /** Of the local header; 0 for `file`. */
  readonly offset: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  /** 0 for `file`: there is none. */
  readonly crc32: number;
}

export function entryLocator(item: number, entry: ZipEntry): ItemLocator {
  const { offset, compressedBytes, bytes, crc32, isDeflated } = entry;
  return { item, form: isDeflated ? 'deflated' : 'stored', offset, compressedBytes, bytes, crc32 };
}

/**
 * Reads an item by its locator, with one or two range reads and without opening the package.
 *
 * Throws `PackageEntryError` when other bytes stand there; compare the item's SHA-256 where it is known.
 */
export async function readLocated(reader: RangeReader, locator: ItemLocator): Promise<Buffer> {
  if (locator.form === 'file') return Buffer.from(await readExactly(reader, 0, locator.bytes));
  const ahead = new ReadAhead(reader);
  const { dataOffset, facts } = await placeOf(ahead, locator);
  return readContent(ahead, dataOffset, facts);
}

/** The same in chunks; worth nothing when it ends with an error. */
export async function* streamLocated(reader: RangeReader, locator: ItemLocator): AsyncIterable<Buffer> {
  if (locator.form === 'file') return yield* fileChunks(reader, locator.bytes);
  const head = await readHead(reader, locator);
  const { dataOffset, facts } = await placeOf(new ReadAhead(head, HEADER_BYTES), locator);
  yield* entryChunks(head, dataOffset, facts);
}

/** An item of up to this size is read with its header, in one request. */
const AT_ONCE_BYTES = 4 * 1024 * 1024;
/** Room for the local header with its name. */
const HEADER_BYTES = 1024;

/** The package, of which the header of the item, and the item when it is not large, are in memory already. */
async function readHead(reader: RangeReader, { offset, compressedBytes }: ItemLocator): Promise<RangeReader> {
  const wanted = HEADER_BYTES + (compressedBytes <= AT_ONCE_BYTES ? compressedBytes : 0);
  const length = Math.min(wanted, reader.byteLength - offset);
  if (length <= 0) return reader;
  const head = await readExactly(reader, offset, length);
  return {
    byteLength: reader.byteLength,
    read: async (from, bytes) => {
      const at = from - offset;
      return at >= 0 && at + bytes <= head.length ? head.subarray(at, at + bytes) : reader.read(from, bytes);
    },
  };
}

async function placeOf(ahead: ReadAhead, locator: ItemLocator): Promise<{ dataOffset: number; facts: ContentFacts }> {
  const local = await readLocalHeader(ahead, locator.offset);
  const { bytes, compressedBytes, crc32 } = locator;
  const isDeflated = locator.form === 'deflated';
  if (local.isDeflated !== isDeflated)
    throw new PackageEntryError('header-mismatch', 'its local header gives another compression method than its locator');
  return { dataOffset: local.dataOffset, facts: { bytes, compressedBytes, crc32, isDeflated } };
}

const FILE_CHUNK_BYTES = 1024 * 1024;

/** A file as a stream of chunks; the file has no CRC of its own. */
export async function* fileChunks(reader: RangeReader, bytes: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes; at += FILE_CHUNK_BYTES) yield await readExactly(reader, at, Math.min(FILE_CHUNK_BYTES, bytes - at));
}
