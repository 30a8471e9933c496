import type { IOptions } from 'sanitize-html';

/** Longer bodies are delivered as text, so that a stub, which cannot cut HTML in its middle, always fits into one request. In characters. */
const MAX_HTML_LENGTH = 256 * 1024;
/** Deeper tags are dropped and their text stays, so that a hostile body cannot exhaust the stack of whoever shows it. */
const MAX_NESTING = 200;

/**
 * What stays shows text and its form, nothing that runs, sends or loads: no scripts, handlers, forms, frames or styles; pictures only when
 * they are in the item itself. Links stay, because they load nothing until somebody follows them.
 */
const RULES: IOptions = {
  allowedTags: [
    ...['p', 'div', 'span', 'br', 'hr', 'pre', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'a', 'img'],
    ...['b', 'i', 'u', 's', 'strong', 'em', 'del', 'ins', 'sub', 'sup', 'small', 'code', 'mark', 'ul', 'ol', 'li', 'dl', 'dt', 'dd'],
    ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'title'],
    img: ['src', 'alt', 'width', 'height'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['cid'] },
  allowProtocolRelative: false,
  nonTextTags: ['script', 'style', 'title', 'head', 'textarea', 'option', 'noscript', 'template', 'iframe', 'object'],
  nestingLimit: MAX_NESTING,
  parseStyleAttributes: false,
};

/** The HTML body as it may be shown in a mailbox; undefined when it has to be delivered as text. */
export function cleanHtml(html: string): string | undefined {
  if (html.length > MAX_HTML_LENGTH) return undefined;
  // Loaded when the first HTML-only item comes, which is rare: it costs 50 ms and 4 MB, and a worker's start is measured.
  const sanitizeHtml = require('sanitize-html') as typeof import('sanitize-html');
  const cleaned = sanitizeHtml(html, RULES).trim();
  return cleaned === '' || cleaned.length > MAX_HTML_LENGTH ? undefined : cleaned;
}
