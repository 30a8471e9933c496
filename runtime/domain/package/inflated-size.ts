import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { isBombRatio, type PackageLimits } from './package-limits';
import type { RangeReader } from './range-reader';

const RANGE_BYTES = 64 * 1024;

export interface InflatedSize {
  readonly isWhole: boolean;
  readonly bytes: number;
  /** Up to the end of the deflate stream; of one that is broken or a bomb, how far it was read. */
  readonly compressedBytes: number;
  readonly crc32: number;
}

/** A deflate stream ends itself: how long it is, and what it inflates to, without keeping it. */
export async function inflatedSize(reader: RangeReader, offset: number, limits: PackageLimits): Promise<InflatedSize> {
  const inflate = createInflateRaw();
  const source = Readable.from(rangesToEnd(reader, offset), { objectMode: false, highWaterMark: RANGE_BYTES });
  let bytes = 0;
  let checksum = 0;
  let readError: unknown;
  source.once('error', (error) => {
    readError = error;
  });
  pipeline(source, inflate, () => undefined);
  try {
    for await (const chunk of inflate) {
      bytes += (chunk as Buffer).length;
      checksum = crc32(chunk as Buffer, checksum);
      if (bytes > limits.maxItemBytes || isBombRatio(bytes, inflate.bytesWritten, limits))
        return { isWhole: false, bytes, compressedBytes: inflate.bytesWritten, crc32: checksum };
    }
  } catch {
    if (readError !== undefined) throw readError;
    return { isWhole: false, bytes, compressedBytes: inflate.bytesWritten, crc32: checksum };
  } finally {
    source.destroy();
    inflate.destroy();
  }
  return { isWhole: true, bytes, compressedBytes: inflate.bytesWritten, crc32: checksum };
}

async function* rangesToEnd(reader: RangeReader, offset: number): AsyncGenerator<Buffer> {
  for (let at = offset; at < reader.byteLength; at += RANGE_BYTES)
    yield await reader.read(at, Math.min(RANGE_BYTES, reader.byteLength - at));
}
