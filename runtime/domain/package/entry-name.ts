import { crc32 } from 'node:zlib';
import { decodeCp437 } from './cp437';
import { extraField, FLAG_UTF8, UNICODE_PATH_EXTRA } from './zip-format';

const NOT_ASCII = /[^\x00-\x7f]/;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The name of an entry as text; undefined when it says UTF-8 and is not.
 *
 * Without the flag the format means code page 437, but macOS and many libraries write UTF-8 without saying so. Code page 437 text that
 * happens to be valid UTF-8 would be rows of box-drawing characters, so valid UTF-8 wins.
 */
export function decodeEntryName(bytes: Buffer, flags: number, extra: Buffer): string | undefined {
  const plain = bytes.toString('latin1');
  if (!NOT_ASCII.test(plain)) return plain;
  const utf8 = tryUtf8(bytes);
  if ((flags & FLAG_UTF8) !== 0) return utf8;
  return unicodePath(bytes, extra) ?? utf8 ?? decodeCp437(bytes);
}

/** Info-ZIP's field: version 1, CRC-32 of the plain name, the name in UTF-8. */
function unicodePath(plainName: Buffer, extra: Buffer): string | undefined {
  const field = extraField(extra, UNICODE_PATH_EXTRA);
  if (field === undefined || field.length < 6 || field[0] !== 1) return undefined;
  return field.readUInt32LE(1) === crc32(plainName) ? tryUtf8(field.subarray(5)) : undefined;
}

function tryUtf8(bytes: Buffer): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const CONTROL = /[\x00-\x1f\x7f]/;

/** Why a name is not safe to hand to anything that may read it as a path; undefined when it is. Sub-folders are allowed. */
export function unsafeNameReason(name: string): string | undefined {
  if (name === '') return 'the name is empty';
  if (CONTROL.test(name)) return 'the name holds NUL or a control character';
  if (name.includes('\\')) return 'the name holds a backslash';
  if (name.startsWith('/')) return 'the name is an absolute path';
  if (/^[A-Za-z]:/.test(name)) return 'the name begins with a drive letter';
  if (name.split('/').some((part) => part === '..' || part === '.')) return 'the name leaves its folder';
  return undefined;
}

/** Two names with the same fold are one file on some system: case and Unicode normalisation do not tell them apart. */
export function foldedName(name: string): string {
  return (NOT_ASCII.test(name) ? name.normalize('NFC') : name).toLowerCase();
}

export type EntryKind = 'item' | 'manifest' | 'folder' | 'archive' | 'other';

const ARCHIVE_ENDING = /\.(zip|zipx|jar|7z|rar|tar|tgz|tbz2?|txz|gz|bz2|xz|zst|lz4?|cab|iso|arj|lzh|z)$/i;

/** What an entry is, by its name alone: content that is not what the name says is the item reader's business. */
export function entryKindOf(name: string): EntryKind {
  if (name.endsWith('/')) return 'folder';
  if (/\.eml$/i.test(name)) return 'item';
  if (/\.mf$/i.test(name)) return 'manifest';
  return ARCHIVE_ENDING.test(name) ? 'archive' : 'other';
}
