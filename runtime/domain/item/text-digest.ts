import { createHash } from 'node:crypto';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEEDS_AT_ONCE = Buffer.alloc(4_096, LINE_FEED);

/** Used within one call at a time; strings instead would fill the memory with garbage while a long text passes. */
let scratch = Buffer.alloc(0);

/**
 * SHA-256 of a text as the message identity takes it: CRLF is LF, and the line ends after the last character do not count, because every
 * relay and every wrapper treats those two differently. Nothing else is changed; no character set is involved.
 */
export class TextDigest {
  private readonly hash = createHash('sha256');
  /** Line ends that count only if something follows them. */
  private pendingLineFeeds = 0;
  private isCarriageReturnPending = false;

  update(bytes: Buffer): void {
    let start = 0;
    if (this.isCarriageReturnPending && bytes.length > 0) {
      this.isCarriageReturnPending = false;
      if (bytes[0] === LINE_FEED) {
        this.pendingLineFeeds++;
        start = 1;
      } else this.takeLoneCarriageReturn();
    }
    let end = bytes.length;
    while (end > start && (bytes[end - 1] === LINE_FEED || bytes[end - 1] === CARRIAGE_RETURN)) end--;
    if (end > start) {
      this.flushLineFeeds();
      this.takeContent(bytes.subarray(start, end));
    }
    this.takeLineEnds(bytes, end);
  }

  hex(): string {
    if (this.isCarriageReturnPending) this.takeLoneCarriageReturn();
    return this.hash.digest('hex');
  }

  private takeContent(bytes: Buffer): void {
    const first = bytes.indexOf(CARRIAGE_RETURN);
    this.hash.update(first < 0 ? bytes : withLineFeeds(bytes, first));
  }

  private takeLineEnds(bytes: Buffer, from: number): void {
    for (let at = from; at < bytes.length; at++) {
      if (bytes[at] === LINE_FEED) this.pendingLineFeeds++;
      else if (at + 1 === bytes.length) this.isCarriageReturnPending = true;
      else if (bytes[at + 1] !== LINE_FEED) this.takeLoneCarriageReturn();
    }
  }

  private takeLoneCarriageReturn(): void {
    this.flushLineFeeds();
    this.hash.update('\r');
  }

  private flushLineFeeds(): void {
    for (; this.pendingLineFeeds > 0; this.pendingLineFeeds -= Math.min(this.pendingLineFeeds, LINE_FEEDS_AT_ONCE.length)) {
      this.hash.update(LINE_FEEDS_AT_ONCE.subarray(0, this.pendingLineFeeds));
    }
  }
}

/** The bytes with every CRLF as LF. `first`: index of the first CR. Valid until the next call. */
function withLineFeeds(bytes: Buffer, first: number): Buffer {
  if (scratch.length < bytes.length) scratch = Buffer.allocUnsafeSlow(bytes.length);
  let length = 0;
  let from = 0;
  for (let at = first; at >= 0; at = bytes.indexOf(CARRIAGE_RETURN, at + 1)) {
    if (bytes[at + 1] !== LINE_FEED) continue;
    length += bytes.copy(scratch, length, from, at);
    from = at + 1;
  }
  length += bytes.copy(scratch, length, from);
  return scratch.subarray(0, length);
}
