const SHOWN_IN_MS = 2_000;

/** Buttons with `data-copy` put their text on the clipboard and say so for a moment. */
export function startCopy(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element | null)?.closest<HTMLButtonElement>('button[data-copy]');
    if (button !== null && button !== undefined) void copy(button);
  });
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset['copy'] ?? '');
    button.textContent = 'Copied';
  } catch {
    selectBeside(button);
    button.textContent = 'Press Ctrl+C';
  }
  setTimeout(() => {
    button.textContent = before;
  }, SHOWN_IN_MS);
}

/** Without a clipboard (an unsafe origin, a policy) the text is at least selected. */
function selectBeside(button: HTMLButtonElement): void {
  const text = button.parentElement?.querySelector('code');
  if (text !== null && text !== undefined) getSelection()?.selectAllChildren(text);
}
