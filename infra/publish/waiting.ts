/** Time as the publish client sees it; a test brings its own. */
export interface Waiting {
  /** Milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const REAL_TIME: Waiting = {
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

export const SECOND_IN_MS = 1000;
export const MINUTE_IN_MS = 60 * SECOND_IN_MS;

/** What one try came to: a value, or why it has to be tried again. */
export type Attempt<T> = { readonly done: T } | { readonly again: string };

/** Tries until it is done or the time is over; answers the last reason then. */
export async function tryUntil<T>(
  waiting: Waiting,
  limits: { readonly forMs: number; readonly everyMs: number },
  attempt: () => Promise<Attempt<T>>,
): Promise<Attempt<T>> {
  const end = waiting.now() + limits.forMs;
  for (;;) {
    const result = await attempt();
    if ('done' in result || waiting.now() + limits.everyMs > end) return result;
    await waiting.sleep(limits.everyMs);
  }
}
