import type { Spending } from '../../domain/limits/mailbox-budget';
import { MAX_REQUESTS_IN_FLIGHT } from '../../domain/limits/mailbox-limits';
import type { Clock } from '../../ports/clock';
import type { RequestGate } from '../../ports/exchange';
import { MailboxThrottledError } from '../../ports/exchange-errors';

/** A longer wait never blocks a worker: the deliveries go back to the queue. */
const MAX_WAIT_IN_MS = 5_000;

/** Takes a request of this size out of the mailbox's budget, or says from when on it may be asked for again. */
export type Spend = (bytes: number) => Promise<Spending | Date>;

export interface GateOptions {
  readonly spend: Spend;
  /** Exchange asked for silence until then, an earlier worker says. */
  readonly silentUntil: Date | undefined;
  /** A 429 asked for a longer silence. */
  readonly onSilence: (until: Date) => void;
}

/** Keeps one mailbox's limits: 4 requests in flight, the budget of its sliding windows, and silence after a 429. */
export class MailboxGate implements RequestGate {
  private inFlight = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly waitingForIdle: (() => void)[] = [];
  private silentUntil: Date;

  constructor(
    private readonly mailboxId: string,
    private readonly clock: Clock,
    private readonly options: GateOptions,
  ) {
    this.silentUntil = options.silentUntil ?? new Date(0);
  }

  get throttledUntil(): Date | undefined {
    return this.silentUntil > this.clock.now() ? this.silentUntil : undefined;
  }

  throttled(until: Date): void {
    if (until <= this.silentUntil) return;
    this.silentUntil = until;
    this.options.onSilence(until);
  }

  /** Resolves when no request is under way or waits to be. */
  async whenIdle(): Promise<void> {
    if (this.inFlight > 0) await new Promise<void>((resolve) => this.waitingForIdle.push(resolve));
  }

  async admit(bytes: number, signal: AbortSignal): Promise<() => void> {
    await this.enter();
    try {
      const spending = await this.spendOrWait(bytes, signal);
      return () => {
        spending.end(this.clock.now());
        this.leave();
      };
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  /** Silence is waited for last, because it may begin while the budget is. */
  private async spendOrWait(bytes: number, signal: AbortSignal): Promise<Spending> {
    for (;;) {
      while (this.throttledUntil !== undefined && !signal.aborted) await this.waitUntil(this.silentUntil, signal);
      signal.throwIfAborted();
      const spent = await this.options.spend(bytes);
      if (spent instanceof Date) {
        await this.waitUntil(spent, signal);
        continue;
      }
      if (this.throttledUntil === undefined) return spent;
      spent.end(this.clock.now());
    }
  }

  private async waitUntil(time: Date, signal: AbortSignal): Promise<void> {
    const wait = time.getTime() - this.clock.now().getTime();
    if (wait <= 0) return;
    if (wait > MAX_WAIT_IN_MS) throw new MailboxThrottledError(this.mailboxId, time);
    await this.clock.sleep(wait, signal);
  }

  private async enter(): Promise<void> {
    if (this.inFlight >= MAX_REQUESTS_IN_FLIGHT) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.inFlight += 1;
  }

  /** Hands the place on to the longest waiting request, if any. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.inFlight -= 1;
    else next();
    if (this.inFlight === 0) for (const resolve of this.waitingForIdle.splice(0)) resolve();
  }
}
