import { duration, runName } from '../../../domain/evidence/figures';
import type { LiveRun } from '../../../pipeline/admin/live-runs';
import type { Overview } from '../../../pipeline/admin/overview';
import type { ClosedRun } from '../../../pipeline/admin/read-reports';
import { runAddress } from '../format/addresses';
import { spanUntil } from '../format/ages';
import type { Reader } from '../format/reader';
import { askedBy, TRIGGER_WORDS } from '../format/run-words';
import { Panel, Time } from '../views/pieces';
import { LiveBadge, LiveText, Progress, StateBadge } from '../views/run-pieces';

interface RunsPanelProps {
  readonly overview: Overview;
  readonly reader: Reader;
}

/** The last run, the ones at work, the next. */
export function RunsPanel({ overview, reader }: RunsPanelProps) {
  const { last, live } = overview;
  return (
    <Panel id="runs" title="Runs" aside={<a href={reader.to('/runs')}>All runs</a>}>
      <dl class="facts" data-live="runs">
        <div>
          <dt>Last</dt>
          <dd>{last === undefined ? 'None yet' : <LastRun run={last} reader={reader} />}</dd>
        </div>
        {live.map((run) => (
          <div key={run.runId}>
            <dt>At work</dt>
            <dd>
              <RunAtWork run={run} reader={reader} />
            </dd>
          </div>
        ))}
        <div>
          <dt>Next</dt>
          <dd>
            <NextRun overview={overview} reader={reader} />
          </dd>
        </div>
      </dl>
    </Panel>
  );
}

function LastRun({ run, reader }: { readonly run: ClosedRun; readonly reader: Reader }) {
  const by = askedBy(run.trigger, run.by);
  return (
    <>
      <span class="mark">
        <a href={reader.to(runAddress(run.runId))}>{runName(run.window)}</a>
        <StateBadge state={run.state} />
      </span>
      <p class="note">
        {TRIGGER_WORDS[run.trigger]}
        {by === '' ? '' : `, ${by}`}, <Time at={run.startedAt} reader={reader} />, {duration(run.startedAt, run.finishedAt)}
      </p>
    </>
  );
}

function RunAtWork({ run, reader }: { readonly run: LiveRun; readonly reader: Reader }) {
  const name = runName(run.window);
  const by = askedBy(run.trigger, run.by);
  return (
    <>
      <span class="mark">
        <a href={reader.to(runAddress(run.runId))}>{name}</a>
        <LiveBadge run={run} />
      </span>
      <Progress run={run} name={name} />
      <p class="note">
        <LiveText run={run} reader={reader} />. {TRIGGER_WORDS[run.trigger]}
        {by === '' ? '' : `, ${by}`}, since <Time at={run.startedAt} look="clock" reader={reader} />.
      </p>
    </>
  );
}

function NextRun({ overview: { nextRunAt, pause, now }, reader }: RunsPanelProps) {
  if (pause !== undefined) return <span class="quiet">none while the connector is paused</span>;
  if (nextRunAt === '') return <span class="quiet">none: there is no schedule</span>;
  return (
    <>
      <Time at={nextRunAt} look="long" reader={reader} />
      <p class="note">Schedule, in {spanUntil(Date.parse(nextRunAt) - Date.parse(now))}</p>
    </>
  );
}
