import type { Outcome } from './acts/act';
import { rewriteTimes } from './times';

/** The one status line of a view. On Overview it is the sentence of state, which only the server writes. */
function statusLine(): HTMLElement | null {
  const line = document.querySelector<HTMLElement>('#outcome');
  return line?.dataset['kind'] === undefined ? line : null;
}

/** Says what came of an act. `takesFocus`: right after the act, so that whoever does not see the page stands where its answer is. */
export function sayOutcome({ text, link }: Pick<Outcome, 'text' | 'link'>, takesFocus: boolean): void {
  const line = statusLine();
  if (line === null) return;
  const parts: (string | Node)[] = [text];
  if (link !== undefined) parts.push(' ', Object.assign(document.createElement('a'), { href: link.address, textContent: link.text }));
  line.replaceChildren(...parts);
  rewriteTimes(line);
  if (takesFocus) line.focus();
}
