/**
 * Derived values (names, subjects, file names) are cleaned here before they become a header, a path, JSON or HTML.
 * The original bytes are never touched.
 */

const LINE_BREAKS_AND_TABS = /[\t\n\v\f\r\x85\u2028\u2029]+/g;
const CONTROLS = /[\x00-\x1f\x7f-\x9f]/g;
/** Embeddings, overrides and isolates: they reorder what stands around them, `txt.exe` among it. Left-to-right marks and emoji joiners stay. */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
/** In a file name the marks go too: nothing invisible may stand between a name and its extension. */
const INVISIBLE_IN_FILE_NAMES = /[\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff]/g;
/** CRLF, the CR CR LF of line ends that were converted twice, and bare CR. */
const LINE_ENDS = /\r{1,2}\n|\r/g;
const NEEDS_CLEANING = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/;

const PATH_SEPARATORS = /[/\\]/g;
const DRIVE_PREFIX = /^([A-Za-z]):/;
const LEADING_DOTS_AND_SPACES = /^[.\s]+/;
/** Windows drops dots and spaces at the end of a name, so two names would be one file. */
const DOT_OR_SPACE = /[.\s]/;
/** Device names of Windows, with or without an extension. */
const RESERVED_NAME = /^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(?:\.|$)/i;

/** File systems allow 255 bytes; Exchange allows 255 characters. */
const MAX_FILE_NAME_LENGTH = 200;
const MAX_EXTENSION_LENGTH = 16;

/** A value of one line: no line break (a space instead), no control character, no bidi control, no lone surrogate, no white space around. */
export function cleanLine(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const wellFormed = text.toWellFormed();
  const line = NEEDS_CLEANING.test(wellFormed)
    ? wellFormed.replace(LINE_BREAKS_AND_TABS, ' ').replace(CONTROLS, '').replace(BIDI_CONTROLS, '')
    : wellFormed;
  return cut(line.trim(), maxLength);
}

/** A text of many lines: LF line ends, no NUL, no lone surrogate. Everything else is the sender's, direction marks included. */
export function cleanText(text: string): string {
  const wellFormed = text.toWellFormed();
  const withoutNul = wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed;
  return withoutNul.includes('\r') ? withoutNul.replace(LINE_ENDS, '\n') : withoutNul;
}

/** A file name that is safe as a header value, in HTML and on any file system; `fallback` when nothing is left. */
export function cleanFileName(text: string, fallback: string): string {
  const line = cleanLine(text).replace(INVISIBLE_IN_FILE_NAMES, '').replace(DRIVE_PREFIX, '$1_').replace(PATH_SEPARATORS, '_');
  const name = shortenFileName(trimEndOfName(line.replace(LEADING_DOTS_AND_SPACES, '')));
  if (name === '') return fallback;
  return RESERVED_NAME.test(name) ? `_${name}` : name;
}

/** Cuts between code points, so that no half of an emoji stays. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHighSurrogate ? maxLength - 1 : maxLength);
}

function trimEndOfName(name: string): string {
  let end = name.length;
  while (end > 0 && DOT_OR_SPACE.test(name.charAt(end - 1))) end--;
  return name.slice(0, end);
}

function shortenFileName(name: string): string {
  if (name.length <= MAX_FILE_NAME_LENGTH) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= MAX_EXTENSION_LENGTH ? name.slice(dot) : '';
  return trimEndOfName(cut(name, MAX_FILE_NAME_LENGTH - extension.length)) + extension;
}
