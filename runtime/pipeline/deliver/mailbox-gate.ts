import type { Clock } from '../../ports/clock';
import type { RequestGate } from '../../ports/exchange';
import { MailboxThrottledError } from '../../ports/exchange-errors';

const MAX_REQUESTS_IN_FLIGHT = 4;
/** A longer wait never blocks a worker: the deliveries go back to the queue. */
const MAX_WAIT_IN_MS = 5_000;

/** Answers when a request of this size may be sent (now or in the past: at once), and counts it as spent. */
export type Reserve = (bytes: number) => Promise<Date>;

/** Keeps one mailbox's limits: 4 requests in flight, the budget of its sliding windows, and silence after a 429. */
export class MailboxGate implements RequestGate {
  private inFlight = 0;
  private readonly waiting: (() => void)[] = [];
  private silentUntil: Date;

  constructor(
    private readonly mailboxId: string,
    private readonly clock: Clock,
    private readonly reserve: Reserve,
    silentUntil: Date | undefined,
  ) {
    this.silentUntil = silentUntil ?? new Date(0);
  }

  get throttledUntil(): Date | undefined {
    return this.silentUntil > this.clock.now() ? this.silentUntil : undefined;
  }

  throttled(until: Date): void {
    if (until > this.silentUntil) this.silentUntil = until;
  }

  async admit(bytes: number, signal: AbortSignal): Promise<() => void> {
    await this.enter();
    try {
      await this.waitUntil(await this.reserve(bytes), signal);
      while (this.throttledUntil !== undefined && !signal.aborted) await this.waitUntil(this.silentUntil, signal);
      signal.throwIfAborted();
    } catch (error) {
      this.leave();
      throw error;
    }
    return () => this.leave();
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
  }
}
