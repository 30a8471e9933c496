import type { ConnectorPorts } from '../../../../runtime/pipeline/connector-ports';
import type { ExchangeCopy, ExchangeMailbox, RequestGate } from '../../../../runtime/ports/exchange';

/**
 * An Exchange that keeps nothing and answers what was asked: a million copies would be what is measured. It goes through the mailbox's gate like
 * every other.
 */
export class ForgetfulExchange {
  creates = 0;

  through(ports: ConnectorPorts): ConnectorPorts {
    return { ...ports, exchange: { mailbox: (_mailboxId, gate) => this.mailbox(gate) } };
  }

  private mailbox(gate: RequestGate): ExchangeMailbox {
    const once = async <T>(bytes: number, answer: () => T): Promise<T> => {
      const release = await gate.admit(bytes, new AbortController().signal);
      try {
        return answer();
      } finally {
        release();
      }
    };
    const refuse = () => Promise.reject(new Error('A day of small new items asks Exchange for nothing else'));
    return {
      findFolder: () => once(0, () => undefined),
      openFolder: () => once(0, () => ({ id: 'archive', displayName: 'Signal Archiver', how: 'created', isRenamed: false })),
      create: (folderId, request) => once(request.length, () => this.copyOf(folderId, request)),
      look: refuse,
      keys: () => {
        throw new Error('Nobody lists keys here');
      },
      attach: refuse,
      openUpload: refuse,
      uploadState: refuse,
      uploadRange: refuse,
      attachments: refuse,
      move: refuse,
      show: refuse,
      remove: refuse,
      probe: () => once(0, () => undefined),
    };
  }

  private copyOf(folderId: string, request: Buffer): ExchangeCopy {
    this.creates += 1;
    const time = (property: string): Date => {
      const at = request.indexOf(`{"id":"SystemTime ${property}","value":"`);
      const start = request.indexOf('"value":"', at) + '"value":"'.length;
      return new Date(request.toString('latin1', start, request.indexOf('"', start)));
    };
    const id = `copy-${this.creates}`;
    return { id, isDraft: false, sentAt: time('0x0039'), receivedAt: time('0x0E06'), folderId, createdAt: undefined };
  }
}

/** Calls to storage by store and operation. */
export class CallCounts {
  private readonly counts = new Map<string, number>();

  readonly onCall = (store: string, operation: string): void => {
    const name = `${store} ${operation}`;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  };

  get total(): number {
    let total = 0;
    for (const count of this.counts.values()) total += count;
    return total;
  }

  view(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
