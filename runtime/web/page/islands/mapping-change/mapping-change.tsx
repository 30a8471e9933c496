import { useRef, useState } from 'preact/hooks';
import { shortHash } from '../../../../domain/evidence/figures';
import { Mark } from '../../views/marks';
import { counted, pageAddress, runLink } from '../acts/act';
import { followRun } from '../follow-run';
import { sayOutcome } from '../outcome';
import { clearProblems, Problem } from '../problems';
import { refreshView } from '../refresh';
import { type Activated, activateFile, type CheckedFile, checkFile } from './checked-file';
import { PreviewPanel } from './preview-panel';
import { ProblemsTable } from './problems-table';

/** A new mapping file: chosen, checked line by line, previewed, and only then activated. */
export function MappingChange() {
  const input = useRef<HTMLInputElement>(null);
  const [checked, setChecked] = useState<CheckedFile>();
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setError(undefined);
    clearProblems();
    try {
      await work();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const check = (): Promise<void> =>
    attempt(async () => {
      const file = input.current?.files?.[0];
      if (file === undefined) return void input.current?.focus();
      setChecked(undefined);
      setChecked(await checkFile(file));
    });
  const activate = (reason: string, confirm: boolean): Promise<void> =>
    attempt(async () => {
      if (checked === undefined) return;
      const activated = await activateFile(checked, reason, confirm);
      setChecked(undefined);
      if (input.current !== null) input.current.value = '';
      void announce(activated);
    });

  return (
    <>
      <section class="panel" aria-labelledby="change">
        <div class="panel-head">
          <h2 id="change">Change</h2>
          <span class="note">Read when you press Check. Nothing changes before you activate.</span>
        </div>
        <div class="panel-body fields">
          <div class="field">
            <label for="file">Mapping file</label>
            <input id="file" ref={input} type="file" accept=".csv,text/csv" onChange={() => setChecked(undefined)} />
          </div>
          <button class="button" type="button" aria-disabled={isBusy} onClick={() => void check()}>
            Check
          </button>
          <div aria-live="polite">{checked === undefined ? null : <Verdict checked={checked} />}</div>
        </div>
        {error === undefined ? null : <Problem error={error} />}
        {checked === undefined || checked.problems.length === 0 ? null : <ProblemsTable checked={checked} />}
      </section>
      {checked?.preview === undefined ? null : (
        <PreviewPanel
          key={checked.version}
          checked={checked}
          preview={checked.preview}
          activate={activate}
          back={() => setChecked(undefined)}
        />
      )}
    </>
  );
}

function Verdict({ checked: { name, isUsable, rows, rowCount, problemCount, version } }: { readonly checked: CheckedFile }) {
  const problems = problemCount === 0 ? 'no problem' : counted(problemCount, 'problem', 'problems');
  return (
    <Mark tone={isUsable ? 'good' : 'bad'}>
      <span>
        <strong>
          {name}: {isUsable ? 'usable' : 'refused'}.
        </strong>{' '}
        {counted(isUsable ? rows : rowCount, 'row')}, {problems}
        {isUsable && problemCount > 0 ? ' to read' : ''}. SHA-256 <code>{shortHash(version)}</code>
      </span>
    </Mark>
  );
}

async function announce({ rows, isUnchanged, replayRun }: Activated): Promise<void> {
  await refreshView();
  const text = isUnchanged
    ? 'This version was current already: nothing has changed.'
    : `The new version is active: ${counted(rows, 'row')}.`;
  if (replayRun === null) return sayOutcome({ text, link: { text: 'Open held', address: pageAddress('/held') } }, true);
  sayOutcome({ text: `${text} What was held for want of a row is taken up.`, link: runLink(replayRun) }, true);
  await followRun(replayRun);
}
