import { PackageGoneError } from '../../ports/source-errors';

/** Callers get chunks of at most this size (port `Source.open`). */
const LARGEST_CHUNK_BYTES = 1024 * 1024;

/** Passes chunks on, and fails when they are not exactly `expected` bytes in all: more or fewer is another content than was listed. */
export async function* exactBytes(chunks: AsyncIterable<Buffer>, expected: number): AsyncGenerator<Buffer> {
  let seen = 0;
  for await (const chunk of chunks) {
    seen += chunk.length;
    if (seen > expected) throw new PackageGoneError('A package is longer than it was listed: it has grown since; the next listing tells');
    for (let at = 0; at < chunk.length; at += LARGEST_CHUNK_BYTES) yield chunk.subarray(at, at + LARGEST_CHUNK_BYTES);
  }
  if (seen < expected) throw new PackageGoneError('A package ended before its listed size; the next listing tells');
}
