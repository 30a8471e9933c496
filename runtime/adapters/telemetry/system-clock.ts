import type { Clock } from '../../ports/clock';

/** A timer of Node takes no longer time; beyond it fires at once. */
const MAX_TIMER_IN_MS = 2 ** 31 - 1;

/** The clock of this process. `behindInMs`: how far it is put back, asked each time; local mode only. */
export class SystemClock implements Clock {
  constructor(private readonly behindInMs: () => number = () => 0) {}

  now(): Date {
    return new Date(Date.now() - this.behindInMs());
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(Math.max(0, milliseconds), MAX_TIMER_IN_MS));
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
