/** Keys in order of their UTF-16 code units, sorted only when they are read: a million inserts cost a million pushes. */
export class SortedKeys {
  #keys: string[] = [];
  #isSorted = true;
  readonly #removed = new Set<string>();

  /** Adds a key that is not there. */
  add(key: string): void {
    if (this.#removed.delete(key)) return;
    const last = this.#keys.at(-1);
    if (last !== undefined && last > key) this.#isSorted = false;
    this.#keys.push(key);
  }

  /** Removes a key that is there. */
  remove(key: string): void {
    this.#removed.add(key);
  }

  /** Keys from this one on, itself included. Adding and removing meanwhile is allowed, and may or may not be seen. */
  *from(start: string | undefined): Generator<string> {
    this.#tidy();
    const keys = this.#keys;
    for (let at = start === undefined ? 0 : lowerBound(keys, start); at < keys.length; at += 1) {
      const key = keys[at] as string;
      if (!this.#removed.has(key)) yield key;
    }
  }

  #tidy(): void {
    if (this.#removed.size * 2 > this.#keys.length) {
      this.#keys = this.#keys.filter((key) => !this.#removed.has(key));
      this.#removed.clear();
    }
    if (this.#isSorted) return;
    // A new array: a reader that has not finished goes on in the old one.
    this.#keys = this.#keys.toSorted();
    this.#isSorted = true;
  }
}

function lowerBound(keys: readonly string[], start: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as string) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
