/** Permits to handle messages, shared by all queues. Whoever asks first is served first. */
export class WorkerPool {
  #free: number;
  readonly #waiting: { readonly most: number; readonly resolve: (taken: number) => void }[] = [];

  constructor(size: number) {
    if (!Number.isInteger(size) || size < 1) throw new RangeError(`The number of workers must be a whole number from 1, not ${size}`);
    this.#free = size;
  }

  /** Resolves with 1 to `most` permits as soon as there is one. */
  take(most: number): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting.push({ most, resolve });
      this.#serve();
    });
  }

  give(permits: number): void {
    this.#free += permits;
    this.#serve();
  }

  #serve(): void {
    while (this.#free > 0) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      const taken = Math.min(next.most, this.#free);
      this.#free -= taken;
      next.resolve(taken);
    }
  }
}
