/** Random access to the bytes of a package, wherever it is stored. */
export interface RangeReader {
  readonly byteLength: number;
  /** Bytes `[offset, offset + length)`; a shorter answer is an error for the caller. The answer may share memory with a cache: copy to keep it. */
  read(offset: number, length: number): Promise<Buffer>;
}

/** A package that is in memory as a whole. */
export function bufferReader(content: Buffer): RangeReader {
  return { byteLength: content.length, read: async (offset, length) => content.subarray(offset, offset + length) };
}
