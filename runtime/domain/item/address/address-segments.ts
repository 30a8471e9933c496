/** One entry of an address field as it stands between separators; nothing decoded yet. */
export interface AddressSegment {
  /** What stands outside angle brackets and comments, quotation marks undone. */
  readonly display: string;
  /** The same with comments left in: the vendor's unquoted names may hold brackets. */
  readonly displayWithComments: string;
  /** Content of the first comment. */
  readonly comment: string;
  /** The display is, at least in part, a quoted string. */
  readonly isQuoted: boolean;
  /** What stands between angle brackets, trimmed; undefined when there are none. */
  readonly angle: string | undefined;
  /** Readers may take this apart in different ways: brackets or quotes that do not close, several addresses, a comment inside one. */
  readonly isDoubtful: boolean;
}

const QUOTE = 0x22;
const OPEN_COMMENT = 0x28;
const CLOSE_COMMENT = 0x29;
const COMMA = 0x2c;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const OPEN_ANGLE = 0x3c;
const CLOSE_ANGLE = 0x3e;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const TAB = 0x09;

/**
 * Splits the value of an address field (From, To ...) at its commas and semicolons, as RFC 5322 wants it and as software really writes it.
 * Names of groups (`Team: a@x, b@x;`) are left out, their members stay. One pass; at most `limit` entries.
 */
export function splitAddressField(value: string, limit: number): { readonly segments: readonly AddressSegment[]; readonly isCut: boolean } {
  const reader = new SegmentReader(value);
  const segments: AddressSegment[] = [];
  while (!reader.isAtEnd) {
    if (segments.length >= limit) return { segments, isCut: true };
    const segment = reader.next();
    if (segment !== undefined) segments.push(segment);
  }
  return { segments, isCut: false };
}

class SegmentReader {
  private at = 0;
  /** Where each closing character stands next; looked for once, so that many open brackets cost no more than one pass. */
  private nextClosingAngle = -1;
  private nextSemicolon = -1;
  private canQuote = true;
  private canComment = true;

  private display = '';
  private withComments = '';
  private comment = '';
  private angle: string | undefined;
  /** In what is shown so far; kept, because searching a growing text again and again would not be linear. */
  private hasAtSign = false;
  private isQuoted = false;
  private isDoubtful = false;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The next entry, or undefined when nothing stands between two separators. */
  next(): AddressSegment | undefined {
    this.reset();
    while (this.at < this.text.length) {
      const code = this.text.charCodeAt(this.at);
      if (code === COMMA || code === SEMICOLON) {
        this.at++;
        break;
      }
      this.take(code);
    }
    return this.segment();
  }

  private reset(): void {
    this.display = '';
    this.withComments = '';
    this.comment = '';
    this.angle = undefined;
    this.hasAtSign = false;
    this.isQuoted = false;
    this.isDoubtful = false;
  }

  private take(code: number): void {
    if (code === OPEN_ANGLE) this.takeAngle();
    else if (code === QUOTE && this.canQuote) this.takeQuoted();
    else if (code === OPEN_COMMENT && this.canComment) this.takeComment();
    else if (code === COLON && this.startsGroup()) this.dropGroupName();
    else this.takeText();
  }

  private takeText(): void {
    const start = this.at++;
    while (this.at < this.text.length && !isSpecial(this.text.charCodeAt(this.at))) this.at++;
    this.append(this.text.slice(start, this.at));
  }

  private append(text: string): void {
    if (this.angle !== undefined && text.trim() !== '') this.isDoubtful = true;
    this.hasAtSign ||= text.includes('@');
    this.display += text;
    this.withComments += text;
  }

  private takeAngle(): void {
    const start = this.at + 1;
    if (this.nextClosingAngle < start) this.nextClosingAngle = indexOrEnd(this.text, '>', start);
    const end = this.nextClosingAngle;
    const nested = this.text.slice(start, end).indexOf('<');
    const isClosed = end < this.text.length && nested < 0;
    const stop = isClosed ? end : this.endOfOpenAngle(start, nested < 0 ? end : start + nested);
    if (this.angle !== undefined || !isClosed) this.isDoubtful = true;
    this.angle = this.angle || this.text.slice(start, stop).trim();
    this.at = isClosed ? end + 1 : stop;
  }

  /** A bracket that does not close must not swallow the entries that follow it. */
  private endOfOpenAngle(start: number, stop: number): number {
    const comma = this.text.slice(start, stop).search(/[,;]/);
    return comma < 0 ? stop : start + comma;
  }

  private takeQuoted(): void {
    let content = '';
    let from = this.at + 1;
    for (let at = from; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === BACKSLASH) {
        content += this.text.slice(from, at);
        from = ++at;
      } else if (code === QUOTE) {
        this.takeQuotedText(content + this.text.slice(from, at), at + 1);
        return;
      }
    }
    // Never closed: the mark is text, and who is meant is anybody's guess.
    this.canQuote = false;
    this.isDoubtful = true;
  }

  private takeQuotedText(content: string, end: number): void {
    this.at = end;
    // `"local part"@domain`: a quoted local part is where parsers went wrong before (GHSA-mm7p-fcc7-pg87).
    if (this.text.charAt(end) === '@') this.isDoubtful = true;
    this.append(content);
    this.isQuoted = true;
  }

  private takeComment(): void {
    let depth = 0;
    for (let at = this.at; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === BACKSLASH) at++;
      else if (code === OPEN_COMMENT) depth++;
      else if (code === CLOSE_COMMENT && --depth === 0) {
        this.takeCommentText(this.text.slice(this.at + 1, at), at + 1);
        return;
      }
    }
    this.canComment = false;
    this.isDoubtful = true;
  }

  private takeCommentText(content: string, end: number): void {
    const isGlued = !isSpaceOrEdge(this.text, this.at - 1) || !isSpaceOrEdge(this.text, end);
    // `user@good.example(x)evil.example`: glued to an address, a comment changes what it is.
    if (isGlued && this.angle === undefined && this.hasAtSign) this.isDoubtful = true;
    if (isGlued && this.text.charAt(end) === '@') this.isDoubtful = true;
    if (this.comment === '') this.comment = content.trim();
    this.withComments += `(${content})`;
    this.at = end;
  }

  /** A colon starts a group only when a semicolon ends one; else it is a part of a name. */
  private startsGroup(): boolean {
    if (this.angle !== undefined || this.isQuoted || this.hasAtSign) return false;
    if (this.nextSemicolon < this.at) this.nextSemicolon = indexOrEnd(this.text, ';', this.at);
    return this.nextSemicolon < this.text.length;
  }

  private dropGroupName(): void {
    this.at++;
    this.reset();
  }

  private segment(): AddressSegment | undefined {
    const display = this.display.trim();
    if (display === '' && this.comment === '' && this.angle === undefined) return undefined;
    return {
      display,
      displayWithComments: this.withComments.trim(),
      comment: this.comment,
      isQuoted: this.isQuoted,
      angle: this.angle,
      isDoubtful: this.isDoubtful,
    };
  }
}

function isSpecial(code: number): boolean {
  return (
    code === COMMA ||
    code === SEMICOLON ||
    code === OPEN_ANGLE ||
    code === CLOSE_ANGLE ||
    code === QUOTE ||
    code === OPEN_COMMENT ||
    code === COLON
  );
}

function isSpaceOrEdge(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    Number.isNaN(code) ||
    code === SPACE ||
    code === TAB ||
    code === COMMA ||
    code === SEMICOLON ||
    code === OPEN_ANGLE ||
    code === CLOSE_ANGLE
  );
}

function indexOrEnd(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from);
  return index < 0 ? text.length : index;
}
