import { createHash } from 'node:crypto';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEEDS_AT_ONCE = Buffer.alloc(4_096, LINE_FEED);

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
    if (bytes.includes(CARRIAGE_RETURN)) this.hash.update(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    else this.hash.update(bytes);
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
