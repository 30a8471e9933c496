import { createHash } from 'node:crypto';

/** Hex digits of a listing key: 64 bits, enough to tell the listings of one source apart for ever. */
const LISTING_KEY_DIGITS = 16;
const MAX_CLEAN_NAME_LENGTH = 120;

/** What a blob name may show: no separators, no control or bidi characters, nothing that a URL or a file system reads in its own way. */
const UNCLEAN = /[^\p{L}\p{N}._@+=,() -]+/gu;
const EDGES = /^[. -]+|[. -]+$/g;

/** A file name as the last part of a blob path: one path segment, printable, at most 120 characters, its ending kept, never empty. */
export function cleanPackageName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  const clean = base.normalize('NFC').replace(UNCLEAN, '-').replace(EDGES, '');
  if (clean === '') return 'package';
  const characters = Array.from(clean);
  if (characters.length <= MAX_CLEAN_NAME_LENGTH) return clean;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(clean)?.[0] ?? '';
  return characters.slice(0, MAX_CLEAN_NAME_LENGTH - ending.length).join('') + ending;
}

/**
 * What makes one listed file: source, path, size and stamp (modified time, ETag or arrival id). Any of them changed = another listing key.
 *
 * The parts are length-prefixed in the hash, so that no path can imitate another path with a stamp.
 */
export function listingKeyOf(source: string, path: string, bytes: number, stamp: string): string {
  const parts = [source, path, String(bytes), stamp].map((part) => `${Buffer.byteLength(part)}:${part}`);
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, LISTING_KEY_DIGITS);
}

/** `<source>/<yyyy>/<mm>/<dd>/<listingKey>-<attempt>-<clean name>` by arrival in UTC. */
export function packageBlobName(source: string, arrivedAt: Date, listingKey: string, attempt: number, name: string): string {
  const [year, month, day] = arrivedAt.toISOString().slice(0, 10).split('-').slice(-3);
  return `${cleanSource(source)}/${year}/${month}/${day}/${listingKey}-${attempt}-${cleanPackageName(name)}`;
}

/** A source's id names kind and place (`sftp:host/path`); as a path segment it keeps what is readable and is told apart by the listing key. */
function cleanSource(source: string): string {
  const clean = source
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(EDGES, '')
    .slice(0, 60)
    .replace(EDGES, '');
  return clean === '' ? 'source' : clean;
}
