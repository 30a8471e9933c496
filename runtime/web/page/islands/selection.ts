/** Ticked entries of Held; they outlive a new reading of the view, as far as they are still there. */
const ticked = new Set<string>();

const boxes = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>('input[data-entry]')];

export const selectedEntries = (): readonly string[] => boxes().flatMap((box) => (box.checked ? [box.dataset['entry'] ?? ''] : []));

export function startSelection(): void {
  document.addEventListener('change', (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    const reason = box.dataset['selectAll'];
    if (reason !== undefined) tickAll(reason, box.checked);
    else if (box.dataset['entry'] === undefined) return;
    remember();
    show();
  });
  document.addEventListener('view-changed', () => {
    for (const box of boxes()) box.checked = ticked.has(box.dataset['entry'] ?? '');
    remember();
    show();
  });
}

function tickAll(reason: string, isTicked: boolean): void {
  for (const box of boxes()) if (box.dataset['reason'] === reason) box.checked = isTicked;
}

function remember(): void {
  ticked.clear();
  for (const entry of selectedEntries()) ticked.add(entry);
}

function show(): void {
  const line = document.querySelector<HTMLElement>('#selected');
  if (line === null) return;
  const strong = document.createElement('strong');
  strong.textContent = new Intl.NumberFormat(document.documentElement.dataset['locale'] ?? 'en-GB').format(ticked.size);
  if (ticked.size === 0) line.textContent = line.dataset['none'] ?? '';
  else line.replaceChildren(strong, ` ${line.dataset['some'] ?? ''}`);
}
