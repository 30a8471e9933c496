import type { Clock } from '../../ports/clock';
import { BusyMailboxes } from './busy-mailboxes';

/** Refused tokens in a row after which a run stops. */
const MAX_REFUSED_TOKENS = 3;

/** What this process knows of the tenant and of its own work in it; forgotten at its end, because every worker finds out by itself. */
export class TenantPark {
  private parkedUntil = new Date(0);
  private refusedTokens = 0;
  /** 403 on attach, session or move: items with large attachments are delivered as stubs from now on. */
  isAttachRefused: boolean;
  readonly busy = new BusyMailboxes();

  /** `attachesAfterCreate`: false when the configuration says already that it is refused. */
  constructor(
    private readonly clock: Clock,
    attachesAfterCreate: boolean,
  ) {
    this.isAttachRefused = !attachesAfterCreate;
  }

  park(until: Date): void {
    if (until > this.parkedUntil) this.parkedUntil = until;
  }

  get until(): Date | undefined {
    return this.parkedUntil > this.clock.now() ? this.parkedUntil : undefined;
  }

  /** Answers whether that was one refusal too many. */
  tokenRefused(): boolean {
    this.refusedTokens += 1;
    return this.refusedTokens >= MAX_REFUSED_TOKENS;
  }

  tokenAccepted(): void {
    this.refusedTokens = 0;
  }
}
