import { chainEntryName, parseChainEntry } from '../../domain/evidence/chain-entry';
import type { Report } from '../../domain/evidence/report';
import { parseReport } from '../../domain/evidence/report-bytes';
import type { Table } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import type { RunIndexRow } from '../rows/run-row';
import type { RunSummary } from '../settle/publish-report';

export interface StoredReport {
  readonly report: Report;
  readonly bytes: Buffer;
  /** Its number in the chain. */
  readonly sequence: number;
}

export interface ClosedRun extends RunSummary {
  readonly runId: string;
}

/** Closed runs, the newest first. */
export async function* closedRuns(ports: Pick<ConnectorPorts, 'stores'>): AsyncGenerator<ClosedRun> {
  for await (const { row } of (ports.stores.runs as Table<RunIndexRow>).list('closed'))
    yield { runId: row.runId, ...(JSON.parse(row.summary) as RunSummary) };
}

/** The stored report of a closed run; undefined when there is none. */
export async function readReport(runId: string, ports: Pick<ConnectorPorts, 'stores'>): Promise<StoredReport | undefined> {
  const stored = await ports.stores.reports.get(`${runId}/report.json`);
  const report = stored === undefined ? undefined : parseReport(stored.content);
  if (stored === undefined || report === undefined) return undefined;
  return { report, bytes: stored.content, sequence: await sequenceOf(runId, ports) };
}

/** From the index of closed runs, else from the chain itself. */
async function sequenceOf(runId: string, ports: Pick<ConnectorPorts, 'stores'>): Promise<number> {
  for await (const run of closedRuns(ports)) if (run.runId === runId) return run.sequence;
  for await (const { name } of ports.stores.reports.list('chain/')) {
    const entry = parseChainEntry((await ports.stores.reports.get(name))?.content ?? Buffer.alloc(0));
    if (entry?.runId === runId && chainEntryName(entry.sequence) === name) return entry.sequence;
  }
  return 0;
}
