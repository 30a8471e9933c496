import type { PackageProblemCode } from './package-problem';

/** Why the bytes of an entry are not handed out; the index is what the directory keeps. */
const BARS = [
  'encrypted',
  'unsupported-method',
  'special-file',
  'entry-too-large',
  'ratio',
  'total-too-large',
  'overlap',
  'truncated',
  'damaged-directory',
  'multi-disk',
] as const;
export type Bar = Extract<PackageProblemCode, (typeof BARS)[number]>;

const IS_DEFLATED = 1;
const HAS_DESCRIPTOR = 2;

export interface ZipEntry {
  /** Of the local header. */
  readonly offset: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly crc32: number;
  readonly isDeflated: boolean;
  /** Sizes and CRC stand behind the data, and the local header may leave them out. */
  readonly hasDescriptor: boolean;
}

/**
 * The entries of a ZIP in typed arrays: 36 bytes an entry, so that 200,000 cost 7 MB. Names stay in the file and are read when they are
 * wanted. Entries keep the order of the central directory, so an index stays the same for ever.
 */
export class ZipDirectory {
  private length = 0;
  private readonly offsets: Float64Array;
  private readonly compressed: Float64Array;
  private readonly inflated: Float64Array;
  private readonly checksums: Uint32Array;
  private readonly records: Uint32Array;
  private readonly nameLengths: Uint16Array;
  private readonly bits: Uint8Array;
  private readonly bars: Uint8Array;

  /** `start`: where records begin; the place of a record is kept relative to it. */
  constructor(
    capacity: number,
    readonly start: number,
    readonly isSalvaged: boolean,
  ) {
    this.offsets = new Float64Array(capacity);
    this.compressed = new Float64Array(capacity);
    this.inflated = new Float64Array(capacity);
    this.checksums = new Uint32Array(capacity);
    this.records = new Uint32Array(capacity);
    this.nameLengths = new Uint16Array(capacity);
    this.bits = new Uint8Array(capacity);
    this.bars = new Uint8Array(capacity);
  }

  get count(): number {
    return this.length;
  }

  /** `recordOffset`: of the record in the central directory, from `start`; without a directory the local header is the record. Returns the index. */
  add(entry: ZipEntry, recordOffset: number, nameLength: number): number {
    const index = this.length;
    this.length += 1;
    this.offsets[index] = entry.offset;
    this.compressed[index] = entry.compressedBytes;
    this.inflated[index] = entry.bytes;
    this.checksums[index] = entry.crc32;
    this.records[index] = recordOffset;
    this.nameLengths[index] = nameLength;
    this.bits[index] = (entry.isDeflated ? IS_DEFLATED : 0) | (entry.hasDescriptor ? HAS_DESCRIPTOR : 0);
    return index;
  }

  entry(index: number): ZipEntry {
    const bits = this.bits[index] ?? 0;
    return {
      offset: this.offsets[index] ?? Number.NaN,
      compressedBytes: this.compressed[index] ?? 0,
      bytes: this.bytesOf(index),
      crc32: this.checksums[index] ?? 0,
      isDeflated: (bits & IS_DEFLATED) !== 0,
      hasDescriptor: (bits & HAS_DESCRIPTOR) !== 0,
    };
  }

  offsetOf(index: number): number {
    return this.offsets[index] ?? Number.NaN;
  }

  bytesOf(index: number): number {
    return this.inflated[index] ?? 0;
  }

  compressedBytesOf(index: number): number {
    return this.compressed[index] ?? 0;
  }

  /** Where the record stands in the file. */
  recordOffsetOf(index: number): number {
    return this.isSalvaged ? this.offsetOf(index) : this.start + (this.records[index] ?? 0);
  }

  nameLengthOf(index: number): number {
    return this.nameLengths[index] ?? 0;
  }

  bar(index: number, by: Bar): void {
    this.bars[index] = BARS.indexOf(by) + 1;
  }

  barAll(by: Bar): void {
    this.bars.fill(BARS.indexOf(by) + 1, 0, this.length);
  }

  barOf(index: number): Bar | undefined {
    const bar = this.bars[index] ?? 0;
    return bar === 0 ? undefined : BARS[bar - 1];
  }

  /** Indexes in the order of the data in the file. */
  inFileOrder(): Uint32Array {
    const order = Uint32Array.from({ length: this.length }, (_none, index) => index);
    let isSorted = true;
    for (let index = 1; index < this.length && isSorted; index += 1) isSorted = this.offsetOf(index - 1) <= this.offsetOf(index);
    return isSorted ? order : order.sort((a, b) => this.offsetOf(a) - this.offsetOf(b));
  }
}
