import type { ActInputs, ActName } from '../acts/act-inputs';
import type { ActDefinition, Answers, Outcome } from './acts/act';
import { ACTS } from './acts/all-acts';
import { ask } from './ask';
import { followRun } from './follow-run';
import { sayOutcome } from './outcome';
import { clearProblems, showProblem } from './problems';
import { refreshView } from './refresh';

/** Every button with `data-act` does what its name in the list of acts says. */
export function startActs(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element | null)?.closest<HTMLButtonElement>('button[data-act]');
    if (button !== null && button !== undefined) void begin(button);
  });
}

async function begin(button: HTMLButtonElement): Promise<void> {
  const name = button.dataset['act'] as ActName;
  const input = JSON.parse(button.dataset['input'] ?? '{}') as ActInputs[typeof name];
  const definition = ACTS[name] as ActDefinition<typeof name> | undefined;
  if (definition === undefined || button.getAttribute('aria-disabled') === 'true') return;
  clearProblems();
  let outcome: Outcome | undefined;
  const act = async (answers: Answers): Promise<void> => {
    outcome = await definition.run(input, answers, button);
    isDone = true;
  };
  let isDone = false;
  try {
    const question = definition.question?.(input, button);
    if (question === undefined) await whileBusy(button, () => act({}));
    else await ask(question, act);
  } catch (error) {
    showProblem(error);
    return;
  }
  if (isDone) await finish(outcome);
}

/** A second press while the first is at work does nothing; the button keeps its focus, which a disabled one would lose. */
async function whileBusy(button: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
  button.setAttribute('aria-disabled', 'true');
  try {
    await work();
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

async function finish(outcome: Outcome | undefined): Promise<void> {
  await refreshView();
  if (outcome === undefined) return;
  sayOutcome(outcome, true);
  if (outcome.runId !== undefined) await followRun(outcome.runId);
}
