import type { Clock } from '../../runtime/ports/clock';

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** How long real work (a thread of zlib, a socket) may take before `runUntil` says that nothing will ever happen. */
const STUCK_AFTER_REAL_MS = 5_000;
const STUCK_AFTER_TURNS = 200;

/** A clock that stands still until it is told to go on. Timers that are due run in order of time, then of creation. */
export class VirtualClock implements Clock {
  #now: number;
  #timers: Timer[] = [];
  #held = 0;

  constructor(start: Date | string = '2026-11-21T06:30:00.000Z') {
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** How many sleepers wait. */
  get sleepers(): number {
    return this.#timers.length;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const timer: Timer = {
        at: this.#now + Math.max(0, milliseconds),
        wake: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        resolve();
      };
      this.#insert(timer);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Goes on by this time, and wakes who is due on the way; what they do in between is waited for as far as it needs no real time. */
  async advance(milliseconds: number): Promise<void> {
    const target = this.#now + milliseconds;
    await turn();
    while (this.#wakeNext(target)) await turn();
    this.#now = target;
  }

  /** Sets the time without waking anybody on the way: a clock that was wrong. */
  jumpTo(time: Date | string): void {
    this.#now = new Date(time).getTime();
  }

  /** Time does not go on before this work has ended: for work that needs real time (threads, sockets, files). */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      return await work;
    } finally {
      this.#held -= 1;
    }
  }

  /** Lets time pass until the work is done: whenever nothing else can go on, the next sleeper is woken. */
  async runUntil<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    let stuckSince: number | undefined;
    let stuckTurns = 0;
    for (await turn(); !isDone; await turn()) {
      if (this.#held === 0 && this.#wakeNext(Number.POSITIVE_INFINITY)) {
        stuckSince = undefined;
        stuckTurns = 0;
        continue;
      }
      stuckSince ??= performance.now();
      stuckTurns += 1;
      // A turn may be long: a large item is read at once.
      if (stuckTurns > STUCK_AFTER_TURNS && performance.now() - stuckSince > STUCK_AFTER_REAL_MS)
        throw new Error('The work waits for something that never happens: nobody sleeps');
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return work;
  }

  #insert(timer: Timer): void {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#timers[middle] as Timer).at <= timer.at) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
  }

  #wakeNext(target: number): boolean {
    const next = this.#timers[0];
    if (next === undefined || next.at > target) return false;
    this.#timers.shift();
    this.#now = Math.max(this.#now, next.at);
    next.wake();
    return true;
  }
}

/** Everything that needs no real time has run: promises first, then what they put off to the next turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
