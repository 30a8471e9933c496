export type Operation = 'sign-in' | 'listing' | 'download' | 'acknowledgement';

/** What goes wrong, on every operation. */
export type AnyFault =
  /** Status 200 and a login page: what a portal answers when something is broken behind it. */
  | { readonly kind: 'html' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** Redirects to another place, which must not be followed. */
  | { readonly kind: 'redirect'; readonly location: string }
  /** Never answers. */
  | { readonly kind: 'hang' }
  /** Answers properly, but late. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** Ends the connection without an answer. */
  | { readonly kind: 'reset' }
  /** Forgets every session first: 401. */
  | { readonly kind: 'expired-session' };

export type ListingFault =
  /** Answers this text as JSON. */
  | { readonly kind: 'body'; readonly text: string }
  /** Claims this many more packages than it lists. */
  | { readonly kind: 'wrong-total'; readonly by: number }
  /** Drops this field from every package. */
  | { readonly kind: 'missing-field'; readonly field: string }
  /** A valid answer without any package. */
  | { readonly kind: 'empty' }
  /** Every page names a next page. */
  | { readonly kind: 'endless' }
  /** The first package of a page also stands on the page after it. */
  | { readonly kind: 'repeated' };

export type DownloadFault =
  /** Ends the connection after this many bytes of the body. */
  | { readonly kind: 'truncated'; readonly afterBytes: number }
  /** Sends so many bytes, then nothing more. */
  | { readonly kind: 'stalled'; readonly afterBytes: number }
  /** A file that is still being written: more bytes than it was listed with, under the same ETag. */
  | { readonly kind: 'growing'; readonly extraBytes: number }
  /** Answers a Range request from the beginning, as a server does that knows no ranges. */
  | { readonly kind: 'no-ranges' };

export type Fault = AnyFault | ListingFault | DownloadFault;

export interface FaultRule {
  readonly on: Operation;
  readonly fault: Fault;
  /** How often it strikes; default once. */
  readonly times?: number;
  /** How many requests of the operation pass before it strikes; default none. */
  readonly after?: number;
}

/** Faults in the order in which they were added; a rule strikes `times` times after `after` requests, then it is used up. */
export class FaultScript {
  private rules: Array<{ readonly rule: FaultRule; toPass: number; left: number }> = [];

  add(rule: FaultRule): void {
    this.rules.push({ rule, toPass: rule.after ?? 0, left: rule.times ?? 1 });
  }

  clear(): void {
    this.rules = [];
  }

  /** What goes wrong with this request; undefined = nothing. */
  next(operation: Operation): Fault | undefined {
    const current = this.rules.find(({ rule, left }) => rule.on === operation && left > 0);
    if (current === undefined) return undefined;
    if (current.toPass > 0) {
      current.toPass -= 1;
      return undefined;
    }
    current.left -= 1;
    return current.rule.fault;
  }
}
