const COMPACT_AFTER = 1_024;

/** What was spent in the last `lengthInMs`, entry by entry: exact at every moment, not only at the edges of fixed windows. */
export class SlidingWindow {
  readonly #lengthInMs: number;
  #times: number[] = [];
  #amounts: number[] = [];
  #first = 0;
  #sum = 0;

  constructor(lengthInMs: number) {
    this.#lengthInMs = lengthInMs;
  }

  /** Adds an amount at this moment. Times never go back. */
  add(now: number, amount: number): void {
    this.#times.push(now);
    this.#amounts.push(amount);
    this.#sum += amount;
  }

  /** The sum over `(now - length, now]`. */
  spent(now: number): number {
    const horizon = now - this.#lengthInMs;
    while (this.#first < this.#times.length && (this.#times[this.#first] as number) <= horizon) {
      this.#sum -= this.#amounts[this.#first] as number;
      this.#first += 1;
    }
    if (this.#first > COMPACT_AFTER && this.#first * 2 > this.#times.length) this.#compact();
    return this.#sum;
  }

  /** How long until this much has left the window; 0 when it is there already. */
  freeIn(now: number, limit: number, amount: number): number {
    let over = this.spent(now) + amount - limit;
    for (let index = this.#first; index < this.#times.length && over > 0; index += 1) {
      over -= this.#amounts[index] as number;
      if (over <= 0) return (this.#times[index] as number) + this.#lengthInMs - now;
    }
    return 0;
  }

  #compact(): void {
    this.#times = this.#times.slice(this.#first);
    this.#amounts = this.#amounts.slice(this.#first);
    this.#first = 0;
  }
}
