import { LINE_END_SEARCH_BYTES } from '../item-limits';
import { startsHeaderField } from './header-block';

export interface ItemStart {
  /** Index of the first header line, or of the text when there is no header. */
  readonly start: number;
  /** CR only in an item that has no LF where one must be. */
  readonly lineEnd: '\n' | '\r';
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** The line that mbox files put before a message; `>From ` is the same line, escaped by a careless tool. */
const MBOX_LINES = [Buffer.from('From '), Buffer.from('>From ')];

/**
 * Finds where an item begins: after a byte order mark, blank lines and the line of an mbox file. Undefined when more bytes are needed to
 * tell, which `isLast` rules out.
 */
export function findItemStart(bytes: Buffer, isLast: boolean): ItemStart | undefined {
  const lineEnd = lineEndOf(bytes, isLast);
  if (lineEnd === undefined) return undefined;
  const afterMark = startsWith(bytes, 0, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  let start = afterMark;
  while (bytes[start] === LINE_FEED || bytes[start] === CARRIAGE_RETURN) start++;
  if (start >= bytes.length && !isLast) return undefined;

  const isMbox = MBOX_LINES.some((line) => startsWith(bytes, start, line));
  if (!isMbox || startsHeaderField(bytes, start, bytes.length) === true) return { start, lineEnd };
  const end = bytes.indexOf(lineEnd, start);
  if (end < 0 && !isLast && bytes.length - start < LINE_END_SEARCH_BYTES) return undefined;
  return { start: end < 0 ? start : end + 1, lineEnd };
}

/** Bare carriage returns end lines only when no line feed is near the beginning: a CR inside a header of an ordinary item must not start a field. */
function lineEndOf(bytes: Buffer, isLast: boolean): '\n' | '\r' | undefined {
  const near = bytes.subarray(0, LINE_END_SEARCH_BYTES);
  if (near.includes(LINE_FEED)) return '\n';
  if (near.length < LINE_END_SEARCH_BYTES && !isLast) return undefined;
  return near.includes(CARRIAGE_RETURN) ? '\r' : '\n';
}

function startsWith(bytes: Buffer, at: number, prefix: Buffer): boolean {
  return at + prefix.length <= bytes.length && bytes.compare(prefix, 0, prefix.length, at, at + prefix.length) === 0;
}
