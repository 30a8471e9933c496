import { PackageEntryError, PackageShortReadError } from './entry-error';
import type { RangeReader } from './range-reader';

const KIBIBYTE = 1024;
/** A single look (one item of a replay) shall not cost 4 MiB; reading in order soon does. */
const FIRST_WINDOW_BYTES = 64 * KIBIBYTE;
/** For contents. */
const LARGEST_WINDOW_BYTES = 4096 * KIBIBYTE;
/** For the records of a directory: 100 bytes an entry. */
export const RECORD_WINDOW_BYTES = 512 * KIBIBYTE;
const GROWTH = 4;
const EMPTY = Buffer.alloc(0);

/** Reads exactly these bytes; what lies behind the end of the package is `truncated`. */
export async function readExactly(reader: RangeReader, offset: number, length: number): Promise<Buffer> {
  if (offset < 0 || offset + length > reader.byteLength) {
    throw new PackageEntryError('truncated', `bytes ${offset} to ${offset + length} are wanted, the package has ${reader.byteLength}`);
  }
  const answer = await reader.read(offset, length);
  if (answer.length !== length) throw new PackageShortReadError(offset, length, answer.length);
  return answer;
}

/**
 * Turns many small reads in order into one range read per 4 MiB. Holds one window; reads larger than half a window go past it.
 *
 * What it hands out is part of the window: copy it to keep it.
 */
export class ReadAhead implements RangeReader {
  private start = 0;
  private window: Buffer = EMPTY;
  private windowBytes = FIRST_WINDOW_BYTES;
  private pending: { readonly start: number; readonly end: number; readonly filled: Promise<Buffer> } | undefined;

  constructor(
    private readonly source: RangeReader,
    private readonly largestWindowBytes: number = LARGEST_WINDOW_BYTES,
  ) {}

  get byteLength(): number {
    return this.source.byteLength;
  }

  /** The bytes when they are in the window, without waiting. */
  cached(offset: number, length: number): Buffer | undefined {
    const from = offset - this.start;
    return from >= 0 && from + length <= this.window.length ? this.window.subarray(from, from + length) : undefined;
  }

  async read(offset: number, length: number): Promise<Buffer> {
    if (length === 0) return EMPTY;
    const cached = this.cached(offset, length);
    if (cached !== undefined) return cached;
    if (length > this.largestWindowBytes / 2 || offset + length > this.byteLength) return readExactly(this.source, offset, length);
    const pending = this.pending;
    const fill = pending !== undefined && offset >= pending.start && offset + length <= pending.end ? pending : this.fill(offset, length);
    return (await fill.filled).subarray(offset - fill.start, offset - fill.start + length);
  }

  private fill(offset: number, length: number) {
    const isInOrder = offset >= this.start && offset <= this.start + this.window.length + this.windowBytes;
    this.windowBytes = isInOrder ? Math.min(this.windowBytes * GROWTH, this.largestWindowBytes) : FIRST_WINDOW_BYTES;
    const end = Math.min(this.byteLength, offset + Math.max(length, this.windowBytes));
    const fill = { start: offset, end, filled: readExactly(this.source, offset, end - offset) };
    this.pending = fill;
    fill.filled.then(
      (window) => {
        this.start = offset;
        this.window = window;
        if (this.pending === fill) this.pending = undefined;
      },
      () => {
        if (this.pending === fill) this.pending = undefined;
      },
    );
    return fill;
  }
}
