import { SlidingWindow } from './sliding-window';

/** Outlook's limits per application and mailbox (Microsoft: "Limits per mailbox"). */
export interface MailboxLimitFigures {
  readonly concurrentRequests: number;
  readonly requests: number;
  readonly requestWindowInMs: number;
  readonly uploadBytes: number;
  readonly uploadWindowInMs: number;
}

export const MAILBOX_LIMITS: MailboxLimitFigures = {
  concurrentRequests: 4,
  requests: 10_000,
  requestWindowInMs: 10 * 60_000,
  uploadBytes: 150 * 1024 * 1024,
  uploadWindowInMs: 5 * 60_000,
};

export type ExceededLimit = 'MailboxConcurrency' | 'RequestCount' | 'UploadBytes';

export interface Refusal {
  readonly limit: ExceededLimit;
  readonly retryAfterInMs: number;
}

/** How often each limit was exceeded; what the connector must never do. */
export interface LimitViolations {
  MailboxConcurrency: number;
  RequestCount: number;
  UploadBytes: number;
}

export const noViolations = (): LimitViolations => ({ MailboxConcurrency: 0, RequestCount: 0, UploadBytes: 0 });

const CONCURRENCY_RETRY_AFTER_IN_MS = 1_000;

/** Counts the requests of one mailbox. A refused request counts too: Microsoft says that all requests accrue. */
export class MailboxLimits {
  readonly #figures: MailboxLimitFigures;
  readonly #violations: LimitViolations;
  readonly #requests: SlidingWindow;
  readonly #uploads: SlidingWindow;
  #inFlight = 0;
  #mostInFlight = 0;
  #fullestWindow = 0;

  constructor(figures: MailboxLimitFigures, violations: LimitViolations) {
    this.#figures = figures;
    this.#violations = violations;
    this.#requests = new SlidingWindow(figures.requestWindowInMs);
    this.#uploads = new SlidingWindow(figures.uploadWindowInMs);
  }

  get mostInFlight(): number {
    return this.#mostInFlight;
  }

  /** The most that a window ever held, of its limit; 1 = full. */
  get fullestWindow(): number {
    return this.#fullestWindow;
  }

  requestsInWindow(now: number): number {
    return this.#requests.spent(now);
  }

  uploadBytesInWindow(now: number): number {
    return this.#uploads.spent(now);
  }

  /** A request arrives. Every `begin` is followed by one `end`. */
  begin(now: number, uploadBytes: number): Refusal | undefined {
    this.#inFlight += 1;
    this.#mostInFlight = Math.max(this.#mostInFlight, this.#inFlight);
    const limit = this.#exceeded(now, uploadBytes);
    this.#requests.add(now, 1);
    if (limit === undefined) {
      if (uploadBytes > 0) this.#uploads.add(now, uploadBytes);
      const { requests, uploadBytes: byteLimit } = this.#figures;
      this.#fullestWindow = Math.max(this.#fullestWindow, this.#requests.spent(now) / requests, this.#uploads.spent(now) / byteLimit);
      return undefined;
    }
    this.#violations[limit] += 1;
    return { limit, retryAfterInMs: this.#freeIn(limit, now, uploadBytes) };
  }

  end(): void {
    this.#inFlight -= 1;
  }

  #exceeded(now: number, uploadBytes: number): ExceededLimit | undefined {
    const { concurrentRequests, requests, uploadBytes: byteLimit } = this.#figures;
    if (this.#inFlight > concurrentRequests) return 'MailboxConcurrency';
    if (this.#requests.spent(now) + 1 > requests) return 'RequestCount';
    if (uploadBytes > 0 && this.#uploads.spent(now) + uploadBytes > byteLimit) return 'UploadBytes';
    return undefined;
  }

  /** When the same request would pass, counted after the refused one was added. */
  #freeIn(limit: ExceededLimit, now: number, uploadBytes: number): number {
    if (limit === 'MailboxConcurrency') return CONCURRENCY_RETRY_AFTER_IN_MS;
    if (limit === 'RequestCount') return this.#requests.freeIn(now, this.#figures.requests, 1);
    return this.#uploads.freeIn(now, this.#figures.uploadBytes, uploadBytes);
  }
}
