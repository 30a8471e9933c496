import { render } from 'preact';
import { Icon } from '../views/icon';
import { ApiProblemError } from './call-api';

/** What went wrong, announced at once; the next act takes it away. */
export function Problem({ error }: { readonly error: unknown }) {
  const { title, detail } = wordsOf(error);
  return (
    <div class="problem is-bad" role="alert">
      <Icon name="bad" />
      <div class="tight">
        <p>
          <strong>{title}</strong>
        </p>
        <p>{detail}</p>
      </div>
    </div>
  );
}

export function wordsOf(error: unknown): { readonly title: string; readonly detail: string } {
  if (error instanceof ApiProblemError) return { title: `${error.title.replace(/[.\s]+$/, '')}.`, detail: error.message };
  return { title: 'The page met a defect.', detail: 'Load it again; nothing was changed that is not in Audit.' };
}

const place = (): Element | null => document.querySelector('#problems');

export function showProblem(error: unknown): void {
  const host = place();
  if (host !== null) render(<Problem error={error} />, host);
}

export function clearProblems(): void {
  const host = place();
  if (host !== null) render(null, host);
}
