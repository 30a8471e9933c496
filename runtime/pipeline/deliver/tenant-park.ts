import type { Clock } from '../../ports/clock';
import { MailboxVisits } from './mailbox-visits';
import { RefusedTokens } from './refused-tokens';

/** What this process knows of the tenant and of its own work in it; forgotten at its end, because every worker finds out by itself. */
export class TenantPark {
  private parkedUntil = new Date(0);
  /** 403 on attach, session or move: items with large attachments are delivered as stubs from now on. */
  isAttachRefused: boolean;
  readonly tokens = new RefusedTokens();
  readonly visits = new MailboxVisits();

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
}
