import type { Delimiters } from './delimiters';
import { startsHeaderField } from './header-block';

/** Where a header block ends and what follows it. Indexes count from where the block starts. */
export interface HeaderEnd {
  /** End of the bytes that are header; 0 when there is none. */
  readonly headerEnd: number;
  /** Where the body begins. */
  readonly bodyStart: number;
  /** `limit`: the header goes on, but the reader keeps no more of it; the body begins after a blank line that is still to be found. */
  readonly endedBy: 'blank-line' | 'body' | 'delimiter' | 'end' | 'limit';
}

const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
/** Longer than any delimiter line. */
const LONGEST_KEPT_LINE = 2_048;

const NO_HEADER: HeaderEnd = { headerEnd: 0, bodyStart: 0, endedBy: 'body' };
/** RFC 5322 2.1.1; with the CR that stands alone. */
const LONGEST_UNREADABLE_LINE = 1_000;
/** Fields of which one stands near the top of every header; enough bytes to see the longest of these names. */
const MAIL_FIELD = /^(?:content-[a-z-]+|mime-version|from|to|cc|subject|date|message-id|received|return-path|x-[\w-]+)[ \t]*:/i;
const MAIL_FIELD_BYTES = 64;

/** Finds the end of one header block, line by line; every byte is looked at once, however small the chunks are. */
export class HeaderScan {
  /** Where the next line starts. */
  private line = 0;
  /** Up to here no line end was found. */
  private searched = 0;
  /** Start of the first line, not counting the very first one, that is no header field. */
  private firstUnreadable: number | undefined;
  /** The very first line is no header field: the second one decides whether this is a header at all. */
  private isInDoubt = false;

  constructor(
    private readonly lineEnd: '\n' | '\r',
    private readonly limit: number,
  ) {}

  /** Goes on in a block that starts at index `from` of `bytes`; undefined when more bytes are needed. */
  advance(bytes: Buffer, from: number, delimiters: Delimiters, isLast: boolean): HeaderEnd | undefined {
    for (;;) {
      const start = from + this.line;
      if (start >= bytes.length) return isLast ? this.end(this.line, 'end') : undefined;
      const found = bytes.indexOf(this.lineEnd, from + this.searched);
      if (found < 0 && !isLast) {
        this.searched = Math.max(this.line, bytes.length - from);
        return this.endWithoutLine(bytes, from);
      }
      const lineStop = found < 0 ? bytes.length : found;
      const ended = this.endAtLine(bytes, from, start, lineStop, delimiters);
      if (ended !== undefined) return ended;
      const next = found < 0 ? bytes.length : found + 1;
      if (next - from > this.limit) return { headerEnd: this.line, bodyStart: this.line, endedBy: 'limit' };
      this.line = next - from;
      this.searched = this.line;
    }
  }

  private endAtLine(bytes: Buffer, from: number, start: number, lineStop: number, delimiters: Delimiters): HeaderEnd | undefined {
    const contentEnd = contentEndOf(bytes, start, lineStop);
    const isDelimiter = delimiters.isDelimiter(bytes, start, contentEnd);
    if (this.isInDoubt && (isDelimiter || !startsMailField(bytes, start, contentEnd))) return NO_HEADER;
    this.isInDoubt = false;
    if (contentEnd === start) {
      return { headerEnd: this.line, bodyStart: Math.min(lineStop + 1, bytes.length) - from, endedBy: 'blank-line' };
    }
    if (isDelimiter) return this.end(this.line, 'delimiter');

    const first = bytes[start];
    const isContinuation = this.line > 0 && (first === SPACE || first === TAB);
    if (isContinuation || startsHeaderField(bytes, start, contentEnd) === true) return undefined;
    if (this.line > 0) this.firstUnreadable ??= this.line;
    else if (contentEnd - start > LONGEST_UNREADABLE_LINE) return NO_HEADER;
    else this.isInDoubt = true;
    return undefined;
  }

  /** A line without end so far: text that is no header is recognised early, a header over the limit too. */
  private endWithoutLine(bytes: Buffer, from: number): HeaderEnd | undefined {
    const start = from + this.line;
    const length = bytes.length - start;
    if (this.line === 0 && length > LONGEST_UNREADABLE_LINE && startsHeaderField(bytes, start, bytes.length) === false) return NO_HEADER;
    if (this.isInDoubt && length >= MAIL_FIELD_BYTES && !startsMailField(bytes, start, bytes.length)) return NO_HEADER;
    return bytes.length - from > this.limit ? { headerEnd: this.line, bodyStart: this.line, endedBy: 'limit' } : undefined;
  }

  /** Without a blank line the body begins at the first line that is no header field, as Python's reader does it. */
  private end(headerEnd: number, endedBy: 'delimiter' | 'end'): HeaderEnd {
    if (this.isInDoubt) return NO_HEADER;
    const unreadable = this.firstUnreadable;
    return unreadable === undefined
      ? { headerEnd, bodyStart: headerEnd, endedBy }
      : { headerEnd: unreadable, bodyStart: unreadable, endedBy: 'body' };
  }
}

/** The rest of a header that is over the limit: read past, line by line, and not kept. */
export class HeaderRest {
  private isInsideLine = false;

  constructor(private readonly lineEnd: '\n' | '\r') {}

  /** How far the bytes are read, and whether the body begins there. */
  advance(bytes: Buffer, from: number, delimiters: Delimiters, isLast: boolean): { readonly at: number; readonly isDone: boolean } {
    for (let start = from; ; ) {
      const found = bytes.indexOf(this.lineEnd, start);
      if (found < 0) {
        const isShort = !this.isInsideLine && bytes.length - start <= LONGEST_KEPT_LINE;
        if (isShort && !isLast) return { at: start, isDone: false };
        this.isInsideLine = true;
        return { at: bytes.length, isDone: isLast };
      }
      const contentEnd = contentEndOf(bytes, start, found);
      const isWholeLine = !this.isInsideLine;
      this.isInsideLine = false;
      if (isWholeLine && contentEnd === start) return { at: found + 1, isDone: true };
      if (isWholeLine && delimiters.isDelimiter(bytes, start, contentEnd)) return { at: start, isDone: true };
      start = found + 1;
    }
  }
}

/** Without the CR of CRLF, or of the CR CR LF that a second conversion of line ends leaves behind. */
function contentEndOf(bytes: Buffer, start: number, lineStop: number): number {
  let end = lineStop;
  while (end > start && bytes[end - 1] === CARRIAGE_RETURN) end--;
  return end;
}

function startsMailField(bytes: Buffer, start: number, end: number): boolean {
  return MAIL_FIELD.test(bytes.toString('latin1', start, Math.min(end, start + MAIL_FIELD_BYTES)));
}
