import { MAX_BOUNDARY_LENGTH, MAX_DELIMITER_PADDING } from '../item-limits';

/** A line that ends what stands before it: `--boundary` or `--boundary--`. */
export interface Delimiter {
  /** Index of the line end before it, which belongs to the delimiter and not to the body (RFC 2046 5.1.1). */
  readonly start: number;
  /** Index after its own line end. */
  readonly end: number;
  /** The owner that was given with the boundary. */
  readonly owner: number;
  readonly isClosing: boolean;
}

/** No delimiter yet; the bytes up to `safeEnd` are certainly body. */
export interface NoDelimiter {
  readonly safeEnd: number;
}

interface OpenBoundary {
  readonly boundary: string;
  readonly owner: number;
  /** What this boundary and all outer ones begin with: the longer it is, the faster the native search. */
  readonly prefix: string;
  /** An outer boundary of the same text, hidden while this one is open. */
  readonly hidden: number | undefined;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const HYPHEN = 0x2d;
/** Line ends that were converted twice, or three times. */
const MOST_CARRIAGE_RETURNS = 3;
const HYPHENS = '--';
const LONGEST_LINE = HYPHENS.length * 2 + MAX_BOUNDARY_LENGTH + MAX_DELIMITER_PADDING;

/** The boundaries of all multiparts that are open, and the search for the next line that is one of them. */
export class Delimiters {
  private readonly open: OpenBoundary[] = [];
  private readonly owners = new Map<string, number>();
  private needle = Buffer.from(HYPHENS);
  /** A multipart that names no boundary takes the first line that looks like one. */
  private ownerWithoutBoundary: number | undefined;

  get isEmpty(): boolean {
    return this.open.length === 0 && this.ownerWithoutBoundary === undefined;
  }

  push(boundary: string, owner: number): void {
    const outer = this.open.at(-1)?.prefix;
    const prefix = outer === undefined ? boundary : commonPrefix(outer, boundary);
    this.open.push({ boundary, owner, prefix, hidden: this.owners.get(boundary) });
    this.owners.set(boundary, owner);
    this.ownerWithoutBoundary = undefined;
    this.prepareNeedle();
  }

  pushUnknown(owner: number): void {
    this.ownerWithoutBoundary = owner;
    this.prepareNeedle();
  }

  /** The last delimiter of `owner` was found: an outer multipart with the same boundary is seen again. */
  end(owner: number): void {
    const ended = this.open.find((open) => open.owner === owner);
    if (ended?.hidden !== undefined) this.owners.set(ended.boundary, ended.hidden);
  }

  /** Closes every boundary whose owner is `owner` or inside it. */
  close(owner: number): void {
    for (let last = this.open.at(-1); last !== undefined && last.owner >= owner; last = this.open.at(-1)) {
      this.open.pop();
      if (last.hidden === undefined) this.owners.delete(last.boundary);
      else this.owners.set(last.boundary, last.hidden);
    }
    if (this.ownerWithoutBoundary !== undefined && this.ownerWithoutBoundary >= owner) this.ownerWithoutBoundary = undefined;
    this.prepareNeedle();
  }

  /**
   * Finds the next delimiter from `from` on. `lineStart` is an index that is known to begin a line although no line end stands before it in
   * `bytes` (the beginning of a body), or -1.
   */
  find(bytes: Buffer, from: number, lineStart: number, isLast: boolean): Delimiter | NoDelimiter {
    const lines = new LineEnds(bytes);
    for (let at = bytes.indexOf(this.needle, from); at >= 0; ) {
      const isAtLineStart = at === lineStart || (at > from && isLineEnd(bytes[at - 1]));
      const end = lines.next(at);
      if (isAtLineStart) {
        const start = at === lineStart ? at : beforeLineEnd(bytes, at, from);
        const afterLine = afterLineEnd(bytes, end);
        const isCut = afterLine >= bytes.length && (end >= bytes.length || bytes[afterLine - 1] === CARRIAGE_RETURN);
        if (isCut && !isLast && bytes.length - at <= LONGEST_LINE) return { safeEnd: start };
        const found = end - at <= LONGEST_LINE ? this.match(bytes.toString('latin1', at + 2, end)) : undefined;
        if (found !== undefined) return { ...found, start, end: afterLine };
      }
      if (end >= bytes.length) break;
      at = bytes.indexOf(this.needle, end + 1);
    }
    return { safeEnd: isLast ? bytes.length : this.tailStart(bytes, from, lineStart) };
  }

