/** What travels may take longer than the answer itself, at 1 MiB/s. */
const LIMIT_PER_MIB_IN_MS = 1_000;

/** Ends one call with its retries when it takes too long: a service that hangs must not hold a worker. */
export class CallLimit {
  readonly #abort = new AbortController();
  readonly #limitInMs: number;
  #timer: NodeJS.Timeout;

  constructor(limitInMs: number, bytes: number) {
    this.#limitInMs = limitInMs;
    this.#timer = this.#start(bytes);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The answer has begun, and this many bytes follow: the time begins anew. */
  expect(bytes: number): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start(bytes);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #start(bytes: number): NodeJS.Timeout {
    const milliseconds = this.#limitInMs + Math.ceil(bytes / 2 ** 20) * LIMIT_PER_MIB_IN_MS;
    return setTimeout(() => this.#abort.abort(), milliseconds);
  }
}
