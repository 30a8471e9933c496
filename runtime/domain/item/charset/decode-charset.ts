import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { type Decoding, decodingOf } from './charset-labels';
import { decodeCns11643 } from './cns-11643';
import { decodeIso2022 } from './iso-2022';
import { decodeHz } from './seven-bit-chinese';
import { decodeUtf16, decodeUtf32 } from './unicode-forms';

export type CharsetProblem = 'charset-unknown' | 'charset-mismatch' | 'text-damaged';

export interface DecodedText {
  readonly text: string;
  readonly problem: CharsetProblem | undefined;
}

const ESCAPE = 0x1b;
const REPLACEMENT = '\ufffd';
/** Sets in which bytes below 80 are not simply ASCII, so that the fast path must not take them. */
const NOT_ASCII_BASED = new Set<Decoding>(['utf-7', 'utf-16', 'utf-16le', 'utf-16be', 'utf-32', 'utf-32le', 'utf-32be', 'iso-2022', 'hz']);
/** What software writes when it does not know better; text that is valid UTF-8 was then meant as UTF-8. */
const MEANINGLESS_NAMES = new Set(['windows-1252', 'windows1252', 'cp1252']);

/**
 * Decodes text in the character set that `label` names, in any spelling; without a label as UTF-8 when it is valid, else as windows-1252.
 * Never throws. Wrong labels are seen through where the bytes prove it: valid UTF-8 labelled as Latin-1 or ASCII, and the other way round.
 */
export function decodeCharset(bytes: Buffer, label: string | undefined): DecodedText {
  const decoding = label === undefined ? 'ascii' : decodingOf(label);
  if (decoding === undefined) return { text: decodeUnlabelled(bytes), problem: 'charset-unknown' };
  if (isAscii(bytes) && !NOT_ASCII_BASED.has(decoding) && !bytes.includes(ESCAPE))
    return { text: bytes.toString('latin1'), problem: undefined };
  if (decoding === 'utf-8') return decodeLabelledUtf8(bytes);

  const isMislabelledUtf8 = isMeaningless(decoding) && !isAscii(bytes) && isUtf8(bytes);
  const isMislabelled = label !== undefined && (isMislabelledUtf8 || (decoding === 'ascii' && !isAscii(bytes)));
  const text = isMislabelledUtf8 ? decodeUtf8(bytes) : decodeAs(decoding, bytes);
  if (isMislabelled) return { text, problem: 'charset-mismatch' };
  return { text, problem: text.includes(REPLACEMENT) ? 'text-damaged' : undefined };
}

function isMeaningless(decoding: Decoding): boolean {
  return decoding === 'ascii' || (typeof decoding === 'object' && MEANINGLESS_NAMES.has(decoding.iconvName));
}

function decodeAs(decoding: Exclude<Decoding, 'utf-8'>, bytes: Buffer): string {
  switch (decoding) {
    case 'ascii':
      return decodeUnlabelled(bytes);
    case 'utf-7':
      return iconv.decode(bytes, 'utf-7');
    case 'utf-16':
      return decodeUtf16(bytes, undefined);
    case 'utf-16le':
      return decodeUtf16(bytes, 'little');
    case 'utf-16be':
      return decodeUtf16(bytes, 'big');
    case 'utf-32':
      return decodeUtf32(bytes, undefined);
    case 'utf-32le':
      return decodeUtf32(bytes, 'little');
    case 'utf-32be':
      return decodeUtf32(bytes, 'big');
    case 'iso-2022':
      return decodeIso2022(bytes);
    case 'hz':
      return decodeHz(bytes);
    case 'euc-tw':
      return decodeEucTw(bytes);
    default:
      return iconv.decode(bytes, decoding.iconvName);
  }
}

/** Escape sequences in text without a label are Japanese mail of the old kind; anything else is UTF-8 or, failing that, windows-1252. */
function decodeUnlabelled(bytes: Buffer): string {
  if (isAscii(bytes)) return /\x1b[$(][@ABCJ(]/.test(bytes.toString('latin1')) ? decodeIso2022(bytes) : bytes.toString('latin1');
  const mended = isUtf8(bytes) ? bytes : mendSurrogates(bytes);
  return isUtf8(mended) ? decodeUtf8(mended) : iconv.decode(bytes, 'windows-1252');
}

function decodeUtf8(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Bytes with no valid multi-byte sequence at all are not damaged UTF-8, they are something else. */
function decodeLabelledUtf8(bytes: Buffer): DecodedText {
  if (isUtf8(bytes)) return { text: decodeUtf8(bytes), problem: undefined };
  const mended = mendSurrogates(bytes);
  const text = decodeUtf8(mended);
  if (mended !== bytes && !text.includes(REPLACEMENT)) return { text, problem: undefined };
  return /[\x80-\ufffc\ufffe\uffff]/.test(text) || mended !== bytes
    ? { text, problem: 'text-damaged' }
    : { text: iconv.decode(bytes, 'windows-1252'), problem: 'charset-mismatch' };
}

const SURROGATE_PAIRS = /\xed([\xa0-\xaf])([\x80-\xbf])\xed([\xb0-\xbf])([\x80-\xbf])/g;
const LONE_SURROGATES = /\xed[\xa0-\xbf][\x80-\xbf]/g;
const REPLACEMENT_BYTES = '\xef\xbf\xbd';

/**
 * Java writes an emoji as the two halves of its UTF-16 form, each in three bytes (CESU-8), and a half that stands alone the same way. Pairs
 * become the character they mean, lone halves one U+FFFD. The same buffer when there are none.
 */
function mendSurrogates(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const mended = text
    .replace(SURROGATE_PAIRS, (_pair, a: string, b: string, c: string, d: string) =>
      Buffer.from(String.fromCharCode(codeUnit(a, b), codeUnit(c, d))).toString('latin1'),
    )
    .replace(LONE_SURROGATES, REPLACEMENT_BYTES);
  return mended === text ? bytes : Buffer.from(mended, 'latin1');
}

/** The UTF-16 code unit whose three bytes end in these two (after ED). */
function codeUnit(second: string, third: string): number {
  return 0xd000 | ((second.charCodeAt(0) & 0x3f) << 6) | (third.charCodeAt(0) & 0x3f);
}

function decodeEucTw(bytes: Buffer): string {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    const isPlanePrefix = byte === 0x8e;
    const pair = isPlanePrefix ? at + 2 : at;
    if (byte < 0x80) text += String.fromCharCode(byte);
    else if (pair + 1 < bytes.length) {
      const plane = isPlanePrefix ? (bytes[at + 1] ?? 0) - 0xa0 : 1;
      text += decodeCns11643(plane, (bytes[pair] ?? 0) & 0x7f, (bytes[pair + 1] ?? 0) & 0x7f);
    } else text += REPLACEMENT;
    at = byte < 0x80 ? at + 1 : pair + 2;
  }
  return text;
}
