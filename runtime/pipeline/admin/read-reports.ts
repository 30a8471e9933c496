import { chainEntryName, parseChainEntry } from '../../domain/evidence/chain-entry';
import type { Report } from '../../domain/evidence/report';
import { parseReport } from '../../domain/evidence/report-bytes';
import type { ListOptions, Table } from '../../ports/table';
import { chainHead } from '../chain/chain-head';
import type { ConnectorPorts } from '../connector-ports';
import { closedRunKey, type RunIndexRow } from '../rows/run-row';
import { readRun } from '../runs/read-run';
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

/** Every closed run, the newest first. */
export const closedRuns = (ports: Pick<ConnectorPorts, 'stores'>): AsyncGenerator<ClosedRun> => indexedRuns(undefined, ports);

async function* indexedRuns(part: ListOptions | undefined, { stores }: Pick<ConnectorPorts, 'stores'>): AsyncGenerator<ClosedRun> {
  for await (const { row } of (stores.runs as Table<RunIndexRow>).list('closed', part))
    yield { runId: row.runId, ...(JSON.parse(row.summary) as RunSummary) };
}

const PART_RUNS = 100;

/**
 * Closed runs, the newest first, read only as far as they are asked for: years of them cost a view nothing. `before`: only those whose report
 * stands before this one in the chain.
 */
export async function* newestRuns(ports: Pick<ConnectorPorts, 'stores'>, before = Number.POSITIVE_INFINITY): AsyncGenerator<ClosedRun> {
  const head = await chainHead(ports);
  for (let next = Math.min(before, (head?.sequence ?? 0) + 1); next > 1; next -= PART_RUNS) {
    const part = { from: closedRunKey(next - 1), to: closedRunKey(Math.max(0, next - 1 - PART_RUNS)) };
    yield* indexedRuns(part, ports);
  }
}

/** The run whose report is the first of the chain; undefined before it is closed. */
export async function firstRun(ports: Pick<ConnectorPorts, 'stores'>): Promise<ClosedRun | undefined> {
  for await (const run of indexedRuns({ from: closedRunKey(1) }, ports)) return run;
  return undefined;
}

/** The stored report of a closed run; undefined when there is none. */
export async function readReport(runId: string, ports: Pick<ConnectorPorts, 'stores'>): Promise<StoredReport | undefined> {
  const stored = await ports.stores.reports.get(`${runId}/report.json`);
  const report = stored === undefined ? undefined : parseReport(stored.content);
  if (stored === undefined || report === undefined) return undefined;
  return { report, bytes: stored.content, sequence: await sequenceOf(runId, ports) };
}

/** From the run itself; of an earlier release from the index of closed runs, else from the chain. */
async function sequenceOf(runId: string, ports: Pick<ConnectorPorts, 'stores'>): Promise<number> {
  const sequence = (await readRun(ports.stores, runId))?.row.sequence;
  if (sequence !== undefined) return sequence;
  for await (const run of closedRuns(ports)) if (run.runId === runId) return run.sequence;
  for await (const { name } of ports.stores.reports.list('chain/')) {
    const entry = parseChainEntry((await ports.stores.reports.get(name))?.content ?? Buffer.alloc(0));
    if (entry?.runId === runId && chainEntryName(entry.sequence) === name) return entry.sequence;
  }
  return 0;
}
