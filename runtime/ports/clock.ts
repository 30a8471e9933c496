export interface Clock {
  /** Local time of this process, UTC. */
  now(): Date;
  /** Resolves after the time, or at once when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
