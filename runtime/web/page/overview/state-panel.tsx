import { runName } from '../../../domain/evidence/figures';
import type { Overview } from '../../../pipeline/admin/overview';
import { type StateKind, stateSentence } from '../../state-sentence';
import { runAddress } from '../format/addresses';
import type { Reader } from '../format/reader';
import { Icon, type IconName } from '../views/icon';
import { toneClass, toneIcon } from '../views/marks';
import { Time } from '../views/pieces';
import { Progress } from '../views/run-pieces';
import { Sentence } from '../views/sentence';

interface StatePanelProps {
  readonly overview: Overview;
  readonly reader: Reader;
}

const ICONS: Partial<Readonly<Record<StateKind, IconName>>> = {
  'not-set-up': 'empty',
  'no-run': 'empty',
  paused: 'pause',
  silent: 'clock',
};

/** The answer first. The browser changes its words at most once a minute while a run works; `data-kind` says when it must at once. */
export function StatePanel({ overview, reader }: StatePanelProps) {
  const { kind, tone, statement, open } = stateSentence(overview);
  const atWork = kind === 'running' ? overview.live.find(({ isDaily, stopped }) => isDaily && stopped === '') : undefined;
  return (
    <section class={`state${toneClass(tone)}`} aria-label="State" data-live="state">
      <Icon name={ICONS[kind] ?? toneIcon(tone)} />
      <p class="statement" id="outcome" role="status" tabIndex={-1} data-kind={kind}>
        <Sentence parts={statement} reader={reader} />{' '}
        {open.length === 0 ? null : (
          <span>
            <Sentence parts={open} reader={reader} />
          </span>
        )}
      </p>
      {atWork === undefined ? null : (
        <div class="note">
          <Progress run={atWork} name={runName(atWork.window)} />
        </div>
      )}
      <StateNote overview={overview} kind={kind} reader={reader} />
    </section>
  );
}

/** When, which report, and whether it was found to be the one that was signed. */
function StateNote({ overview: { daily, last, verdict }, kind, reader }: StatePanelProps & { readonly kind: StateKind }) {
  const run = kind === 'differs' ? [last, daily].find((each) => each?.state === 'incomplete') : daily;
  if (run === undefined || kind === 'not-set-up') return null;
  const { from, to } = run.window;
  return (
    <p class="note">
      {kind === 'part' || kind === 'all' || kind === 'nothing' ? '' : `Last: ${runName(run.window)}. `}
      Arrived{' '}
      {from === null ? (
        'up to '
      ) : (
        <>
          <Time at={from} reader={reader} /> to{' '}
        </>
      )}
      <Time at={to} reader={reader} />. <a href={reader.to(runAddress(run.runId, 'proof'))}>Report {reader.count(run.sequence)}</a>
      {run !== daily || verdict === undefined ? (
        '.'
      ) : verdict.isVerified ? (
        <>
          : signature and chain verified <Time at={verdict.at} reader={reader} />.
        </>
      ) : (
        <strong class="is-bad">: does not verify, {verdict.finding}.</strong>
      )}
    </p>
  );
}
