import { createHash } from 'node:crypto';

/**
 * Random numbers that are the same on every machine for the same seed and label (sfc32, seeded by SHA-256).
 *
 * `fork` gives an independent stream: what one part of a day draws does not move what another part draws.
 */
export class SeededRandom {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  constructor(
    private readonly seed: number,
    private readonly label = '',
  ) {
    const digest = createHash('sha256').update(`${seed}/${label}`).digest();
    this.a = digest.readUInt32LE(0);
    this.b = digest.readUInt32LE(4);
    this.c = digest.readUInt32LE(8);
    this.counter = digest.readUInt32LE(12);
  }

  fork(label: string): SeededRandom {
    return new SeededRandom(this.seed, `${this.label}/${label}`);
  }

  /** A whole number in `[0, 2^32)`. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number in `[from, to)`. */
  between(from: number, to: number): number {
    return from + (this.next() % (to - from));
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.between(0, values.length)];
    if (value === undefined) throw new RangeError('There is nothing to pick from an empty list');
    return value;
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length) text += this.next().toString(16).padStart(8, '0');
    return text.slice(0, length);
  }

  bytes(length: number): Buffer {
    const buffer = Buffer.allocUnsafe(Math.ceil(length / 4) * 4);
    for (let at = 0; at < buffer.length; at += 4) buffer.writeUInt32LE(this.next(), at);
    return buffer.subarray(0, length);
  }
}
