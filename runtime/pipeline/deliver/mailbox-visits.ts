/** What is needed of a batch's queue message to work on it. */
export interface LeftBatch {
  readonly runId: string;
  readonly batchId: string;
  readonly etags?: readonly string[];
}

interface Visited {
  visitors: number;
  readonly left: LeftBatch[];
}

/** One handler's time at one mailbox. */
export interface MailboxVisit {
  /** For whoever of this process has the mailbox's lease. Its queue message goes back all the same: nobody may be there to take it. */
  leave(batch: LeftBatch): void;
  readonly hasLeft: boolean;
  /** The next batch that was left. */
  take(): LeftBatch | undefined;
  /** No other handler of this process is at the mailbox. */
  readonly isAlone: boolean;
  end(): void;
}

/**
 * Which mailboxes handlers of this process are at. Who meets a mailbox leased leaves its batch to the one that has the lease: packages of one
 * day have the same mailboxes, and each such batch would otherwise wait seconds for its message, with nothing else left to do.
 */
export class MailboxVisits {
  private readonly visited = new Map<string, Visited>();

  begin(mailboxId: string): MailboxVisit {
    const visited = this.visited.get(mailboxId) ?? { visitors: 0, left: [] };
    this.visited.set(mailboxId, visited);
    visited.visitors += 1;
    return {
      leave: (batch) => {
        visited.left.push(batch);
      },
      get hasLeft() {
        return visited.left.length > 0;
      },
      take: () => visited.left.shift(),
      get isAlone() {
        return visited.visitors === 1;
      },
      end: () => {
        visited.visitors -= 1;
        if (visited.visitors === 0) this.visited.delete(mailboxId);
      },
    };
  }
}
