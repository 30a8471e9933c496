import { isUtf8 } from 'node:buffer';
import { MAX_HEADER_NAME_LENGTH } from '../item-limits';

/** One header field, unfolded: line ends removed, the white space of a fold kept (RFC 5322 2.2.3), none around the value. */
export interface HeaderField {
  readonly name: string;
  /** The name in lower case, for look-ups. */
  readonly key: string;
  /** As it stands in the item, nothing decoded but the bytes; without NUL and bare CR. */
  readonly value: string;
}

const SPACE = 0x20;
const TAB = 0x09;
const COLON = 0x3a;
const NON_ASCII = /[\x80-\xff]/;

/** Decodes raw 8-bit bytes of one field that are no UTF-8, in the character set that the item names elsewhere. */
export type DecodeRawBytes = (bytes: Buffer, charset: string | undefined) => string;

/** The header of an item or of a part. */
export class HeaderBlock {
  private readonly byKey = new Map<string, HeaderField[]>();

  constructor(
    readonly fields: readonly HeaderField[],
    /** Lines that are no header field. */
    readonly unreadableLines: number,
  ) {
    for (const field of fields) {
      const same = this.byKey.get(field.key);
      if (same === undefined) this.byKey.set(field.key, [field]);
      else same.push(field);
    }
  }

  /** Value of the first field of that name (lower case). */
  first(key: string): string | undefined {
    return this.byKey.get(key)?.[0]?.value;
  }

  /** Values of every field of that name (lower case), in order. */
  all(key: string): readonly string[] {
    return this.byKey.get(key)?.map((field) => field.value) ?? [];
  }

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  keys(): ReadonlySet<string> {
    return new Set(this.byKey.keys());
  }
}

export const NO_HEADER = new HeaderBlock([], 0);

/** Reads a header block: all bytes up to the blank line. `lineEnd` is LF (CR before it allowed), or CR in an item that has no LF. */
export function parseHeaderBlock(bytes: Buffer, lineEnd: '\n' | '\r', decodeRaw: DecodeRawBytes): HeaderBlock {
  const isText = isUtf8(bytes);
  const text = isText ? bytes.toString('utf8') : bytes.toString('latin1');
  const { fields, unreadableLines } = splitFields(text.includes('\0') ? text.replaceAll('\0', '') : text, lineEnd);
  if (isText) return new HeaderBlock(fields, unreadableLines);

  const charset = charsetParameter(fields.find((field) => field.key === 'content-type')?.value);
  return new HeaderBlock(
    fields.map((field) => (NON_ASCII.test(field.value) ? decodedField(field, charset, decodeRaw) : field)),
    unreadableLines,
  );
}

function decodedField(field: HeaderField, charset: string | undefined, decodeRaw: DecodeRawBytes): HeaderField {
  return { ...field, value: decodeRaw(Buffer.from(field.value, 'latin1'), charset) };
}

function charsetParameter(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([\w.:+-]+)/i.exec(contentType ?? '')?.[1];
}

function splitFields(text: string, lineEnd: '\n' | '\r'): { fields: HeaderField[]; unreadableLines: number } {
  const fields: HeaderField[] = [];
  let unreadableLines = 0;
  let name = '';
  let value = '';
  const finish = () => {
    if (name !== '') fields.push({ name, key: name.toLowerCase(), value: trimValue(value) });
    name = '';
  };

  for (let start = 0; start < text.length; ) {
    const lineFeed = text.indexOf(lineEnd, start);
    const next = lineFeed < 0 ? text.length : lineFeed + 1;
    const end = lineFeed > start && text.charCodeAt(lineFeed - 1) === 0x0d ? lineFeed - 1 : lineFeed < 0 ? text.length : lineFeed;
    const isContinuation = isWhiteSpace(text.charCodeAt(start));
    // White space before the very first field folds nothing: it must not take a From field with it.
    const isFirst = name === '' && fields.length === 0 && unreadableLines === 0;
    if (isContinuation && !isFirst) {
      value += text.slice(start, end);
    } else if (end > start) {
      finish();
      const from = isContinuation ? firstNonWhiteSpace(text, start, end) : start;
      const colon = fieldColon(text, from, end);
      if (colon >= 0) {
        name = text.slice(from, colon).trimEnd();
        value = text.slice(colon + 1, end);
      } else if (from < end) unreadableLines++;
    }
    start = next;
  }
  finish();
  return { fields, unreadableLines };
}

function firstNonWhiteSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isWhiteSpace(text.charCodeAt(at))) at++;
  return at;
}

/** A bare CR would be a line of its own for whoever writes the value again. */
function trimValue(value: string): string {
  const line = value.includes('\r') ? value.replace(/\r+/g, ' ') : value;
  return line.trim();
}

/** Position of the colon when a header field starts at `start`, else -1. A name is printable ASCII without colon and space (RFC 5322 3.6.8); spaces before the colon are obsolete syntax. */
function fieldColon(text: string, start: number, end: number): number {
  const stop = Math.min(end, start + MAX_HEADER_NAME_LENGTH);
  let at = start;
  while (at < stop && isNameCharacter(text.charCodeAt(at))) at++;
  if (at === start) return -1;
  while (at < stop && isWhiteSpace(text.charCodeAt(at))) at++;
  return at < stop && text.charCodeAt(at) === COLON ? at : -1;
}

/** Whether a header field starts at `start`: true, false, or undefined when the bytes up to `end` do not tell yet. */
export function startsHeaderField(bytes: Buffer, start: number, end: number): boolean | undefined {
  const stop = Math.min(end, start + MAX_HEADER_NAME_LENGTH);
  let at = start;
  while (at < stop && isNameCharacter(bytes[at] ?? 0)) at++;
  if (at === start && at < stop) return false;
  while (at < stop && isWhiteSpace(bytes[at] ?? 0)) at++;
  if (at < stop) return bytes[at] === COLON;
  return stop - start === MAX_HEADER_NAME_LENGTH ? false : undefined;
}

function isNameCharacter(code: number): boolean {
  return code > SPACE && code < 0x7f && code !== COLON;
}

function isWhiteSpace(code: number): boolean {
  return code === SPACE || code === TAB;
}
