import { nameZone, rewriteTimes } from './times';

/** As the server wrote each part last: what is the same is left alone, with its focus, its selection and its times. */
const written = new Map<string, string>();
const STATUS_PAUSE_IN_MS = 60_000;
let statusChangedAt = 0;

const parts = (root: ParentNode): HTMLElement[] => [...root.querySelectorAll<HTMLElement>('[data-live]')];

export function rememberWritten(root: ParentNode = document): void {
  for (const part of parts(root)) written.set(part.dataset['live'] ?? '', part.innerHTML);
}

/** Reads this view again; undefined when it did not come. `isFresh`: the server must not answer with what it read a moment ago. */
async function readAgain(isFresh: boolean): Promise<Document | undefined> {
  const headers: Record<string, string> = isFresh ? { Accept: 'text/html', 'X-Read-Again': 'yes' } : { Accept: 'text/html' };
  try {
    const response = await fetch(location.href, { headers, redirect: 'manual', cache: 'no-store' });
    if (!response.ok) return undefined;
    return new DOMParser().parseFromString(await response.text(), 'text/html');
  } catch {
    return undefined;
  }
}

/** Parts that move by themselves: figures at work, counts, the sentence. Answers the new document. */
export async function refreshParts(): Promise<Document | undefined> {
  const next = await readAgain(false);
  if (next === undefined) return undefined;
  takeParts(next, false);
  takeFacts(next);
  return next;
}

/** The whole view, after an act or when a run has ended. What somebody is filling in stays. */
export async function refreshView(): Promise<void> {
  const next = await readAgain(true);
  if (next === undefined) return;
  takeParts(next, true);
  takeFacts(next);
  const [view, nextView] = [document.querySelector('#view'), next.querySelector('#view')];
  if (view === null || nextView === null) return;
  for (const kept of view.querySelectorAll<HTMLElement>('[data-keep]'))
    nextView.querySelector(`[data-keep="${kept.dataset['keep']}"]`)?.replaceWith(kept);
  keepStatusLine(view, nextView, true);
  const opened = new Set([...view.querySelectorAll<HTMLDetailsElement>('details[open]')].map(({ id }) => id));
  for (const details of nextView.querySelectorAll('details')) if (opened.has(details.id)) details.open = true;
  view.replaceChildren(...nextView.childNodes);
  rememberWritten(next);
  rewriteTimes(view);
  document.dispatchEvent(new Event('view-changed'));
}

/** A part that somebody stands in is left alone, unless it is their own act that has changed it. */
function takeParts(next: Document, isAct: boolean): void {
  for (const part of parts(document)) {
    const name = part.dataset['live'] ?? '';
    const found = next.querySelector<HTMLElement>(`[data-live="${name}"]`);
    if (found === null || found.innerHTML === written.get(name)) continue;
    if (!isAct && part.contains(document.activeElement)) continue;
    written.set(name, found.innerHTML);
    const taken = found.cloneNode(true) as HTMLElement;
    keepStatusLine(part, taken, isAct);
    part.className = taken.className;
    part.replaceChildren(...taken.childNodes);
    rewriteTimes(part);
  }
}

/** Screen readers announce a status line that changes, not one that is put anew: the old element stays and gets the new words. */
function keepStatusLine(old: Element, next: Element, isAct: boolean): void {
  const [line, found] = [old.querySelector<HTMLElement>('[role=status]'), next.querySelector<HTMLElement>('[role=status]')];
  if (line === null || found === null) return;
  if (mayChange(line, found, isAct)) {
    statusChangedAt = Date.now();
    line.replaceChildren(...found.childNodes);
    line.dataset['kind'] = found.dataset['kind'] ?? '';
  }
  found.replaceWith(line);
}

/** Beginnings, endings and trouble at once; a run that goes on at most once a minute. */
function mayChange(line: HTMLElement, found: HTMLElement, isAct: boolean): boolean {
  if (isAct || line.dataset['kind'] !== found.dataset['kind']) return true;
  return line.dataset['kind'] !== 'running' || Date.now() - statusChangedAt >= STATUS_PAUSE_IN_MS;
}

function takeFacts(next: Document): void {
  document.documentElement.dataset['now'] = next.documentElement.dataset['now'] ?? '';
  const [foot, nextFoot] = [document.querySelector('.foot'), next.querySelector('.foot')];
  if (foot !== null && nextFoot !== null) {
    foot.replaceChildren(...nextFoot.childNodes);
    rewriteTimes(foot);
    nameZone();
  }
  const [main, nextMain] = [document.querySelector<HTMLElement>('#main'), next.querySelector<HTMLElement>('#main')];
  if (main !== null && nextMain !== null) main.dataset['liveRun'] = nextMain.dataset['liveRun'] ?? 'no';
}
