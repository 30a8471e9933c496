import { type RunBatchPage, type RunDetail, runBatches, runDetail } from '../../../pipeline/admin/run-detail';
import { runHistory } from '../../../pipeline/admin/run-list';
import type { Reader } from '../format/reader';
import { runHeading, runTitle } from '../format/run-words';
import { type PageCall, type PageContent, queryOf } from '../page-call';
import { BatchesPanel } from './batches-panel';
import { CountersPanel } from './counters-panel';
import { DifferencesPanel } from './differences-panel';
import { FailedPanel, HeldPanel } from './held-panel';
import { LivePanel } from './live-panel';
import { nameOf } from './name-of-run';
import { PackagesPanel } from './packages-panel';
import { ProofPanel } from './proof-panel';
import { RunHead } from './run-head';
import { RunSumPanel } from './run-sum-panel';

const SHOWN_BATCHES = 20;

export async function runPage(call: PageCall): Promise<PageContent> {
  const { ports, reader, params } = call;
  const runId = params['runId'] ?? '';
  const detail = await runDetail(runId, ports);
  const after = queryOf(call, 'batches');
  const [batches, history] = await Promise.all([runBatches(runId, after || undefined, SHOWN_BATCHES, ports), runHistory(ports)]);
  const facts: RunFacts = {
    detail,
    batches,
    names: new Map(history.map((run) => [run.runId, runTitle(run)])),
    reports: Math.max(detail.sequence, history[0]?.sequence ?? 0),
  };
  return {
    title: runHeading(nameOf(detail)),
    section: 'Runs',
    main: <RunView facts={facts} reader={reader} />,
    isLive: detail.live !== undefined && detail.live.stopped === '',
  };
}

export interface RunFacts {
  readonly detail: RunDetail;
  readonly batches: RunBatchPage;
  /** Names of the latest runs, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** How many there are in the chain. */
  readonly reports: number;
}

export function RunView({ facts, reader }: { readonly facts: RunFacts; readonly reader: Reader }) {
  const { detail, batches, names, reports } = facts;
  const { report, live } = detail;
  return (
    <>
      <RunHead detail={detail} reader={reader} />
      {live === undefined ? null : <LivePanel run={live} reader={reader} />}
      {report === undefined ? null : (
        <>
          <CountersPanel report={report} reader={reader} />
          <div class="columns">
            <RunSumPanel report={report} names={names} reader={reader} />
            <ProofPanel detail={detail} report={report} reports={reports} reader={reader} />
          </div>
          <DifferencesPanel report={report} reader={reader} />
        </>
      )}
      <PackagesPanel detail={detail} reader={reader} />
      <HeldPanel detail={detail} reader={reader} />
      <FailedPanel detail={detail} reader={reader} />
      <BatchesPanel detail={detail} page={batches} reader={reader} />
    </>
  );
}
