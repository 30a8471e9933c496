import { useEffect, useRef, useState } from 'preact/hooks';
import { Mark } from '../../views/marks';
import { counted } from '../acts/act';
import type { CheckedFile, Preview } from './checked-file';
import { PreviewTable } from './preview-table';
import { reasonsText } from './reasons-text';
import { SecondStep } from './second-step';

interface PreviewPanelProps {
  readonly checked: CheckedFile;
  readonly preview: Preview;
  readonly activate: (reason: string, confirm: boolean) => Promise<void>;
  readonly back: () => void;
}

/** What would change. A large change, or a number that goes to another mailbox, asks for a second step. */
export function PreviewPanel({ preview, activate, back }: PreviewPanelProps) {
  const { change } = preview;
  const [isSecondStep, setSecondStep] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isSecondStep) heading.current?.focus();
  }, [isSecondStep]);
  const sums = [
    `${change.rowsAdded} added`,
    `${change.rowsRemoved} removed`,
    `${change.numbersRerouted} re-routed`,
    ...(change.numbersChanged === 0 ? [] : [`${change.numbersChanged} with other dates`]),
    `${change.numbersUnchanged} unchanged`,
  ];
  return (
    <section class="panel" aria-labelledby="preview">
      <div class="panel-head">
        <h2 id="preview" ref={heading} tabIndex={-1}>
          Preview
        </h2>
        <span>{sums.join(', ')}</span>
      </div>
      {preview.changedNumbers === 0 ? (
        <div class="empty">
          <h3>Nothing would change.</h3>
          <p>The rows are the same as those of the current version.</p>
        </div>
      ) : (
        <PreviewTable preview={preview} />
      )}
      {isSecondStep ? (
        <SecondStep preview={preview} confirm={(reason) => activate(reason, true)} back={() => setSecondStep(false)} />
      ) : (
        <FirstStep
          preview={preview}
          next={(reason) => (change.needsConfirmation ? setSecondStep(true) : void activate(reason, false))}
          back={back}
        />
      )}
    </section>
  );
}

interface FirstStepProps {
  readonly preview: Preview;
  readonly next: (reason: string) => void;
  readonly back: () => void;
}

function FirstStep({ preview: { change, heldItems }, next, back }: FirstStepProps) {
  const reason = useRef<HTMLInputElement>(null);
  return (
    <div class="panel-body fields steps-first">
      {change.needsConfirmation ? null : (
        <div class="field">
          <label for="why">Reason, recorded</label>
          <input id="why" ref={reason} type="text" size={44} maxLength={500} />
        </div>
      )}
      <button class="button primary" type="button" onClick={() => next(reason.current?.value.trim() ?? '')}>
        Activate
      </button>
      <button class="button" type="button" onClick={back}>
        Back
      </button>
      {change.needsConfirmation ? <Mark tone="held">A second step follows: {reasonsText(change.reasons)}.</Mark> : null}
      {heldItems > 0 ? <Mark tone="live">{counted(heldItems, 'held item goes', 'held items go')} to their mailboxes at once.</Mark> : null}
    </div>
  );
}
