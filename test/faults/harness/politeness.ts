import type { FaultPoint } from '../../fakes/fault-gate';
import { mailboxOf } from './graph-answer';

/** Sees whether anybody sends a request to a mailbox before the time that a 429 of it named. */
export class Politeness {
  readonly violations: string[] = [];
  private readonly silentUntil = new Map<string, number>();

  /** Called when a request leaves. */
  request({ operation, key }: FaultPoint, now: number): void {
    const mailboxId = mailboxOf(key);
    const until = this.silentUntil.get(mailboxId) ?? 0;
    if (now < until) this.violations.push(`${operation} to ${mailboxId} ${until - now} ms too early`);
  }

  /** Called when a 429 arrives. */
  throttled({ key }: FaultPoint, until: number): void {
    const mailboxId = mailboxOf(key);
    this.silentUntil.set(mailboxId, Math.max(until, this.silentUntil.get(mailboxId) ?? 0));
  }
}
