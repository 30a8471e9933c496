import { crc32, inflateRawSync } from 'node:zlib';
import { PackageEntryError } from './entry-error';

/** What the package says about the content of an entry. */
export interface ContentFacts {
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly crc32: number;
  readonly isDeflated: boolean;
}

interface InflateResult {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

const SMALLEST_CHUNK_BYTES = 64;

/**
 * Content of a small entry out of its compressed bytes, in one native call. The output is limited to the declared size, so a bomb ends there.
 *
 * Throws `PackageEntryError`: `damaged-content`, `size-mismatch`, `crc-mismatch`. Always a copy: `compressed` may be part of a cache.
 */
export function entryContent(compressed: Buffer, facts: ContentFacts): Buffer {
  const content = checkedContent(compressed, facts);
  return facts.isDeflated ? content : Buffer.from(content);
}

/** The same without a copy of what is stored as it is: to be used before `compressed` is overwritten. */
export function checkedContent(compressed: Buffer, facts: ContentFacts): Buffer {
  const content = facts.isDeflated ? inflate(compressed, facts.bytes) : compressed;
  checkSize(content.length, facts.bytes);
  checkCrc(crc32(content), facts.crc32);
  return content;
}

function inflate(compressed: Buffer, bytes: number): Buffer {
  // One byte more than declared: the output fits into one chunk, and one byte too many is seen.
  const chunkSize = Math.max(SMALLEST_CHUNK_BYTES, bytes + 1);
  let result: InflateResult;
  try {
    result = inflateRawSync(compressed, { info: true, chunkSize, maxOutputLength: Math.max(1, bytes) }) as unknown as InflateResult;
  } catch (error) {
    throw toEntryError(error, bytes);
  }
  checkConsumed(result.engine.bytesWritten, compressed.length);
  return result.buffer;
}

/** zlib's own errors become one of ours; the text of zlib is fixed and holds nothing of the content. */
export function toEntryError(error: unknown, bytes: number): PackageEntryError {
  if (error instanceof PackageEntryError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_BUFFER_TOO_LARGE')
    return new PackageEntryError('size-mismatch', `it inflates to more than the declared ${bytes} bytes`);
  return new PackageEntryError('damaged-content', `its data cannot be inflated (${code === '' ? 'unknown error' : code})`, {
    cause: error,
  });
}

export function checkConsumed(consumed: number, compressedBytes: number): void {
  if (consumed !== compressedBytes) {
    throw new PackageEntryError('damaged-content', `its data ends after ${consumed} of ${compressedBytes} compressed bytes`);
  }
}

export function checkSize(bytes: number, declared: number): void {
  if (bytes !== declared) throw new PackageEntryError('size-mismatch', `it has ${bytes} bytes, declared are ${declared}`);
}

export function checkCrc(found: number, declared: number): void {
  if (found !== declared) throw new PackageEntryError('crc-mismatch', 'its CRC-32 is not the declared one');
}
