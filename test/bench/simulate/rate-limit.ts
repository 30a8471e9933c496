const SECOND_IN_MS = 1_000;

/**
 * Something that does so many units a second and no more: a storage account, a partition, the cores of a function. Who comes later waits for those
 * who came before.
 */
export class RateLimit {
  private freeAt = 0;
  private used = 0;
  private busySeconds = 0;

  /** `rate`: units a second; it may change, as the instances of a function do. */
  constructor(
    readonly name: string,
    private rate: number,
  ) {}

  /** Units that were asked for so far. */
  get units(): number {
    return this.used;
  }

  /** The time that all of it took, at the rates of the time. */
  get seconds(): number {
    return this.busySeconds;
  }

  /** Units a second from now on. What was promised at the old rate stays as it was promised. */
  changeRate(perSecond: number): void {
    this.rate = perSecond;
  }

  /** Takes so many units; answers when they are done. */
  take(units: number, now: number): number {
    if (units === 0) return now;
    const seconds = units / this.rate;
    this.freeAt = Math.max(now, this.freeAt) + seconds * SECOND_IN_MS;
    this.busySeconds += seconds;
    this.used += units;
    return this.freeAt;
  }
}
