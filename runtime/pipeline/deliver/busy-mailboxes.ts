/** Mailboxes that this process is at work on: whoever comes with another batch of one need not ask storage for its lease. */
export class BusyMailboxes {
  /** Mailbox id -> whether somebody came with more work since it was last drained. */
  private readonly wanted = new Map<string, boolean>();

  /** Answers false when this process is at work on the mailbox already; it will look for more work before it lets go. */
  enter(mailboxId: string): boolean {
    const isBusy = this.wanted.has(mailboxId);
    this.wanted.set(mailboxId, isBusy);
    return !isBusy;
  }

  /** Whether somebody came with more work; asking forgets it. */
  takeWanted(mailboxId: string): boolean {
    const isWanted = this.wanted.get(mailboxId) ?? false;
    this.wanted.set(mailboxId, false);
    return isWanted;
  }

  leave(mailboxId: string): void {
    this.wanted.delete(mailboxId);
  }
}
