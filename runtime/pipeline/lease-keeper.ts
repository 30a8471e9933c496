import type { Clock } from '../ports/clock';
import type { Lease } from '../ports/leases';

const RENEW_EVERY_MS = 15_000;

/** Renews a lease of 60 s every 15 s until it is given back or lost. */
export class LeaseKeeper {
  private readonly ended = new AbortController();
  private lost = false;

  constructor(
    private readonly lease: Lease,
    private readonly clock: Clock,
  ) {
    void this.renewUntilEnded();
  }

  get isLost(): boolean {
    return this.lost || this.leftInMs <= 0;
  }

  /** How long the lease still lasts if it is not renewed any more. */
  get leftInMs(): number {
    return this.lost ? 0 : this.lease.endsAt.getTime() - this.clock.now().getTime();
  }

  /** Lets the lease end by itself. */
  leave(): void {
    this.ended.abort();
  }

  async release(): Promise<void> {
    this.ended.abort();
    await this.lease.release();
  }

  private async renewUntilEnded(): Promise<void> {
    for (;;) {
      await this.clock.sleep(RENEW_EVERY_MS, this.ended.signal);
      if (this.ended.signal.aborted) return;
      // No answer is no loss yet: the lease counts until its own end.
      this.lost ||= (await this.lease.renew().catch(() => true)) === false;
      if (this.lost) return;
    }
  }
}
