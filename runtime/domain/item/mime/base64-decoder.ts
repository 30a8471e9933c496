import type { ByteSink, TransferDecoder } from './transfer-decoder';

/** Encoded bytes decoded in one native call: large enough to be fast, small enough to stay in the processor's cache. */
const PIECE_BYTES = 65_536;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const PADDING = 0x3d;
const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;

/** Shared by all decoders: a sink gets its bytes within the call. */
const scratch = Buffer.allocUnsafeSlow((PIECE_BYTES / 4) * 3 + 8);

/**
 * Decodes base64 with Node's native decoder and proves on the way that it was strict base64: the native decoder skips what it does not
 * know and stops at padding, so it then returns fewer bytes than the count of characters promises. Only such a piece is decoded slowly.
 *
 * Damaged base64 is read as independent parsers read it: other characters are left out, padding ends a unit and the next one begins.
 */
export class Base64Decoder implements TransferDecoder {
  isDamaged = false;
  /** Characters of an incomplete quartet. */
  private carry = '';
  private isStrict = true;
  private hasEnded = false;
  /** The first of two padding characters stands at the end of the carry; the second must follow at once. */
  private isPaddingCut = false;
  /** The last piece ended in CR; LF must follow at once. */
  private isLineEndCut = false;

  get isCleanBase64(): boolean {
    return this.isStrict;
  }

  write(encoded: Buffer, sink: ByteSink): void {
    for (let start = 0; start < encoded.length; start += PIECE_BYTES) {
      const piece = encoded.subarray(start, start + PIECE_BYTES);
      if (!this.isStrict || !this.decodeStrictly(piece, sink)) this.decodeLeniently(piece.toString('latin1'), sink);
    }
  }

  end(sink: ByteSink): void {
    if (this.carry === '') return;
    this.decodeLeniently('', sink);
    if (this.carry !== '') this.emitUnit(this.carry, sink);
    this.carry = '';
  }

  /** False, with nothing decoded, when the piece is not strict base64. */
  private decodeStrictly(piece: Buffer, sink: ByteSink): boolean {
    if (this.isLineEndCut && piece[0] !== LINE_FEED) return false;
    if (this.isPaddingCut) return this.decodePaddingCut(piece, sink);

    const bodyLength = piece.length - countLineEnds(piece);
    if (bodyLength > 0 && (this.hasEnded || piece.includes(HYPHEN) || piece.includes(UNDERSCORE))) return false;
    if (bodyLength > 0 && !this.decodeBody(piece, bodyLength, sink)) return false;
    this.isLineEndCut = piece[piece.length - 1] === CARRIAGE_RETURN;
    return true;
  }

  private decodePaddingCut(piece: Buffer, sink: ByteSink): boolean {
    if (piece[0] !== PADDING) return false;
    this.isPaddingCut = false;
    this.carry = this.carry.slice(0, -1);
    return this.decodeStrictly(Buffer.concat([Buffer.from('='), piece]), sink);
  }

  private decodeBody(piece: Buffer, bodyLength: number, sink: ByteSink): boolean {
    const end = trimLineEnds(piece);
    const padding = piece[end - 1] !== PADDING ? 0 : piece[end - 2] !== PADDING ? 1 : 2;
    const characters = this.carry.length + bodyLength - padding;
    const remainder = characters % 4;
    if (padding === 1 && remainder === 2 && end === piece.length) {
      if (!this.decodeStrictly(piece.subarray(0, -1), sink)) return false;
      this.carry += '=';
      this.isPaddingCut = true;
      return true;
    }
    if (padding > 0 && remainder + padding !== 4) return false;
    if (padding === 0 && characters < 4) {
      const few = withoutLineEnds(piece.toString('latin1', 0, end));
      if (few.length !== bodyLength) return false;
      this.carry += few;
      return true;
    }

    const cut = padding > 0 ? end - padding : positionBeforeLast(piece, end, remainder);
    const text = this.carry + piece.toString('latin1', 0, cut);
    const expected = Math.floor(((padding > 0 ? characters : characters - remainder) * 3) / 4);
    const decoded = scratch.write(text, 0, scratch.length, 'base64');
    if (decoded !== expected || (padding > 0 && !isCanonical(text, decoded))) return false;

    if (decoded > 0) sink(scratch.subarray(0, decoded));
    this.hasEnded = padding > 0;
    this.carry = padding > 0 ? '' : withoutLineEnds(piece.toString('latin1', cut, end));
    return true;
  }

  private decodeLeniently(piece: string, sink: ByteSink): void {
    this.isStrict = false;
    const encoded = this.carry + piece;
    const known = encoded.replace(/[^A-Za-z0-9+/=]+/g, '');
    this.isDamaged ||= /[^A-Za-z0-9+/=\s]/.test(encoded);
    this.carry = '';
    let start = 0;
    for (let equals = known.indexOf('='); equals >= 0; equals = known.indexOf('=', start)) {
      if (equals > start) this.emitUnit(known.slice(start, equals), sink);
      start = equals + 1;
    }
    const complete = known.length - ((known.length - start) % 4);
    if (complete > start) this.emitUnit(known.slice(start, complete), sink);
    this.carry = known.slice(complete);
  }

  private emitUnit(unit: string, sink: ByteSink): void {
    this.isDamaged ||= unit.length % 4 === 1;
    const decoded = scratch.write(unit, 0, scratch.length, 'base64');
    if (decoded > 0) sink(scratch.subarray(0, decoded));
  }
}

/** Bytes that CRLF and LF take; a CR alone is not counted, so the piece then fails the proof. */
function countLineEnds(piece: Buffer): number {
  let count = piece[0] === LINE_FEED ? 1 : 0;
  for (let at = piece.indexOf(LINE_FEED, count); at >= 0; at = piece.indexOf(LINE_FEED, at + 1)) {
    count += piece[at - 1] === CARRIAGE_RETURN ? 2 : 1;
  }
  return piece[piece.length - 1] === CARRIAGE_RETURN ? count + 1 : count;
}

function trimLineEnds(piece: Buffer): number {
  let end = piece.length;
  while (end > 0 && isLineEnd(piece[end - 1])) end--;
  return end;
}

/** Position in front of the last `count` characters that are no line ends. */
function positionBeforeLast(piece: Buffer, end: number, count: number): number {
  let at = end;
  for (let left = count; left > 0 && at > 0; at--) if (!isLineEnd(piece[at - 1])) left--;
  return at;
}

/** The unused bits of the last character before padding are zero, so decoding and encoding again gives the same characters. */
function isCanonical(text: string, decoded: number): boolean {
  let last = text.length - 1;
  while (last >= 0 && isLineEnd(text.charCodeAt(last))) last--;
  const unit = scratch.toString('base64', decoded - ((decoded - 1) % 3) - 1, decoded);
  return text.charAt(last) === unit.charAt(unit.indexOf('=') - 1);
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === CARRIAGE_RETURN || byte === LINE_FEED;
}

function withoutLineEnds(text: string): string {
  return text.replace(/[\r\n]+/g, '');
}
