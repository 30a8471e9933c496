import type { BodyPart } from './body-part';
import { decodingOf } from './charset/charset-labels';
import { type CharsetProblem, decodeCharset } from './charset/decode-charset';
import { cleanText } from './clean-text';
import { decodeFlowedText } from './flowed-text';
import { htmlToText } from './html-text';
import type { ItemProblemList } from './item-problems';

export interface ItemText {
  readonly text: string;
  readonly html: string | undefined;
}

interface DecodedBody {
  readonly kind: 'plain' | 'html';
  readonly text: string;
  /** The HTML as decoded; undefined when it must not be shown as markup. */
  readonly html: string | undefined;
  readonly alternative: number | undefined;
}

const META_CHARSET = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:+-]{1,40})/i;
const META_SEARCH_BYTES = 2_048;
/** What the vendor writes for an encrypted body: one block of base64, nothing else, longer than a link or a key that a person sends. */
const BASE64_BLOCK = /^[A-Za-z0-9+/]+={0,2}$/;
const BASE64_BEGINNING = /^[A-Za-z0-9+/=\n]+$/;
const SHORTEST_OPAQUE_BODY = 64;

/**
 * The text of an item. Text parts are joined in their order by a line feed; of the forms of one multipart/alternative the plain text counts,
 * and its HTML only when the plain text is blank. An HTML part elsewhere stands in the text as text. The HTML is handed on only when the
 * item has no plain text at all.
 */
export function itemText(parts: readonly BodyPart[], problems: ItemProblemList): ItemText {
  const chosen = chooseForms(parts.map((part) => decodeBody(part, problems)));
  const isHtmlOnly = chosen.length > 0 && chosen.every((body) => body.kind === 'html');
  const text = chosen.map((body) => body.text).join('\n');
  if (isOpaque(text)) problems.add('opaque-body');
  const html = chosen.map((body) => body.html);
  return { text, html: isHtmlOnly && html.every((body) => body !== undefined) ? html.join('<br>\n') : undefined };
}

function chooseForms(bodies: readonly DecodedBody[]): DecodedBody[] {
  const kindOf = new Map<number, 'plain' | 'html'>();
  for (const { alternative, kind, text } of bodies) {
    if (alternative === undefined) continue;
    if (kind === 'plain' && text.trim() !== '') kindOf.set(alternative, 'plain');
    else if (kind === 'html' && !kindOf.has(alternative)) kindOf.set(alternative, 'html');
  }
  return bodies.filter((body) => body.alternative === undefined || body.kind === (kindOf.get(body.alternative) ?? 'plain'));
}

function decodeBody(part: BodyPart, problems: ItemProblemList): DecodedBody {
  const { kind, alternative } = part;
  if (kind === 'plain') {
    const decoded = decodePart(part, part.header.charset, problems);
    const text = part.header.isFlowed ? decodeFlowedText(decoded, part.header.isFlowedWithoutSpace) : decoded;
    return { kind, alternative, text, html: undefined };
  }
  const charset =
    part.header.charset ?? META_CHARSET.exec(part.bytes.toString('latin1', 0, Math.min(part.bytes.length, META_SEARCH_BYTES)))?.[1];
  if (charset !== undefined && decodingOf(charset) === 'utf-7') {
    // What is markup is decided before decoding: `+ADw-script+AD4-` is text, whatever a browser of the past made of it.
    const text = cleanText(decodeCharset(Buffer.from(htmlToText(part.bytes.toString('latin1')), 'latin1'), charset).text);
    return { kind, alternative, text, html: undefined };
  }
  const html = decodePart(part, charset, problems);
  return { kind, alternative, text: htmlToText(html), html };
}

function decodePart(part: BodyPart, charset: string | undefined, problems: ItemProblemList): string {
  const { text, problem } = decodeCharset(part.bytes, charset);
  // A body that was cut may end in the middle of a character.
  const whole = part.isCut ? text.replace(/\ufffd{1,3}$/, '') : text;
  if (problem !== undefined && !(part.isCut && !whole.includes('\ufffd'))) problems.add(problem, describe(problem, charset));
  return cleanText(whole);
}

function describe(problem: CharsetProblem, charset: string | undefined): string {
  const label = charset?.replace(/[^\w.:+-]/g, '').slice(0, 40) ?? '';
  return problem === 'text-damaged' || label === '' ? '' : `Character set ${label} in a text`;
}

function isOpaque(text: string): boolean {
  // Nearly every text shows in its first words that it is none.
  if (text.length < SHORTEST_OPAQUE_BODY || !BASE64_BEGINNING.test(text.slice(0, SHORTEST_OPAQUE_BODY))) return false;
  const block = text.replace(/\n/g, '');
  const isBlock = block.length >= SHORTEST_OPAQUE_BODY && block.length % 4 === 0 && BASE64_BLOCK.test(block);
  return isBlock && /[0-9+/]/.test(block) && /[a-z]/.test(block) && /[A-Z]/.test(block);
}
