import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { type ContentFacts, checkConsumed, checkCrc, checkSize, toEntryError } from './entry-content';
import { PackageEntryError } from './entry-error';
import type { RangeReader } from './range-reader';
import { readExactly } from './read-ahead';

const KIBIBYTE = 1024;
/** Up to three of them are in memory: being read, waiting, being inflated. */
const RANGE_BYTES = 2048 * KIBIBYTE;
const CHUNK_BYTES = 256 * KIBIBYTE;

/**
 * Content of an entry in chunks, with flat memory however large it is. Size and CRC are only known at its end: what was handed out before an
 * error is worth nothing.
 */
export async function* entryChunks(reader: RangeReader, dataOffset: number, facts: ContentFacts): AsyncIterable<Buffer> {
  let bytes = 0;
  let checksum = 0;
  const chunks = facts.isDeflated ? inflated(reader, dataOffset, facts) : ranges(reader, dataOffset, facts.compressedBytes);
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > facts.bytes) throw new PackageEntryError('size-mismatch', `it has more than the declared ${facts.bytes} bytes`);
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  checkSize(bytes, facts.bytes);
  checkCrc(checksum, facts.crc32);
}

async function* ranges(reader: RangeReader, offset: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; at += RANGE_BYTES) yield await readExactly(reader, offset + at, Math.min(RANGE_BYTES, length - at));
}

async function* inflated(reader: RangeReader, offset: number, facts: ContentFacts): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  const source = Readable.from(ranges(reader, offset, facts.compressedBytes), { objectMode: false, highWaterMark: RANGE_BYTES });
  let readError: unknown;
  source.once('error', (error) => {
    readError = error;
  });
  // The callback keeps a failure from being thrown nowhere; the loop below meets it too.
  pipeline(source, inflate, () => undefined);
  try {
    for await (const chunk of inflate) yield chunk as Buffer;
  } catch (error) {
    throw readError ?? toEntryError(error, facts.bytes);
  } finally {
    source.destroy();
    inflate.destroy();
  }
  checkConsumed(inflate.bytesWritten, facts.compressedBytes);
}
