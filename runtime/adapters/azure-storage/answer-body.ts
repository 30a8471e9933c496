/** What one read of a socket brings: a shorter body seldom has a second chunk. */
const CHUNK_BYTES = 64 * 1024;
/** More than any range that is asked for; a longer body grows as it comes. */
const MAX_PLACE_BYTES = 8 * 1024 * 1024;

/**
 * The body of an answer in one buffer. A long one is filled in as it arrives, and the memory of each chunk is given back at once: V8 counts
 * what waits to be collected outside of its heap and went through the whole heap for it, every third picture.
 */
export class AnswerBody {
  private readonly chunks: Buffer[] = [];
  private readonly place: Buffer | undefined;
  private filled = 0;
  private copied: Buffer | undefined;

  /** `declared`: the content length as the answer says it. */
  constructor(declared: string | undefined) {
    const bytes = Number(declared ?? 0);
    if (bytes > CHUNK_BYTES && bytes <= MAX_PLACE_BYTES) this.place = Buffer.allocUnsafeSlow(bytes);
  }

  add(chunk: Buffer): void {
    if (this.place === undefined) {
      this.chunks.push(chunk);
      return;
    }
    this.filled += chunk.copy(this.place, this.filled);
    // Not this chunk: who hands it over may still be at work on it.
    this.giveBackCopied();
    this.copied = chunk;
  }

  end(): Buffer {
    this.giveBackCopied();
    if (this.place !== undefined) return this.place.subarray(0, this.filled);
    const [only] = this.chunks;
    return this.chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.chunks);
  }

  /** Only when the chunk is all of its memory: else others have views into it. */
  private giveBackCopied(): void {
    const { buffer, byteLength } = this.copied ?? { buffer: undefined, byteLength: 0 };
    this.copied = undefined;
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
  }
}
