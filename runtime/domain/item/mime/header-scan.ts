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
const HYPHEN = 0x2d;
const SPACE = 0x20;
const TAB = 0x09;
/** Longer than any delimiter line. */
const LONGEST_KEPT_LINE = 2_048;

/** Finds the end of one header block, line by line; every byte is looked at once, however small the chunks are. */
export class HeaderScan {
  /** Where the next line starts. */
  private line = 0;
  /** Up to here no line end was found. */
  private searched = 0;
  /** Start of the first line that is no header field. */
  private firstUnreadable: number | undefined;

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
        return this.endWithoutLine(bytes, from, delimiters);
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
    const isCrLf = this.lineEnd === '\n' && lineStop > start && bytes[lineStop - 1] === CARRIAGE_RETURN;
    const contentEnd = isCrLf ? lineStop - 1 : lineStop;
    if (contentEnd === start) {
      return { headerEnd: this.line, bodyStart: Math.min(lineStop + 1, bytes.length) - from, endedBy: 'blank-line' };
    }
    if (delimiters.isDelimiter(bytes, start, contentEnd)) return this.end(this.line, 'delimiter');

    const first = bytes[start];
    const isContinuation = this.line > 0 && (first === SPACE || first === TAB);
    if (isContinuation || startsHeaderField(bytes, start, contentEnd) === true) return undefined;
    if (this.line === 0) return { headerEnd: 0, bodyStart: 0, endedBy: 'body' };
    this.firstUnreadable ??= this.line;
    return undefined;
  }

  /** A line without end so far: text that is no header is recognised at once, a header over the limit too. */
  private endWithoutLine(bytes: Buffer, from: number, delimiters: Delimiters): HeaderEnd | undefined {
    const start = from + this.line;
    const mayBeDelimiter = !delimiters.isEmpty && bytes[start] === HYPHEN;
    if (this.line === 0 && !mayBeDelimiter && bytes[start] !== CARRIAGE_RETURN && startsHeaderField(bytes, start, bytes.length) === false) {
      return { headerEnd: 0, bodyStart: 0, endedBy: 'body' };
    }
    return bytes.length - from > this.limit ? { headerEnd: this.line, bodyStart: this.line, endedBy: 'limit' } : undefined;
  }

  /** Without a blank line the body begins at the first line that is no header field, as Python's reader does it. */
  private end(headerEnd: number, endedBy: 'delimiter' | 'end'): HeaderEnd {
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
      const contentEnd = this.lineEnd === '\n' && found > start && bytes[found - 1] === CARRIAGE_RETURN ? found - 1 : found;
      const isWholeLine = !this.isInsideLine;
      this.isInsideLine = false;
      if (isWholeLine && contentEnd === start) return { at: found + 1, isDone: true };
      if (isWholeLine && delimiters.isDelimiter(bytes, start, contentEnd)) return { at: start, isDone: true };
      start = found + 1;
    }
  }
}
