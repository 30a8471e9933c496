import { useEffect, useRef } from 'preact/hooks';
import { Mark, Reason } from '../../views/marks';
import { counted } from '../acts/act';
import type { Preview } from './checked-file';
import { reasonsText } from './reasons-text';

const LISTED_NUMBERS = 10;

interface SecondStepProps {
  readonly preview: Preview;
  readonly confirm: (reason: string) => Promise<void>;
  readonly back: () => void;
}

/** The preview stays in sight; here stands in figures what will happen. Nothing is active before "Confirm". */
export function SecondStep({ preview, confirm, back }: SecondStepProps) {
  const { rows, heldItems, change, days } = preview;
  const heading = useRef<HTMLHeadingElement>(null);
  const reason = useRef<HTMLInputElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const rerouted = rows.filter(({ kind }) => kind === 're-routed');
  const text = reasonsText(change.reasons);
  return (
    <form
      class="confirm is-held"
      aria-labelledby="second"
      onSubmit={(event) => {
        event.preventDefault();
        void confirm(reason.current?.value.trim() ?? '');
      }}
    >
      <ol class="steps">
        <li>
          <Mark tone="good">1 Activate</Mark>
        </li>
        <li aria-current="step">
          <Mark tone="none" icon="step">
            2 Confirm
          </Mark>
        </li>
      </ol>
      <div class="tight">
        <h3 id="second" ref={heading} tabIndex={-1}>
          {`${text.charAt(0).toUpperCase()}${text.slice(1)}`}. Nothing is active yet.
        </h3>
        <ul>
          {rerouted.slice(0, LISTED_NUMBERS).map(({ number, before, after, recentItems }) => (
            <li key={number}>
              {number}: {counted(recentItems, 'item')} of the last {days} days stay with {before.join(', ')}; new items go to{' '}
              {after.join(', ')}.
            </li>
          ))}
          {rerouted.length > LISTED_NUMBERS ? <li>and {counted(rerouted.length - LISTED_NUMBERS, 'more number')}.</li> : null}
          {rerouted.length > 0 ? (
            <li>
              An older item of such a number that arrives later is held as <Reason code="ambiguous" />.
            </li>
          ) : null}
          {change.rowsRemoved > 0 ? (
            <li>
              {counted(change.rowsRemoved, 'row goes: items for its number', 'rows go: items for their numbers')} are held from now on, or
              go by the address beside the number.
            </li>
          ) : null}
          {heldItems > 0 ? <li>{counted(heldItems, 'held item is', 'held items are')} imported at once.</li> : null}
        </ul>
      </div>
      <div class="fields">
        <div class="field">
          <label for="why">Reason, recorded</label>
          <input id="why" ref={reason} type="text" size={44} maxLength={500} />
        </div>
        <button class="button primary" type="submit">
          Confirm
        </button>
        <button class="button" type="button" onClick={back}>
          Back
        </button>
      </div>
    </form>
  );
}
