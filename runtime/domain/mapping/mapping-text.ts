import { isUtf8 } from 'node:buffer';
import { decode } from 'iconv-lite';
import type { MappingProblemCode } from './mapping-problems';

export type MappingEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export type MappingText =
  /** `text` has LF line ends and no byte order mark. */
  { readonly encoding: MappingEncoding; readonly text: string } | { readonly problem: MappingProblemCode };

const UTF_8_MARK = Buffer.from('efbbbf', 'hex');
const UTF_16_LE_MARK = Buffer.from('fffe', 'hex');
const UTF_16_BE_MARK = Buffer.from('feff', 'hex');
/** What people upload by mistake: XLSX and ZIP, XLS, PDF, GZIP. */
const OTHER_FILES = ['504b0304', 'd0cf11e0', '25504446', '1f8b'].map((hex) => Buffer.from(hex, 'hex'));
const SAMPLE_BYTES = 4096;
const BROKEN_CHARACTER = '\ufffd';

/** Reads the text of a mapping file by its byte order mark, else as UTF-8, else as windows-1252, which is what Excel saves in the West. */
export function decodeMappingText(bytes: Buffer): MappingText {
  if (OTHER_FILES.some((magic) => startsWith(bytes, magic))) return { problem: 'not-a-text-file' };
  if (startsWith(bytes, UTF_8_MARK)) return utf8(bytes.subarray(UTF_8_MARK.length));
  if (startsWith(bytes, UTF_16_LE_MARK)) return utf16(bytes.subarray(UTF_16_LE_MARK.length), 'utf-16le');
  if (startsWith(bytes, UTF_16_BE_MARK)) return utf16(bytes.subarray(UTF_16_BE_MARK.length), 'utf-16be');

  const unmarked = unmarkedUtf16(bytes);
  if (unmarked !== undefined) return utf16(bytes, unmarked);
  return isUtf8(bytes) ? utf8(bytes) : damagedOr('windows-1252', decode(bytes, 'windows-1252'));
}

function utf8(bytes: Buffer): MappingText {
  return isUtf8(bytes) ? { encoding: 'utf-8', text: withLineFeeds(bytes.toString('utf8')) } : { problem: 'text-damaged' };
}

function utf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): MappingText {
  if (bytes.length % 2 === 1) return { problem: 'text-damaged' };
  const littleEndian = encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16();
  const text = littleEndian.toString('utf16le');
  return text.isWellFormed() ? damagedOr(encoding, text) : { problem: 'text-damaged' };
}

function damagedOr(encoding: MappingEncoding, text: string): MappingText {
  return text.includes(BROKEN_CHARACTER) ? { problem: 'text-damaged' } : { encoding, text: withLineFeeds(text) };
}

/** Digits, addresses and delimiters are ASCII, so every second byte of UTF-16 is NUL. */
function unmarkedUtf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let even = 0;
  let odd = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const many = sample.length / 4;
  if (odd > many && even === 0) return 'utf-16le';
  return even > many && odd === 0 ? 'utf-16be' : undefined;
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.subarray(0, start.length).equals(start);
}
