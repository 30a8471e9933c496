import { decodeHtmlEntities } from './html-entities';

/** Elements whose content is never text that a reader sees. */
const HIDDEN = new Set(['script', 'style', 'head', 'title', 'template', 'noscript']);
/** Elements that begin a new line. */
const BLOCKS = new Set([
  ...['address', 'article', 'aside', 'blockquote', 'body', 'center', 'dd', 'div', 'dl', 'dt', 'fieldset', 'figure', 'footer', 'form'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'html', 'li', 'main', 'nav', 'ol', 'p', 'pre', 'section', 'table', 'tr', 'ul'],
]);
const CELLS = new Set(['td', 'th']);
const TAG = /^<(\/?)([a-z][a-z0-9:-]*)/i;

/**
 * The text of an HTML body for search and for `inspect`: tags go, blocks become lines, entities become characters. One pass over the markup;
 * nothing is rendered, fetched or nested, so hostile markup costs no more than its length.
 */
export function htmlToText(html: string): string {
  const pieces: string[] = [];
  const find = new ForwardSearch(html);
  let position = 0;
  while (position < html.length) {
    const open = find.next('<', position);
    pieces.push(inlineText(html.slice(position, open)));
    if (open >= html.length) break;
    position = takeTag(html, open, find, pieces);
  }
  return tidy(pieces.join(''));
}

/** Handles what begins at `open` and returns where it ends. */
function takeTag(html: string, open: number, find: ForwardSearch, pieces: string[]): number {
  if (html.startsWith('<!--', open)) return find.next('-->', open + 4) + 3;
  const tag = TAG.exec(html.slice(open, open + 40));
  if (tag === null && !/^<[!?/]/.test(html.slice(open, open + 2))) {
    pieces.push('<');
    return open + 1;
  }
  const end = find.next('>', open) + 1;
  const name = tag?.[2]?.toLowerCase() ?? '';
  const isEndTag = tag?.[1] === '/';
  if (name === 'br') pieces.push('\n');
  else if (BLOCKS.has(name)) pieces.push(BLOCK_BREAK);
  else if (CELLS.has(name) && !isEndTag) pieces.push('\t');
  return HIDDEN.has(name) && !isEndTag ? find.next(`</${name}`, end) : end;
}

/** Marks where a block begins or ends, so that several of them make one line break. */
const BLOCK_BREAK = '\u0001';

function inlineText(text: string): string {
  return decodeHtmlEntities(text.replace(/[ \t\r\n\f\u0001]+/g, ' '));
}

function tidy(text: string): string {
  return text
    .replace(/[ \t]{2,}/g, (run) => (run.includes('\t') ? '\t' : ' '))
    .replace(/[ \t]*\u0001[ \t\u0001]*/g, '\u0001')
    .replaceAll('\n\u0001', '\n')
    .replaceAll('\u0001', '\n')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

/** Searches that only go forward: what was not found once is not looked for again, so the whole is linear. */
class ForwardSearch {
  private readonly found = new Map<string, number>();
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Index of the next occurrence at or after `from` (case does not matter), or the length. */
  next(needle: string, from: number): number {
    const known = this.found.get(needle);
    if (known !== undefined && known >= from) return known;
    const index = this.search(needle, from);
    this.found.set(needle, index);
    return index;
  }

  private search(needle: string, from: number): number {
    if (!needle.startsWith('</')) {
      const index = this.text.indexOf(needle, from);
      return index < 0 ? this.text.length : index;
    }
    const pattern = new RegExp(needle, 'gi');
    pattern.lastIndex = from;
    return pattern.exec(this.text)?.index ?? this.text.length;
  }
}
