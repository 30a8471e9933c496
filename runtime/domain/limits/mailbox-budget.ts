import { MINUTE_IN_MS, SECOND_IN_MS } from '../windows/durations';
import { MAX_REQUEST_LIFE_IN_MS, MAX_REQUESTS, MAX_UPLOAD_BYTES, REQUEST_WINDOW_IN_MS, UPLOAD_WINDOW_IN_MS } from './mailbox-limits';
import { formatEntries, parseEntries, type SpentEntry, SpentLog } from './spent-log';

/** A reservation that is not spent by then is worth nothing: others count it as spent at this time. */
const RESERVATION_LIFE_IN_MS = MINUTE_IN_MS;
/** Workers' clocks differ a little, and each judges by its own when an entry leaves the window. */
const CLOCK_MARGIN_IN_MS = 2 * SECOND_IN_MS;
/** Reserved at once when more is free: what is not spent is given back. */
const RESERVED_BYTES = 16_000_000;

/** One request that was taken out of the reservation. */
export interface Spending {
  /** Exchange has answered, or the request was given up. A request that never ends counts for its longest life. */
  end(now: Date): void;
}

export type Reservation =
  | {
      readonly kind: 'granted';
      readonly requests: number;
      readonly bytes: number;
      /** To be written to the mailbox row before any of it is spent. */
      readonly state: string;
      /** Makes it spendable: call it when `state` is written. */
      use(): void;
    }
  /** Nothing of this size fits before `until`. */
  | { readonly kind: 'exhausted'; readonly until: Date };

interface Reserved {
  requests: number;
  bytes: number;
  readonly validUntil: number;
}

interface InFlight {
  readonly bytes: number;
  /** When it is over at the latest. */
  readonly deadline: number;
}

/**
 * The sliding windows of one mailbox, shared by the workers who take turns on it through a short text in the mailbox row.
 *
 * A worker reserves before it spends, so that a worker who dies, or is paused, has never spent more than the row says: an unspent
 * reservation counts as spent at the last moment it could be. A request counts when it ends, because Exchange may count it at any time before.
 * Whoever holds it: one at a time (the mailbox's lease). Requests in flight are the gate's business (`MAX_REQUESTS_IN_FLIGHT`).
 */
export class MailboxBudget {
  private readonly spent = new SpentLog();
  private readonly inFlight = new Set<InFlight>();
  private reserved: Reserved | undefined;
  /** Granted, but not known to be written. Two requests that find nothing reserved at the same moment share it. */
  private offered: Reserved | undefined;

  private constructor() {}

  /** `text`: what `state` gave to the last holder; '' for a mailbox without history. */
  static fromState(text: string, now: Date): MailboxBudget {
    const budget = new MailboxBudget();
    // What cannot be read was written by a newer release: everything may be spent.
    const entries = parseEntries(text) ?? [{ time: now.getTime(), requests: MAX_REQUESTS, bytes: MAX_UPLOAD_BYTES }];
    // A clock that was set back would otherwise wait for entries that lie hours ahead.
    const latest = now.getTime() + RESERVATION_LIFE_IN_MS + MAX_REQUEST_LIFE_IN_MS;
    for (const { time, requests, bytes } of entries) budget.spent.add(Math.min(time, latest), requests, bytes);
    return budget;
  }

  /** Takes a request with a body of this size out of what is reserved; undefined when that does not cover it: reserve, and spend again. */
  spend(bytes: number, now: Date): Spending | undefined {
    const { reserved } = this;
    if (reserved === undefined || now.getTime() >= reserved.validUntil || reserved.requests < 1 || reserved.bytes < bytes) return undefined;
    reserved.requests -= 1;
    reserved.bytes -= bytes;
    const request: InFlight = { bytes, deadline: now.getTime() + MAX_REQUEST_LIFE_IN_MS };
    this.inFlight.add(request);
    return { end: (endedAt) => this.end(request, endedAt.getTime()) };
  }

