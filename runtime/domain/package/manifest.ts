import { PackageEntryError } from './entry-error';

/** A line of a manifest. What the vendor publishes is `Count:` and file names; everything else is `other` and only reported. */
export type ManifestLine =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'other' }
  | { readonly kind: 'blank' };

const COUNT_LINE = /^count:\s*(\d{1,15})$/i;
const ITEM_ENDING = '.eml';
const AFTER_NAME = /[\s,;|"'<>)\]]/;
const BLANK: ManifestLine = { kind: 'blank' };
const OTHER: ManifestLine = { kind: 'other' };

/** Reads one line: `Count: n`, a name (the text up to its `.eml`), or something else. */
export function readManifestLine(line: string): ManifestLine {
  const text = line.trim();
  if (text === '') return BLANK;
  const count = COUNT_LINE.exec(text)?.[1];
  if (count !== undefined) return { kind: 'count', count: Number(count) };
  const end = endOfName(text);
  return end === undefined ? OTHER : { kind: 'name', name: withoutQuote(text.slice(0, end)) };
}

/** Behind the last `.eml` that ends a word. */
function endOfName(text: string): number | undefined {
  const lower = text.toLowerCase();
  for (let at = lower.lastIndexOf(ITEM_ENDING); at >= 0; at = at === 0 ? -1 : lower.lastIndexOf(ITEM_ENDING, at - 1)) {
    const next = lower[at + ITEM_ENDING.length];
    if (next === undefined || AFTER_NAME.test(next)) return at + ITEM_ENDING.length;
  }
  return undefined;
}

function withoutQuote(name: string): string {
  return name.startsWith('"') || name.startsWith("'") ? name.slice(1) : name;
}

/** A manifest without line ends would have to be held as a whole. */
const MAX_LINE_LENGTH = 16 * 1024;

/** The lines of a manifest, by chunks; UTF-8 with or without byte order mark, or UTF-16 with one. LF, CRLF and CR end a line. */
export async function* manifestLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  let decoder: TextDecoder | undefined;
  let rest = '';
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_LENGTH)
      throw new PackageEntryError('manifest-unreadable', `a line has more than ${MAX_LINE_LENGTH} characters`);
    yield lines;
  }
  yield [rest + (decoder?.decode() ?? '')];
}

function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
