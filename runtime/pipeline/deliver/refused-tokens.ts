/** Refused tokens in a row after which somebody has to look. */
const MAX_REFUSED_TOKENS = 3;

/**
 * - `wait`: a new token may help
 * - `mailbox`: this mailbox alone refuses what others accept; it keeps nothing else back
 * - `tenant`: nobody accepts our tokens
 */
export type TokenVerdict = 'wait' | 'mailbox' | 'tenant';

/** Tells whether refused tokens are the trouble of one mailbox or of the tenant, from what this process saw of all of them. */
export class RefusedTokens {
  /** Mailboxes of the refusals since somebody accepted a token last. */
  private readonly inARow: string[] = [];
  private readonly ofMailbox = new Map<string, number>();
  private readonly accepting = new Set<string>();
  /** Requests that wait for one answer share its error: it counts once. */
  private readonly seen = new WeakSet<object>();

  refused(mailboxId: string, error: object): TokenVerdict {
    if (!this.seen.has(error)) {
      this.inARow.push(mailboxId);
      this.ofMailbox.set(mailboxId, (this.ofMailbox.get(mailboxId) ?? 0) + 1);
      this.accepting.delete(mailboxId);
    }
    this.seen.add(error);
    const isAlone = this.accepting.size > 0 && this.inARow.every((each) => each === mailboxId);
    if (!isAlone && this.inARow.length >= MAX_REFUSED_TOKENS) return 'tenant';
    return this.accepting.size > 0 && (this.ofMailbox.get(mailboxId) ?? 0) >= MAX_REFUSED_TOKENS ? 'mailbox' : 'wait';
  }

  accepted(mailboxId: string): void {
    this.inARow.length = 0;
    this.ofMailbox.delete(mailboxId);
    this.accepting.add(mailboxId);
  }
}