  /** Asks for up to `requests` requests, the first with a body of `bytes`. What was reserved before and not spent is given back. */
  reserve(requests: number, bytes: number, now: Date): Reservation {
    if (bytes > MAX_UPLOAD_BYTES)
      throw new RangeError(`A request of ${bytes} bytes never fits; a mailbox takes ${MAX_UPLOAD_BYTES} in 5 minutes`);
    const { offered } = this;
    if (offered !== undefined && offered.bytes >= bytes && now.getTime() < offered.validUntil) return this.grant(offered);
    this.giveBack(now);
    const free = this.freeAt(now.getTime());
    if (free.requests < 1 || free.bytes < bytes) return { kind: 'exhausted', until: this.whenFree(bytes, now) };

    const granted: Reserved = {
      requests: Math.min(requests, free.requests),
      bytes: Math.min(free.bytes, Math.max(bytes, RESERVED_BYTES)),
      validUntil: now.getTime() + RESERVATION_LIFE_IN_MS,
    };
    this.offered = granted;
    return this.grant(granted);
  }

  /** Frees what is reserved and not spent. */
  giveBack(now: Date): void {
    this.reserved = undefined;
    this.offered = undefined;
    this.endOverdue(now.getTime());
    this.spent.forget(now.getTime() - REQUEST_WINDOW_IN_MS - CLOCK_MARGIN_IN_MS);
  }

  /** What the next holder must know, as a short text. */
  state(): string {
    return this.stateWith(this.reserved);
  }

  private grant(granted: Reserved): Reservation {
    const use = () => {
      if (this.offered !== granted) return;
      this.reserved = granted;
      this.offered = undefined;
    };
    return { kind: 'granted', requests: granted.requests, bytes: granted.bytes, state: this.stateWith(granted), use };
  }

  private end(request: InFlight, now: number): void {
    if (this.inFlight.delete(request)) this.spent.add(Math.min(now, request.deadline), 1, request.bytes);
  }

  private endOverdue(now: number): void {
    for (const request of this.inFlight) if (request.deadline <= now) this.end(request, request.deadline);
  }

  private stateWith(reserved: Reserved | undefined): string {
    const log = new SpentLog();
    for (const { time, requests, bytes } of this.spent.entries()) log.add(time, requests, bytes);
    for (const { deadline, bytes } of this.inFlight) log.add(deadline, 1, bytes);
    if (reserved !== undefined) log.add(reserved.validUntil + MAX_REQUEST_LIFE_IN_MS, reserved.requests, reserved.bytes);
    return formatEntries(log.entries());
  }

  private freeAt(now: number): { requests: number; bytes: number } {
    let requests = MAX_REQUESTS - this.inFlight.size;
    let bytes = MAX_UPLOAD_BYTES;
    for (const request of this.inFlight) bytes -= request.bytes;
    for (const entry of this.spent.entries()) {
      if (isInWindow(entry, REQUEST_WINDOW_IN_MS, now)) requests -= entry.requests;
      if (isInWindow(entry, UPLOAD_WINDOW_IN_MS, now)) bytes -= entry.bytes;
    }
    return { requests, bytes };
  }

  /** The first moment at which one request of this size fits, when nothing else is spent meanwhile. */
  private whenFree(bytes: number, now: Date): Date {
    const moments = this.spent.entries().flatMap(({ time }) => [leavesAt(time, UPLOAD_WINDOW_IN_MS), leavesAt(time, REQUEST_WINDOW_IN_MS)]);
    const moment = moments
      .sort((a, b) => a - b)
      .find((each) => {
        const free = this.freeAt(each);
        return free.requests >= 1 && free.bytes >= bytes;
      });
    // Only requests in flight stand in the way.
    return new Date(moment ?? now.getTime() + MAX_REQUEST_LIFE_IN_MS);
  }
}

function isInWindow({ time }: SpentEntry, windowInMs: number, now: number): boolean {
  return leavesAt(time, windowInMs) > now;
}

function leavesAt(time: number, windowInMs: number): number {
  return time + windowInMs + CLOCK_MARGIN_IN_MS;
}
