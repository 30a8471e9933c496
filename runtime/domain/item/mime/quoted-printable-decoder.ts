import { hexDigit } from './hex-digit';
import type { ByteSink, TransferDecoder } from './transfer-decoder';

const EQUALS = 0x3d;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
/** White space that relays add after a soft line break; a longer run is content. */
const MAX_PADDING = 200;

/**
 * Decodes quoted-printable. Runs without escapes are copied natively. An escape that is none stays as it is, and so does white space at the
 * end of a line: dropping it (RFC 2045 6.7 rule 3) could drop what a sender wrote.
 */
export class QuotedPrintableDecoder implements TransferDecoder {
  readonly isCleanBase64 = false;
  readonly isDamaged = false;
  /** An escape that is cut by the end of a piece. */
  private carry: Buffer | undefined;

  write(encoded: Buffer, sink: ByteSink): void {
    this.decode(this.carry === undefined ? encoded : Buffer.concat([this.carry, encoded]), false, sink);
  }

  end(sink: ByteSink): void {
    if (this.carry !== undefined) this.decode(this.carry, true, sink);
  }

  private decode(input: Buffer, isLast: boolean, sink: ByteSink): void {
    this.carry = undefined;
    let equals = input.indexOf(EQUALS);
    if (equals < 0) {
      sink(input);
      return;
    }
    const output = Buffer.allocUnsafe(input.length);
    let written = 0;
    let from = 0;
    while (equals >= 0) {
      written += input.copy(output, written, from, equals);
      const next = escapeAt(input, equals, isLast);
      if (next === 'cut') {
        this.carry = Buffer.from(input.subarray(equals));
        from = input.length;
        break;
      }
      if (next.byte >= 0) output[written++] = next.byte;
      from = next.end;
      equals = input[from] === EQUALS ? from : input.indexOf(EQUALS, from);
    }
    written += input.copy(output, written, from);
    if (written > 0) sink(output.subarray(0, written));
  }
}

/** What an equals sign stands for: a byte, or -1 for a soft line break, and where it ends; `cut` when more bytes are needed to tell. */
function escapeAt(input: Buffer, equals: number, isLast: boolean): { byte: number; end: number } | 'cut' {
  const high = hexDigit(input[equals + 1]);
  const low = high < 0 ? -1 : hexDigit(input[equals + 2]);
  if (low >= 0) return { byte: high * 16 + low, end: equals + 3 };
  if (high >= 0) return !isLast && equals + 2 >= input.length ? 'cut' : { byte: EQUALS, end: equals + 1 };

  let at = equals + 1;
  const stop = Math.min(input.length, at + MAX_PADDING);
  while (at < stop && (input[at] === SPACE || input[at] === TAB)) at++;
  if (input[at] === LINE_FEED) return { byte: -1, end: at + 1 };
  if (at < input.length && input[at] !== CARRIAGE_RETURN) return { byte: EQUALS, end: equals + 1 };
  if (at + 1 >= input.length && !isLast) return 'cut';
  const isCrLf = input[at] === CARRIAGE_RETURN && input[at + 1] === LINE_FEED;
  // At the very end of a part the line break after the sign belongs to the boundary.
  return { byte: -1, end: isCrLf ? at + 2 : Math.min(at + 1, input.length) };
}
