import { duration } from '../../../domain/evidence/figures';
import { microsoftCounters } from '../../../domain/evidence/microsoft-counters';
import type { LiveRun } from '../../../pipeline/admin/live-runs';
import type { ClosedRun } from '../../../pipeline/admin/read-reports';
import type { ReportVerdict } from '../../../pipeline/admin/verify-report';
import { runAddress } from '../format/addresses';
import { span } from '../format/ages';
import type { Reader } from '../format/reader';
import { askedBy, runTitle, TRIGGER_WORDS } from '../format/run-words';
import { Mark } from '../views/marks';
import { NumberCell, Time } from '../views/pieces';
import { LiveBadge, LiveText, Progress, StateBadge } from '../views/run-pieces';

interface RunsTableProps {
  readonly live: readonly LiveRun[];
  readonly closed: readonly ClosedRun[];
  readonly verdicts: ReadonlyMap<string, ReportVerdict>;
  readonly reader: Reader;
}

const COUNTERS = [
  'Import completion time',
  'Items available from source',
  'Items available for import',
  'Imported',
  'Partially imported',
  'Skipped',
  'Failed',
] as const;

/** Microsoft's seven counters under Microsoft's names, between what is this connector's own. */
export function RunsTable({ live, closed, verdicts, reader }: RunsTableProps) {
  return (
    <table class="dense">
      <caption class="hidden">Runs, newest first</caption>
      <colgroup>
        <col span={3} />
      </colgroup>
      <colgroup span={7} />
      <colgroup>
        <col span={4} />
      </colgroup>
      <thead>
        <tr>
          <td colSpan={3} />
          <th class="group" scope="colgroup" colSpan={7}>
            Microsoft's counters
          </th>
          <td colSpan={4} />
        </tr>
        <tr>
          <th scope="col">Window</th>
          <th scope="col">Trigger</th>
          <th scope="col">State</th>
          {COUNTERS.map((name, index) => (
            <th key={name} scope="col" class={index === 0 ? undefined : 'num'}>
              {name}
            </th>
          ))}
          <th scope="col" class="num">
            Held balance
          </th>
          <th scope="col" class="num">
            Packages, manifest / read
          </th>
          <th scope="col" class="num">
            Duration
          </th>
          <th scope="col">Report verified</th>
        </tr>
      </thead>
      <tbody data-live="live-runs">
        {live.map((run) => (
          <LiveRow key={run.runId} run={run} reader={reader} />
        ))}
      </tbody>
      <tbody>
        {closed.map((run) => (
          <ClosedRow key={run.runId} run={run} verdict={verdicts.get(run.runId)} reader={reader} />
        ))}
      </tbody>
    </table>
  );
}

function Trigger({ run: { trigger, by } }: { readonly run: Pick<ClosedRun, 'trigger' | 'by'> }) {
  const name = askedBy(trigger, by);
  return (
    <td class="nowrap">
      {TRIGGER_WORDS[trigger]}
      {name === '' ? null : <small>{name}</small>}
    </td>
  );
}

function LiveRow({ run, reader }: { readonly run: LiveRun; readonly reader: Reader }) {
  return (
    <tr>
      <th scope="row">
        <a href={reader.to(runAddress(run.runId))}>{runTitle(run)}</a>
      </th>
      <Trigger run={run} />
      <td>
        <LiveBadge run={run} />
      </td>
      <td colSpan={7}>
        <Progress run={run} name={runTitle(run)} />
        <span class="note">
          <LiveText run={run} reader={reader} />
        </span>
      </td>
      <td class="num quiet">open</td>
      <td class="num nowrap">
        {run.packages === 0 ? (
          <span class="quiet">none yet</span>
        ) : (
          `${reader.counted(run.packages, 'package')}, ${reader.counted(run.items, 'item')}`
        )}
      </td>
      <td class="num nowrap">{span(reader.now.getTime() - Date.parse(run.startedAt))}</td>
      <td class="quiet nowrap">not yet</td>
    </tr>
  );
}

function ClosedRow({
  run,
  verdict,
  reader,
}: {
  readonly run: ClosedRun;
  readonly verdict: ReportVerdict | undefined;
  readonly reader: Reader;
}) {
  const [, ...figures] = microsoftCounters(run);
  return (
    <tr>
      <th scope="row">
        <a href={reader.to(runAddress(run.runId))}>{runTitle(run)}</a>
      </th>
      <Trigger run={run} />
      <td>
        <StateBadge state={run.state} />
      </td>
      <td>
        <Time at={run.finishedAt} reader={reader} />
      </td>
      {figures.map(({ name, value }) => (
        <NumberCell key={name} value={Number(value)} reader={reader} />
      ))}
      <td class="num nowrap">
        <BalanceText balance={run.heldBalance} reader={reader} />
      </td>
      <td class="num nowrap">
        <Packages run={run} reader={reader} />
      </td>
      <td class="num nowrap">{duration(run.startedAt, run.finishedAt)}</td>
      <td class="nowrap">
        <Verdict run={run} verdict={verdict} reader={reader} />
      </td>
    </tr>
  );
}

function BalanceText({ balance, reader }: { readonly balance: ClosedRun['heldBalance']; readonly reader: Reader }) {
  const { opening, added, resolved, closing } = balance;
  if (opening + added + resolved + closing === 0) return <span class="quiet">0</span>;
  return (
    <>
      {`${reader.count(opening)} + ${reader.count(added)} \u2212 ${reader.count(resolved)} = `}
      <b>{reader.count(closing)}</b>
    </>
  );
}

function Packages({ run: { packages, gaps }, reader }: { readonly run: ClosedRun; readonly reader: Reader }) {
  if (packages.count === 0 && gaps.length === 0) return <span class="quiet">none</span>;
  return (
    <>
      {reader.count(packages.manifest)} / {reader.count(packages.read)}
      {packages.rejected === 0 ? null : (
        <small>
          <Mark tone="held">{reader.count(packages.rejected)} rejected</Mark>
        </small>
      )}
      {gaps.length === 0 ? null : (
        <small>
          <Mark tone="held">{reader.counted(gaps.length, 'gap')}</Mark>
        </small>
      )}
    </>
  );
}

function Verdict({
  run,
  verdict,
  reader,
}: {
  readonly run: ClosedRun;
  readonly verdict: ReportVerdict | undefined;
  readonly reader: Reader;
}) {
  if (verdict === undefined) return <span class="quiet">not looked at</span>;
  const number = reader.count(run.sequence);
  return verdict.isVerified ? <Mark tone="good">{number}</Mark> : <Mark tone="bad">{`${number}: ${verdict.finding}`}</Mark>;
}
