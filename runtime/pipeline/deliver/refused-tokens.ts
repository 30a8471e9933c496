/** Refused tokens in a row after which somebody has to look. */
const MAX_REFUSED_TOKENS = 3;
/**
 * Mailboxes that are remembered of each kind; the one that was heard of longest ago is forgotten. A process lives for weeks and meets every mailbox
 * of a tenant. Who is forgotten counts from the beginning again, and a thousand that refuse one after the other are no trouble of one mailbox.
 */
const MAX_REMEMBERED = 1_000;

/**
 * - `wait`: a new token may help
 * - `mailbox`: this mailbox alone refuses what others accept; it keeps nothing else back
 * - `tenant`: nobody accepts our tokens
 */
export type TokenVerdict = 'wait' | 'mailbox' | 'tenant';

/** Tells whether refused tokens are the trouble of one mailbox or of the tenant, from what this process saw of all of them. */
export class RefusedTokens {
  /** Refusals since somebody accepted a token last: whose the first one was, and whether all were his. */
  private inARow = 0;
  private firstInARow = '';
  private areAllHis = true;
  private readonly ofMailbox = new Map<string, number>();
  private readonly accepting = new Map<string, true>();
  /** Requests that wait for one answer share its error: it counts once. */
  private readonly seen = new WeakSet<object>();

  refused(mailboxId: string, error: object): TokenVerdict {
    if (!this.seen.has(error)) {
      if (this.inARow === 0) this.firstInARow = mailboxId;
      this.areAllHis = this.inARow === 0 || (this.areAllHis && mailboxId === this.firstInARow);
      this.inARow += 1;
      remember(this.ofMailbox, mailboxId, (this.ofMailbox.get(mailboxId) ?? 0) + 1);
      this.accepting.delete(mailboxId);
    }
    this.seen.add(error);
    const isAlone = this.accepting.size > 0 && this.areAllHis && (this.inARow === 0 || mailboxId === this.firstInARow);
    if (!isAlone && this.inARow >= MAX_REFUSED_TOKENS) return 'tenant';
    return this.accepting.size > 0 && (this.ofMailbox.get(mailboxId) ?? 0) >= MAX_REFUSED_TOKENS ? 'mailbox' : 'wait';
  }

  accepted(mailboxId: string): void {
    this.inARow = 0;
    this.ofMailbox.delete(mailboxId);
    remember(this.accepting, mailboxId, true);
  }
}

/** A map keeps the order in which its keys were set. */
function remember<T>(mailboxes: Map<string, T>, mailboxId: string, value: T): void {
  mailboxes.delete(mailboxId);
  mailboxes.set(mailboxId, value);
  const [oldest] = mailboxes.keys();
  if (mailboxes.size > MAX_REMEMBERED && oldest !== undefined) mailboxes.delete(oldest);
}
