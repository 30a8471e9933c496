import type { SimulatedOperation } from './fault-rules';
import type { LimitViolations } from './mailbox-limits';
import type { SimulatedExchange } from './simulated-exchange';

/** Mistakes of a client that the service would not notice, or only answer. Every one of them must stay 0. */
export interface ClientMistakes {
  /** A bearer token was sent to an upload URL. */
  tokenToUploadUrl: number;
  withoutImmutableIds: number;
  withoutClientRequestId: number;
  /** Paths, methods, properties and options that the simulator does not know. */
  notSimulated: number;
}

/** Counts since the start or the last reset. */
export class Statistics {
  #requests = new Map<string, number>();
  #statuses = new Map<number, number>();
  mistakes: ClientMistakes = noMistakes();

  countRequest(operation: SimulatedOperation): void {
    this.#requests.set(operation, (this.#requests.get(operation) ?? 0) + 1);
  }

  countStatus(status: number): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
  }

  reset(violations: LimitViolations): void {
    this.#requests = new Map();
    this.#statuses = new Map();
    this.mistakes = noMistakes();
    Object.assign(violations, { MailboxConcurrency: 0, RequestCount: 0, UploadBytes: 0 });
  }

  view(exchange: SimulatedExchange) {
    const { mailboxes, violations } = exchange;
    return {
      requests: Object.fromEntries(this.#requests),
      statuses: Object.fromEntries(this.#statuses),
      mistakes: { ...this.mistakes },
      violations: { ...violations },
      mailboxes: mailboxes.length,
      messages: mailboxes.reduce((sum, { messages }) => sum + messages.size, 0),
      mostInFlight: mailboxes.reduce((most, { limits }) => Math.max(most, limits.mostInFlight), 0),
      fullestWindow: mailboxes.reduce((most, { limits }) => Math.max(most, limits.fullestWindow), 0),
      duplicates: duplicates(exchange),
    };
  }
}

const noMistakes = (): ClientMistakes => ({ tokenToUploadUrl: 0, withoutImmutableIds: 0, withoutClientRequestId: 0, notSimulated: 0 });

export interface Duplicate {
  readonly mailbox: string;
  readonly property: string;
  readonly key: string;
  readonly count: number;
}

/** Messages of one mailbox with the same value of a property whose name ends with `Key`, wherever they lie. */
function duplicates({ mailboxes }: SimulatedExchange): Duplicate[] {
  const found: Duplicate[] = [];
  for (const { user, messages } of mailboxes) {
    const counts = new Map<string, { property: string; key: string; count: number }>();
    for (const { properties } of messages.values()) {
      for (const [property, key] of properties) {
        if (!property.endsWith('Key')) continue;
        const entry = counts.get(`${property}\n${key}`) ?? { property, key, count: 0 };
        entry.count += 1;
        counts.set(`${property}\n${key}`, entry);
      }
    }
    for (const entry of counts.values()) if (entry.count > 1) found.push({ mailbox: user.id, ...entry });
  }
  return found;
}
