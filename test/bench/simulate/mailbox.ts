import type { SimulatedBatch } from './day';
import type { Scenario } from './scenario';

const MINUTE_IN_MS = 60_000;
const MEGABYTE = 1_000_000;
const REQUEST_WINDOW_IN_MS = 10 * MINUTE_IN_MS;
const BYTE_WINDOW_IN_MS = 5 * MINUTE_IN_MS;
/** What was sent counts together in slots of that length. */
const SLOT_IN_MS = 5_000;

interface Sent {
  /** The end of its slot: never earlier than it was sent. */
  readonly at: number;
  requests: number;
  bytes: number;
}

/** A batch that is queued, until it is done. */
export interface QueuedBatch {
  readonly batch: SimulatedBatch;
  /** How often it met its mailbox leased. */
  busy: number;
  isDone: boolean;
}

/** One mailbox: its lease, which one batch has at a time, and what it takes in sliding windows. */
export class SimulatedMailbox {
  isLeased = false;
  /** Its batches, the first queued first. */
  private queued: QueuedBatch[] = [];
  requests = 0;
  bytes = 0;
  private sent: Sent[] = [];

  constructor(private readonly limits: Pick<Scenario, 'mailboxRequests' | 'mailboxMegabytes'>) {}

  add(queued: QueuedBatch): void {
    this.queued.push(queued);
  }

  /** The next one that is not done. */
  next(): QueuedBatch | undefined {
    while (this.queued[0]?.isDone) this.queued.shift();
    return this.queued[0];
  }

  /** When so many requests and bytes may be sent: at once, or when enough has left the windows. */
  admits(requests: number, bytes: number, now: number): number {
    this.sent = this.sent.filter(({ at }) => at > now - REQUEST_WINDOW_IN_MS);
    const { mailboxRequests, mailboxMegabytes } = this.limits;
    const byRequests = this.freeAt(now, REQUEST_WINDOW_IN_MS, requests, mailboxRequests, (each) => each.requests);
    return Math.max(
      byRequests,
      this.freeAt(now, BYTE_WINDOW_IN_MS, bytes, mailboxMegabytes * MEGABYTE, (each) => each.bytes),
    );
  }

  /** `at`: when the last of them is over. */
  note(requests: number, bytes: number, at: number): void {
    const slot = Math.ceil(at / SLOT_IN_MS) * SLOT_IN_MS;
    this.requests += requests;
    this.bytes += bytes;
    const last = this.sent.at(-1);
    if (last?.at === slot) {
      last.requests += requests;
      last.bytes += bytes;
    } else this.sent.push({ at: slot, requests, bytes });
  }

  /** Milliseconds that its own limits ask for at least: the first window is free, then so much a window. */
  leastMs(graphMs: number, { mailboxInFlight, mailboxRequests, mailboxMegabytes }: Scenario): number {
    const byRequests = Math.max(0, this.requests / mailboxRequests - 1) * REQUEST_WINDOW_IN_MS;
    const byBytes = Math.max(0, this.bytes / (mailboxMegabytes * MEGABYTE) - 1) * BYTE_WINDOW_IN_MS;
    return Math.max(byRequests, byBytes, (this.requests / mailboxInFlight) * graphMs);
  }

  private freeAt(now: number, windowInMs: number, wanted: number, limit: number, of: (sent: Sent) => number): number {
    const inside = this.sent.filter(({ at }) => at > now - windowInMs);
    let excess = inside.reduce((sum, each) => sum + of(each), 0) + Math.min(wanted, limit) - limit;
    let free = now;
    for (const each of inside) {
      if (excess <= 0) break;
      excess -= of(each);
      free = each.at + windowInMs;
    }
    return free;
  }
}