  /** Whether the line `start` to `end` (without its line end) is a delimiter: one may stand where a header is expected too. */
  isDelimiter(bytes: Buffer, start: number, end: number): boolean {
    const isCandidate = !this.isEmpty && end - start <= LONGEST_LINE && bytes[start] === HYPHEN && bytes[start + 1] === HYPHEN;
    return isCandidate && this.match(bytes.toString('latin1', start + 2, end)) !== undefined;
  }

  private match(lineWithoutHyphens: string): { owner: number; isClosing: boolean } | undefined {
    const text = lineWithoutHyphens.trimEnd();
    const owner = this.owners.get(text);
    if (owner !== undefined) return { owner, isClosing: false };
    const closed = text.endsWith(HYPHENS) ? this.owners.get(text.slice(0, -2)) : undefined;
    if (closed !== undefined) return { owner: closed, isClosing: true };
    return this.matchUnknown(text);
  }

  private matchUnknown(text: string): { owner: number; isClosing: boolean } | undefined {
    const owner = this.ownerWithoutBoundary;
    if (owner === undefined || !/^[!-~]{2,}$/.test(text) || /^-+$/.test(text) || text.length > MAX_BOUNDARY_LENGTH) return undefined;
    this.push(text, owner);
    return { owner, isClosing: false };
  }

  private prepareNeedle(): void {
    const prefix = this.ownerWithoutBoundary === undefined ? (this.open.at(-1)?.prefix ?? '') : '';
    this.needle = Buffer.from(HYPHENS + prefix, 'latin1');
  }

  /** Where a delimiter may begin that the next bytes complete: at the last line end when only the beginning of the needle follows it. */
  private tailStart(bytes: Buffer, from: number, lineStart: number): number {
    const first = Math.max(from, bytes.length - this.needle.length - 1);
    for (let at = bytes.length - 1; at >= first; at--) {
      if (isLineEnd(bytes[at])) return this.isNeedleCut(bytes, at + 1) ? beforeLineEnd(bytes, at + 1, from) : bytes.length;
    }
    return lineStart >= first && this.isNeedleCut(bytes, lineStart) ? lineStart : bytes.length;
  }

  private isNeedleCut(bytes: Buffer, start: number): boolean {
    const length = bytes.length - start;
    return length < this.needle.length && bytes.compare(this.needle, 0, length, start) === 0;
  }
}

/** Ends of lines, each looked for once, so that many lines cost no more than one pass. */
class LineEnds {
  private lineFeed = -1;
  private carriageReturn = -1;

  constructor(private readonly bytes: Buffer) {}

  /** Index of the first CR or LF at or after `from`, or the length. */
  next(from: number): number {
    if (this.lineFeed < from) this.lineFeed = this.find(LINE_FEED, from);
    if (this.carriageReturn < from) this.carriageReturn = this.find(CARRIAGE_RETURN, from);
    return Math.min(this.lineFeed, this.carriageReturn);
  }

  private find(byte: number, from: number): number {
    const found = this.bytes.indexOf(byte, from);
    return found < 0 ? this.bytes.length : found;
  }
}

/** After CRLF, LF, CR, or the CR CR LF that a second conversion of line ends leaves behind. */
function afterLineEnd(bytes: Buffer, at: number): number {
  if (bytes[at] === LINE_FEED) return at + 1;
  let end = at;
  while (bytes[end] === CARRIAGE_RETURN && end - at < MOST_CARRIAGE_RETURNS) end++;
  if (bytes[end] === LINE_FEED) return end + 1;
  return end >= bytes.length ? end : Math.min(at + 1, bytes.length);
}

/** Index of the line end that stands before `at`, CR and LF together, not before `from`. */
function beforeLineEnd(bytes: Buffer, at: number, from: number): number {
  const isCrLf = bytes[at - 1] === LINE_FEED && at - 2 >= from && bytes[at - 2] === CARRIAGE_RETURN;
  return isCrLf ? at - 2 : at - 1;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

function commonPrefix(a: string, b: string): string {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return a.slice(0, length);
}
