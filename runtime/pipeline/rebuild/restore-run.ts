import type { Report } from '../../domain/evidence/report';
import { moveWatermark } from '../collect/open-run';
import type { ConnectorPorts } from '../connector-ports';
import { closedRunKey, type RunRow } from '../rows/run-row';
import { readRun } from '../runs/read-run';
import { runSummary } from '../settle/publish-report';
import type { PublishedRun } from './published-runs';

/** Makes a closed run known again: its row, its place in the list of closed runs, and where the next window begins. */
export async function restoreRun({ link, report }: PublishedRun, collectedTo: string, ports: ConnectorPorts): Promise<string> {
  const { runs } = ports.stores;
  const runId = report.runId;
  const isDaily = report.trigger !== 'replay' && (report.window.from ?? '') === collectedTo && report.window.to > collectedTo;
  const known = (await readRun(ports.stores, runId))?.row;
  const row: RunRow = { ...(known ?? closedRun(report, isDaily, ports)), state: 'closed' };
  if (known?.state !== 'closed') await runs.upsert(row);
  // Batches that the table still calls open are brought to their end from the ledger.
  if (known !== undefined && known.state !== 'closed') await runs.upsert({ partition: 'sweep', key: runId, v: 1, runId, summary: '' });
  const summary = runSummary(report, link.entry.sequence, row);
  await runs.upsert({ partition: 'closed', key: closedRunKey(link.entry.sequence), v: 1, runId, summary });
  await runs.remove({ partition: 'open', key: runId });
  if (row.movesWatermark) await moveWatermark(row, await ports.storageTime.now(), ports);
  return isDaily ? report.window.to : collectedTo;
}

/** What a report does not tell is left empty. */
function closedRun(report: Report, isDaily: boolean, ports: ConnectorPorts): RunRow {
  const { runId, trigger, window, startedAt, finishedAt, mappingVersion, sourceProblems } = report;
  return {
    partition: runId,
    key: 'run',
    v: 1,
    source: ports.source.id,
    trigger,
    by: '',
    windowFrom: window.from ?? '',
    windowTo: window.to,
    movesWatermark: isDaily,
    state: 'closed',
    openedAt: startedAt,
    listedAt: startedAt,
    listingProblems: JSON.stringify(sourceProblems),
    mappingVersion,
    replayedAt: startedAt,
    replays: 'none',
    replayIds: '',
    stopped: '',
    stoppedAt: '',
    looksFirst: false,
    closeBy: finishedAt,
  };
}
