import { decodeCharset } from '../charset/decode-charset';
import { decodeEncodedWords } from './encoded-words';

/** A header value with parameters, such as `text/plain; charset=utf-8`. */
export interface StructuredField {
  /** Lower case, trimmed. */
  readonly value: string;
  /** Names in lower case, each with its first occurrence; values decoded (RFC 2231, and RFC 2047 where software misuses it). */
  readonly parameters: ReadonlyMap<string, string>;
}

/** One piece of a parameter: `name*1*=...` has the name `name`, section 1 and is percent-encoded. */
interface ParameterSection {
  readonly section: number;
  readonly isEncoded: boolean;
  readonly value: string;
}

const SECTION_NAME = /^(.+?)\*(?:(\d{1,5})(\*)?)?$/;
/** No honest field comes near; keeps hostile ones cheap. */
const MAX_FIELD_LENGTH = 65_536;
/** More sections than any name needs; the rest of them is left out. */
const MAX_SECTIONS = 1_000;

/** Reads a Content-Type or Content-Disposition value, however badly it is written. */
export function parseStructuredField(text: string): StructuredField {
  const [first = '', ...rest] = splitAtSemicolons(removeComments(text.slice(0, MAX_FIELD_LENGTH)));
  const [value, looseParameter] = splitLooseParameter(first);
  const plain = new Map<string, string>();
  const sections = new Map<string, ParameterSection[]>();

  for (const piece of looseParameter === undefined ? rest : [looseParameter, ...rest]) {
    const equals = piece.indexOf('=');
    const name = (equals < 0 ? piece : piece.slice(0, equals)).trim().toLowerCase();
    const raw = equals < 0 ? '' : unquote(piece.slice(equals + 1));
    const match = SECTION_NAME.exec(name);
    if (match?.[1] === undefined) {
      if (name !== '' && !plain.has(name)) plain.set(name, raw);
    } else {
      const section = { section: Number(match[2] ?? 0), isEncoded: match[2] === undefined || match[3] !== undefined, value: raw };
      const known = sections.get(match[1]);
      if (known === undefined) sections.set(match[1], [section]);
      else if (known.length < MAX_SECTIONS) known.push(section);
    }
  }
  return { value: unquote(value).trim().toLowerCase(), parameters: mergeParameters(plain, sections) };
}

function mergeParameters(plain: ReadonlyMap<string, string>, sections: ReadonlyMap<string, ParameterSection[]>): Map<string, string> {
  const merged = new Map<string, string>();
  for (const [name, raw] of plain) merged.set(name, decodeEncodedWords(raw));
  // The extended form wins over the plain one beside it, which is there for old software (RFC 6266 4.3 says so for HTTP).
  for (const [name, pieces] of sections) merged.set(name, joinSections(pieces));
  return merged;
}

function joinSections(pieces: ParameterSection[]): string {
  const sorted = pieces.toSorted((a, b) => a.section - b.section);
  if (!sorted.some((piece) => piece.isEncoded)) return decodeEncodedWords(sorted.map((piece) => piece.value).join(''));

  let charset: string | undefined;
  const bytes = sorted.map((piece) => {
    if (!piece.isEncoded) return Buffer.from(piece.value);
    const label = charset === undefined ? /^([^']*)'[^']*'/.exec(piece.value) : null;
    if (label !== null) charset = label[1] ?? '';
    return percentDecode(label === null ? piece.value : piece.value.slice(label[0].length));
  });
  return decodeCharset(Buffer.concat(bytes), charset === '' ? undefined : charset).text;
}

function percentDecode(text: string): Buffer {
  const bytes = Buffer.from(text);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const hex = bytes[at] === 0x25 ? bytes.toString('latin1', at + 1, Math.min(at + 3, bytes.length)) : '';
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      bytes[length++] = Number.parseInt(hex, 16);
      at += 2;
    } else bytes[length++] = bytes[at] ?? 0;
  }
  return bytes.subarray(0, length);
}

/** Some software forgets the semicolon after the type: `text/plain charset=utf-8`. */
function splitLooseParameter(first: string): [value: string, parameter: string | undefined] {
  const trimmed = first.trim();
  const space = trimmed.search(/\s/);
  if (space < 0 || trimmed.startsWith('"') || !trimmed.includes('=', space)) return [trimmed, undefined];
  return [trimmed.slice(0, space), trimmed.slice(space + 1)];
}

/** The characters that a quoted string or a token stands for; what follows a closed quotation is left out. */
function unquote(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('"')) return trimmed;
  let value = '';
  for (let at = 1; at < trimmed.length; at++) {
    const character = trimmed.charAt(at);
    if (character === '"') return value;
    if (character === '\\' && at + 1 < trimmed.length) at++;
    value += trimmed.charAt(at);
  }
  return value;
}

function splitAtSemicolons(text: string): string[] {
  if (!text.includes('"')) return text.split(';');
  const pieces: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x22) isQuoted = !isQuoted;
    else if (character === 0x5c && isQuoted) at++;
    else if (character === 0x3b && !isQuoted) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Comments go only where one may stand: not in quotes, and not where a bracket continues a value, as in `name=Invoice(1).pdf`. */
function removeComments(text: string): string {
  if (!text.includes('(')) return text;
  let kept = '';
  let depth = 0;
  let isQuoted = false;
  let isInsideValue = false;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\' && (isQuoted || depth > 0)) at++;
    else if (character === '"' && depth === 0) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '(' && (depth > 0 || !isInsideValue)) {
      if (depth++ === 0) kept += text.slice(from, at);
    } else if (character === ')' && depth > 0) {
      if (--depth === 0) from = at + 1;
    } else if (depth === 0) {
      isInsideValue = character === '=' || (isInsideValue && character !== ';' && character !== ' ' && character !== '\t');
    }
  }
  // An open bracket that nothing closes is no comment: it must not take a boundary with it.
  return depth === 0 ? kept + text.slice(from) : text;
}
