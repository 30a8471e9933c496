import { decodeCharset } from '../charset/decode-charset';
import { hexDigit } from './hex-digit';

/** One RFC 2047 encoded word as it stands in the text. */
interface EncodedWord {
  readonly start: number;
  readonly end: number;
  /** Without the language tag of RFC 2231, as written. */
  readonly charset: string;
  readonly encoding: 'b' | 'q';
  readonly payload: string;
}

const ONLY_WHITE_SPACE = /^[ \t\r\n]*$/;
const REPLACEMENT = /\ufffd/g;
const MAX_CHARSET_LENGTH = 80;

/**
 * Decodes RFC 2047 encoded words wherever they stand. Tolerates what software really writes: words without space around them, spaces inside,
 * wrong case, no padding, a character split across words, 75 characters exceeded. A word that is not closed, or whose character set nobody
 * knows, stays as it is.
 */
export function decodeEncodedWords(text: string): string {
  if (!text.includes('=?')) return text;
  const words = findWords(text);
  let decoded = '';
  let position = 0;

  for (let first = 0; first < words.length; ) {
    const run = runOfWords(text, words, first);
    const firstWord = run[0];
    const lastWord = run.at(-1);
    if (firstWord === undefined || lastWord === undefined) break;
    const between = text.slice(position, firstWord.start);
    // White space between two words is folding, not content (RFC 2047 6.2).
    if (first === 0 || !ONLY_WHITE_SPACE.test(between)) decoded += between;
    decoded += decodeRun(text, run);
    position = lastWord.end;
    first += run.length;
  }
  return decoded + text.slice(position);
}

function findWords(text: string): EncodedWord[] {
  const words: EncodedWord[] = [];
  for (let start = text.indexOf('=?'); start >= 0; ) {
    const word = wordAt(text, start);
    if (word !== undefined) words.push(word);
    start = text.indexOf('=?', word?.end ?? start + 2);
  }
  return words;
}

function wordAt(text: string, start: number): EncodedWord | undefined {
  const charsetEnd = start + 2 + text.slice(start + 2, start + 3 + MAX_CHARSET_LENGTH).indexOf('?');
  if (charsetEnd < start + 2) return undefined;
  const encoding = text.charAt(charsetEnd + 1).toLowerCase();
  if ((encoding !== 'b' && encoding !== 'q') || text.charAt(charsetEnd + 2) !== '?') return undefined;

  // The head of a following word ends the search: a word that is not closed stays text, and the search stays linear.
  const payloadStart = charsetEnd + 3;
  const nextHead = text.indexOf('=?', payloadStart);
  const region = nextHead < 0 ? text.slice(payloadStart) : text.slice(payloadStart, nextHead + 3);
  const payloadLength = region.indexOf('?=');
  const charset = text
    .slice(start + 2, charsetEnd)
    .replace(/\*.*$/s, '')
    .trim();
  const payload = region.slice(0, Math.max(payloadLength, 0));
  // A question mark that is not escaped is common in Q and impossible in B.
  const isBroken = payloadLength < 0 || (encoding === 'b' && payload.includes('?'));
  if (isBroken || charset === '' || /\s/.test(charset)) return undefined;
  return { start, end: payloadStart + payloadLength + 2, charset, encoding, payload };
}

/** Words that follow each other in one character set: their bytes belong together, a character may be split between them. */
function runOfWords(text: string, words: readonly EncodedWord[], first: number): EncodedWord[] {
  const run: EncodedWord[] = [];
  for (let index = first; index < words.length; index++) {
    const word = words[index];
    const previous = run.at(-1);
    if (word === undefined) break;
    const isNext =
      previous === undefined ||
      (word.charset.toLowerCase() === previous.charset.toLowerCase() && ONLY_WHITE_SPACE.test(text.slice(previous.end, word.start)));
    if (!isNext) break;
    run.push(word);
  }
  return run;
}

/**
 * The bytes of a run belong together, because software cuts characters between words. Some cuts even the groups of base64, and some begins
 * anew in every word; those readings are tried when the first one damages the text.
 */
function decodeRun(text: string, run: readonly EncodedWord[]): string {
  const charset = run[0]?.charset;
  const joined = decodeCharset(Buffer.concat(run.map(wordBytes)), charset);
  if (joined.problem === 'charset-unknown') return text.slice(run[0]?.start, run.at(-1)?.end);
  if (run.length === 1 || joined.problem === undefined) return joined.text;

  const regrouped = decodeCharset(regroupedBytes(run), charset);
  if (regrouped.problem === undefined) return regrouped.text;
  const apart = run.map((word) => decodeCharset(wordBytes(word), charset).text).join('');
  return countDamage(apart) < countDamage(joined.text) ? apart : joined.text;
}

function countDamage(text: string): number {
  return text.match(REPLACEMENT)?.length ?? 0;
}

function wordBytes({ encoding, payload }: EncodedWord): Buffer {
  return encoding === 'q' ? decodeQ(payload) : Buffer.from(base64Characters(payload), 'base64');
}

function regroupedBytes(run: readonly EncodedWord[]): Buffer {
  const isBase64 = run.every((word) => word.encoding === 'b');
  return isBase64 ? Buffer.from(run.map((word) => base64Characters(word.payload)).join(''), 'base64') : Buffer.concat(run.map(wordBytes));
}

function base64Characters(payload: string): string {
  return payload.replace(/[^A-Za-z0-9+/=]/g, '');
}

function decodeQ(payload: string): Buffer {
  const bytes = Buffer.from(payload.replace(/=[ \t]+(?=[0-9A-Fa-f])/g, '=').replaceAll('_', ' '));
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const high = bytes[at] === 0x3d ? hexDigit(bytes[at + 1]) : -1;
    const low = high < 0 ? -1 : hexDigit(bytes[at + 2]);
    if (low < 0) bytes[length++] = bytes[at] ?? 0;
    else {
      bytes[length++] = high * 16 + low;
      at += 2;
    }
  }
  return bytes.subarray(0, length);
}
