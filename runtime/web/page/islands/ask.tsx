import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answers, Field, Question } from './acts/act';
import { Problem } from './problems';

interface DialogProps {
  readonly question: Question;
  /** Does it; what it throws is shown inside the dialog, which stays open. */
  readonly act: (answers: Answers) => Promise<void>;
  readonly onClosed: () => void;
}

/** Asks before an act, and closes when the act is done or taken back. Focus goes back to where it was. */
export function ask(question: Question, act: (answers: Answers) => Promise<void>): Promise<void> {
  const host = document.createElement('div');
  document.body.append(host);
  const from = document.activeElement;
  return new Promise((resolve) => {
    const onClosed = (): void => {
      render(null, host);
      host.remove();
      if (from instanceof HTMLElement && from.isConnected && document.activeElement === document.body) from.focus();
      resolve();
    };
    render(<Dialog question={question} act={act} onClosed={onClosed} />, host);
  });
}

function Dialog({ question, act, onClosed }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isWorking, setWorking] = useState(false);
  const [error, setError] = useState<unknown>();
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isWorking) return;
    setWorking(true);
    setError(undefined);
    try {
      await act(answersOf(event.currentTarget as HTMLFormElement));
      dialog.current?.close();
    } catch (problem) {
      setError(problem);
      setWorking(false);
    }
  };
  return (
    <dialog ref={dialog} aria-labelledby="question" onClose={onClosed}>
      <h2 id="question">{question.title}</h2>
      {question.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <form class="tight" onSubmit={(event) => void submit(event as unknown as SubmitEvent)}>
        {question.fields.map((field) => (
          <FieldInput key={field.name} field={field} />
        ))}
        {error === undefined ? null : <Problem error={error} />}
        <div class="actions">
          <button class="button primary" type="submit" aria-disabled={isWorking}>
            Confirm
          </button>
          <button class="button" type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}

export function FieldInput({ field: { name, label, kind, value, isRequired, hint, choices } }: { readonly field: Field }) {
  const id = `field-${name}`;
  if (kind === 'checkbox')
    return (
      <label class="check">
        <input type="checkbox" name={name} />
        <span>{label}</span>
      </label>
    );
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {kind === 'select' ? (
        <select id={id} name={name}>
          {choices?.map(([choice, text]) => (
            <option key={choice} value={choice}>
              {text}
            </option>
          ))}
        </select>
      ) : (
        <TypedInput kind={kind} id={id} name={name} defaultValue={value} required={isRequired} aria-describedby={hintId} />
      )}
      {hint === undefined ? null : (
        <p class="note" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface TypedInputProps {
  readonly kind: 'text' | 'date' | 'email';
  readonly id: string;
  readonly name: string;
  readonly defaultValue: string | undefined;
  readonly required: boolean | undefined;
  readonly 'aria-describedby': string | undefined;
}

function TypedInput({ kind, ...attributes }: TypedInputProps) {
  if (kind === 'date') return <input type="date" {...attributes} />;
  return kind === 'email' ? <input type="email" maxLength={320} {...attributes} /> : <input type="text" maxLength={500} {...attributes} />;
}

function answersOf(form: HTMLFormElement): Answers {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value.trim() : '']));
}
