import { RowChangedError } from '../../ports/storage-errors';
import type { Stored, Table } from '../../ports/table';
import type { ConnectorPorts, Stores } from '../connector-ports';
import type { RunIndexRow, RunRow } from '../rows/run-row';

const MAX_UPDATE_TRIES = 8;

export async function readRun(stores: Pick<Stores, 'runs'>, runId: string): Promise<Stored<RunRow> | undefined> {
  return (await stores.runs.get(runId, 'run')) as Stored<RunRow> | undefined;
}

/** Changes a run by If-Match and reads it again when someone else was faster; `change` answers undefined when nothing is left to change. */
export async function updateRun(
  stores: Pick<Stores, 'runs'>,
  runId: string,
  change: (run: RunRow) => RunRow | undefined,
): Promise<RunRow | undefined> {
  for (let tries = 1; ; tries += 1) {
    const stored = await readRun(stores, runId);
    if (stored === undefined) return undefined;
    const changed = change(stored.row);
    if (changed === undefined) return stored.row;
    try {
      await stores.runs.replace(changed, stored.etag);
      return changed;
    } catch (error) {
      if (!(error instanceof RowChangedError) || tries === MAX_UPDATE_TRIES) throw error;
    }
  }
}

/** Ids of the runs that are not closed yet, oldest first. */
export async function openRunIds(stores: Pick<Stores, 'runs'>): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { row } of (stores.runs as Table<RunIndexRow>).list('open')) ids.push(row.runId);
  return ids;
}

/** Nothing of this run goes on until `resume`; queue messages are dropped, rows stay as they are. */
export async function stopRun(ports: Pick<ConnectorPorts, 'stores' | 'clock' | 'log'>, runId: string, reason: string): Promise<void> {
  let isFirst = false;
  await updateRun(ports.stores, runId, (run) => {
    isFirst = run.state === 'open' && run.stopped === '';
    return isFirst ? { ...run, stopped: reason, stoppedAt: ports.clock.now().toISOString() } : undefined;
  });
  // Every worker that meets the same trouble stops the run; one line says so.
  if (isFirst) ports.log.error('Run stopped', { runId, reason });
}
