import { hash } from 'node:crypto';

/** Hex digits that a number holds exactly: 13 of them are 52 bits. */
const EXACT_HEX_DIGITS = 13;

/**
 * 52 bits of the SHA-256 of a name, as a number: sets of 500,000 names are compared in typed arrays instead of strings. As hex, because a digest
 * as a buffer is an allocation outside of the heap each time.
 */
export function nameHash(name: string): number {
  return Number.parseInt(hash('sha256', name, 'hex').slice(0, EXACT_HEX_DIGITS), 16);
}

/** A list of numbers that grows without boxing them. */
export class NumberList {
  private numbers: Float64Array;
  private length = 0;

  constructor(capacity = 1024) {
    this.numbers = new Float64Array(Math.max(1, capacity));
  }

  get count(): number {
    return this.length;
  }

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.length] = number;
    this.length += 1;
  }

  /** A sorted copy. */
  sorted(): Float64Array {
    return this.numbers.slice(0, this.length).sort();
  }
}

/** Every number that stands more than once in a sorted list. */
export function repeatedNumbers(sorted: Float64Array): Set<number> {
  const repeated = new Set<number>();
  for (let index = 1; index < sorted.length; index += 1) {
    const number = sorted[index] as number;
    if (number === sorted[index - 1]) repeated.add(number);
  }
  return repeated;
}

/** What only one of two sorted lists has; a number that stands twice here and once there is left over once. */
export function leftOver(a: Float64Array, b: Float64Array): { onlyA: Float64Array; onlyB: Float64Array } {
  const onlyA = new NumberList();
  const onlyB = new NumberList();
  let inA = 0;
  let inB = 0;
  while (inA < a.length || inB < b.length) {
    const nextA = inA < a.length ? (a[inA] as number) : Number.POSITIVE_INFINITY;
    const nextB = inB < b.length ? (b[inB] as number) : Number.POSITIVE_INFINITY;
    if (nextA < nextB) onlyA.push(nextA);
    if (nextB < nextA) onlyB.push(nextB);
    if (nextA <= nextB) inA += 1;
    if (nextB <= nextA) inB += 1;
  }
  return { onlyA: onlyA.sorted(), onlyB: onlyB.sorted() };
}
