const SMALLEST_STORE_BYTES = 4_096;

/** Bytes that a push parser could not use yet. Appending costs only what is appended, however small the chunks are. */
export class PendingBytes {
  private store = Buffer.alloc(0);
  private length = 0;

  /** The kept bytes followed by `chunk`; a view that is valid until the next call. */
  append(chunk: Buffer): Buffer {
    if (this.length === 0) return chunk;
    this.reserve(this.length + chunk.length);
    chunk.copy(this.store, this.length);
    this.length += chunk.length;
    return this.store.subarray(0, this.length);
  }

  /** Keeps what `append` returned, from position `from` on. */
  keep(bytes: Buffer, from: number): void {
    const rest = bytes.length - from;
    const isOwn = this.length > 0;
    if (isOwn) {
      if (from > 0) this.store.copyWithin(0, from, this.length);
    } else if (rest > 0) {
      this.reserve(rest);
      bytes.copy(this.store, 0, from);
    }
    this.length = rest;
  }

  private reserve(capacity: number): void {
    if (capacity <= this.store.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(capacity, this.store.length * 2, SMALLEST_STORE_BYTES));
    this.store.copy(larger, 0, 0, this.length);
    this.store = larger;
  }
}
