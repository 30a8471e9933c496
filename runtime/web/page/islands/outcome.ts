import type { Outcome } from './acts/act';
import { rewriteTimes } from './times';

const statusLine = (): HTMLElement | null => document.querySelector<HTMLElement>('#outcome');

/**
 * Says what came of an act on the one status line of the view. On Overview that is the sentence of state, which only the server writes.
 * `takesFocus`: right after the act, so that whoever does not see the page stands where its answer is.
 */
export function sayOutcome({ text, link }: Pick<Outcome, 'text' | 'link'>, takesFocus: boolean): void {
  const line = statusLine();
  if (line === null) return;
  if (line.dataset['kind'] === undefined) {
    const parts: (string | Node)[] = [text];
    if (link !== undefined) parts.push(' ', Object.assign(document.createElement('a'), { href: link.address, textContent: link.text }));
    line.replaceChildren(...parts);
    rewriteTimes(line);
  }
  if (takesFocus) line.focus();
}
