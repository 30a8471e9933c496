/** Reads ranges of an item in ascending order from one pass over its bytes; going back begins a new pass. Memory: one chunk. */
export class ItemCursor {
  private chunks: AsyncIterator<Buffer> | undefined;
  private current: Buffer = Buffer.alloc(0);
  /** Offset of `current` in the item. */
  private offset = 0;

  constructor(private readonly open: () => AsyncIterable<Buffer>) {}

  /** The bytes `[start, end)` in chunks. Throws when the item ends before. */
  async *range(start: number, end: number): AsyncGenerator<Buffer> {
    if (this.chunks === undefined || start < this.offset) await this.restart();
    let at = start;
    while (at < end) {
      while (at >= this.offset + this.current.length) await this.advance();
      const piece = this.current.subarray(at - this.offset, Math.min(end - this.offset, this.current.length));
      at += piece.length;
      yield piece;
    }
  }

  async close(): Promise<void> {
    await this.chunks?.return?.();
    this.chunks = undefined;
  }

  private async restart(): Promise<void> {
    await this.close();
    this.chunks = this.open()[Symbol.asyncIterator]();
    this.current = Buffer.alloc(0);
    this.offset = 0;
  }

  private async advance(): Promise<void> {
    const next = await this.chunks?.next();
    if (next === undefined || next.done === true) throw new Error('The item ends before an attachment that was found in it');
    this.offset += this.current.length;
    this.current = next.value;
  }
}
