import iconv from 'iconv-lite';
import { decodeCns11643 } from './cns-11643';

/**
 * ISO-2022-JP (with -1, -2, -3 and Microsoft's variants), ISO-2022-KR and ISO-2022-CN in one decoder: an escape sequence designates a
 * character set, shifts choose between sets. Neither TextDecoder nor iconv-lite decodes the Korean and Chinese ones, and TextDecoder knows
 * only plain ISO-2022-JP. RFC 1468, 1554, 1557, 1922, 2237.
 */

interface CodedSet {
  readonly bytesPerCharacter: 1 | 2;
  /** `bytes`: the 7-bit bytes of whole characters. */
  decode(bytes: Buffer): string;
}

const ESCAPE = 0x1b;
const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;
const LINE_FEED = 0x0a;

const ASCII: CodedSet = { bytesPerCharacter: 1, decode: (bytes) => bytes.toString('latin1') };
const JIS_ROMAN: CodedSet = {
  bytesPerCharacter: 1,
  decode: (bytes) => bytes.toString('latin1').replaceAll('\\', '\u00a5').replaceAll('~', '\u203e'),
};
const JIS_KATAKANA: CodedSet = { bytesPerCharacter: 1, decode: (bytes) => iconv.decode(withHighBit(bytes), 'shift_jis') };
const JIS_X_0208: CodedSet = { bytesPerCharacter: 2, decode: (bytes) => iconv.decode(withHighBit(bytes), 'euc-jp') };
const JIS_X_0212: CodedSet = { bytesPerCharacter: 2, decode: (bytes) => iconv.decode(prefixed(withHighBit(bytes), 0x8f), 'euc-jp') };
const GB_2312: CodedSet = { bytesPerCharacter: 2, decode: (bytes) => iconv.decode(withHighBit(bytes), 'gbk') };
const KS_X_1001: CodedSet = { bytesPerCharacter: 2, decode: (bytes) => iconv.decode(withHighBit(bytes), 'cp949') };
const CNS_PLANE_1: CodedSet = { bytesPerCharacter: 2, decode: (bytes) => decodeCns(1, bytes) };
const CNS_PLANE_2: CodedSet = { bytesPerCharacter: 2, decode: (bytes) => decodeCns(2, bytes) };
const LATIN_1_HIGH: CodedSet = { bytesPerCharacter: 1, decode: (bytes) => iconv.decode(withHighBit(bytes), 'windows-1252') };
const GREEK_HIGH: CodedSet = { bytesPerCharacter: 1, decode: (bytes) => iconv.decode(withHighBit(bytes), 'iso-8859-7') };

type Slot = 'g0' | 'g1' | 'g2';

/** What follows the escape character, and which slot it fills with which set. */
const DESIGNATIONS = new Map<string, readonly [Slot, CodedSet]>([
  ['(B', ['g0', ASCII]],
  ['(J', ['g0', JIS_ROMAN]],
  ['(I', ['g0', JIS_KATAKANA]],
  ['$@', ['g0', JIS_X_0208]],
  ['$B', ['g0', JIS_X_0208]],
  ['$(D', ['g0', JIS_X_0212]],
  ['$(O', ['g0', JIS_X_0208]],
  ['$(Q', ['g0', JIS_X_0208]],
  ['$A', ['g0', GB_2312]],
  ['$(C', ['g0', KS_X_1001]],
  ['$)C', ['g1', KS_X_1001]],
  ['$)A', ['g1', GB_2312]],
  ['$)E', ['g1', GB_2312]],
  ['$)G', ['g1', CNS_PLANE_1]],
  [')I', ['g1', JIS_KATAKANA]],
  ['$*H', ['g2', CNS_PLANE_2]],
  ['.A', ['g2', LATIN_1_HIGH]],
  ['.F', ['g2', GREEK_HIGH]],
]);
const LONGEST_DESIGNATION = 3;

export function decodeIso2022(bytes: Buffer): string {
  const slots: Record<Slot, CodedSet> = { g0: ASCII, g1: JIS_KATAKANA, g2: LATIN_1_HIGH };
  let isShiftedOut = false;
  let text = '';
  let runStart = 0;
  const endRun = (end: number) => {
    if (end > runStart) text += decodeRun(isShiftedOut ? slots.g1 : slots.g0, bytes.subarray(runStart, end));
  };

  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    if (byte > ESCAPE || (byte !== ESCAPE && byte !== SHIFT_OUT && byte !== SHIFT_IN && byte !== LINE_FEED)) {
      at++;
      continue;
    }
    endRun(at);
    at++;
    if (byte === SHIFT_OUT) isShiftedOut = true;
    else if (byte === SHIFT_IN) isShiftedOut = false;
    else if (byte === LINE_FEED) {
      // RFC 1468 and 1922: a line starts in ASCII, whatever the line before ended in; Korean keeps its designation.
      text += '\n';
      isShiftedOut = false;
      slots.g0 = ASCII;
    } else if (bytes[at] === 0x4e) {
      const end = Math.min(at + 1 + slots.g2.bytesPerCharacter, bytes.length);
      text += decodeRun(slots.g2, bytes.subarray(at + 1, end));
      at = end;
    } else at = designate(bytes, at, slots);
    runStart = at;
  }
  endRun(bytes.length);
  return text;
}

/** Position after the escape sequence; an unknown one is left out, as every decoder does. */
function designate(bytes: Buffer, at: number, slots: Record<Slot, CodedSet>): number {
  for (let length = LONGEST_DESIGNATION; length >= 2; length--) {
    const designation = DESIGNATIONS.get(bytes.toString('latin1', at, Math.min(at + length, bytes.length)));
    if (designation !== undefined) {
      slots[designation[0]] = designation[1];
      return at + length;
    }
  }
  return at;
}

/** Bytes that are no graphic characters (spaces, CR, stray 8-bit bytes) stand for themselves between characters of two bytes. */
function decodeRun(set: CodedSet, run: Buffer): string {
  if (set.bytesPerCharacter === 1) return set.decode(run);
  let text = '';
  let start = 0;
  let at = 0;
  while (at < run.length) {
    if (isGraphic(run[at]) && isGraphic(run[at + 1])) at += 2;
    else {
      text += set.decode(run.subarray(start, at)) + (isGraphic(run[at]) ? '\ufffd' : String.fromCharCode(run[at] ?? 0));
      start = ++at;
    }
  }
  return text + set.decode(run.subarray(start, at));
}

function isGraphic(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x20 && byte < 0x7f;
}

function withHighBit(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte > 0x20 ? byte | 0x80 : byte)));
}

function prefixed(pairs: Buffer, prefix: number): Buffer {
  const result = Buffer.alloc((pairs.length / 2) * 3, prefix);
  for (let pair = 0; pair * 2 < pairs.length; pair++) pairs.copy(result, pair * 3 + 1, pair * 2, pair * 2 + 2);
  return result;
}

function decodeCns(plane: number, bytes: Buffer): string {
  let text = '';
  for (let at = 0; at + 1 < bytes.length; at += 2) text += decodeCns11643(plane, bytes[at] ?? 0, bytes[at + 1] ?? 0);
  return text;
}
