import type { ComponentChild } from 'preact';
import { renderToString } from 'preact-render-to-string';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** A quoted value may hold `>`. */
const TAG = /<\/?([a-z0-9]+)(?:[^>"]|"[^"]*")*>/g;
const INLINE = new Set(['b', 'strong', 'span', 'a', 'time', 'code', 'em', 'wbr']);

export const htmlOf = (view: ComponentChild): string => renderToString(view as Parameters<typeof renderToString>[0]);

/** What a person reads: text without tags, one space between words. */
export function textOf(view: ComponentChild | string): string {
  const html = typeof view === 'string' ? view : htmlOf(view);
  return html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(TAG, (_tag, name: string) => (INLINE.has(name) ? '' : ' '))
    .replace(/&(amp|lt|gt|quot);/g, (_found, name: string) => ENTITIES[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Accessible names of the buttons, in order. */
export const buttonsOf = (html: string): readonly string[] =>
  [...html.matchAll(/<button\b(?:[^>"]|"[^"]*")*>([\s\S]*?)<\/button>/g)].map(([, inner = '']) => textOf(inner));

/** Addresses of links by their text. */
export const linksOf = (html: string): ReadonlyMap<string, string> =>
  new Map([...html.matchAll(/<a\b[^>]*?href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)].map(([, href = '', inner = '']) => [textOf(inner), href]));
