import { duration } from '../../../domain/evidence/figures';
import type { RunDetail } from '../../../pipeline/admin/run-detail';
import type { Reader } from '../format/reader';
import { askedBy, runHeading, TRIGGER_WORDS } from '../format/run-words';
import { Hash, Head, Time } from '../views/pieces';
import { LiveBadge, StateBadge } from '../views/run-pieces';
import { nameOf } from './name-of-run';

interface RunHeadProps {
  readonly detail: RunDetail;
  readonly reader: Reader;
}

export function RunHead({ detail, reader }: RunHeadProps) {
  const { run, report, live } = detail;
  const by = askedBy(run.trigger, run.by);
  return (
    <Head
      title={
        <>
          {runHeading(nameOf(detail))} {report === undefined ? null : <StateBadge state={report.state} />}
          {live === undefined ? null : <LiveBadge run={live} />}
        </>
      }
      crumb={
        <p class="crumb">
          <a href={reader.to('/runs')}>Runs</a>
        </p>
      }
      actions={report === undefined ? undefined : <Downloads detail={detail} reader={reader} />}
    >
      <p>
        <Arrived detail={detail} reader={reader} /> {TRIGGER_WORDS[run.trigger]}
        {by === '' ? '' : `, ${by}`}, started <Time at={run.openedAt} reader={reader} />
        {report === undefined ? '' : `, ${duration(report.startedAt, report.finishedAt)}`}, mapping <Hash value={run.mappingVersion} />.
      </p>
    </Head>
  );
}

function Arrived({ detail: { run }, reader }: RunHeadProps) {
  if (run.trigger === 'replay') return <>Takes up what was held; lists nothing.</>;
  if (run.windowFrom === '')
    return (
      <>
        Arrived up to <Time at={run.windowTo} reader={reader} />.
      </>
    );
  return (
    <>
      Arrived <Time at={run.windowFrom} reader={reader} /> to <Time at={run.windowTo} reader={reader} />.
    </>
  );
}

/** The list of deliveries names mailboxes and ids: it is evidence, and only for those who take evidence out. */
function Downloads({ detail: { runId }, reader }: RunHeadProps) {
  const address = `/api/runs/${encodeURIComponent(runId)}`;
  return (
    <>
      {reader.seesNumbers ? (
        <a class="button" href={`${address}/deliveries.csv`} download>
          CSV
        </a>
      ) : null}
      <a class="button" href={`${address}/report.json`} download>
        JSON
      </a>
      <a class="button primary" href={`${address}/report.html`} download>
        Download report (HTML)
      </a>
    </>
  );
}
