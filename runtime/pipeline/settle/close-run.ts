import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { holdPackage } from '../held/hold-package';
import type { BatchRow } from '../rows/batch-row';
import type { RunRow } from '../rows/run-row';
import { updateRun } from '../runs/read-run';
import { openPackages } from '../runs/send-again';
import { decideReport } from './decide-report';
import { holdBatch } from './hold-batch';
import { publishReport } from './publish-report';

/**
 * Closes a run that is marked `closing`: leftovers become held, the report is decided once, then its files, its link of the chain and the
 * mark `closed`. Every step may be repeated; a closed run is never opened again.
 */
export async function closeRun(run: RunRow, ports: ConnectorPorts, handling: Handling): Promise<void> {
  await holdLeftovers(run, ports);
  if (ports.clock.now() > handling.deadline) return ports.stores.queues.send('settle', { v: 1, runId: run.partition });
  const decided = run.closing === '' ? await decideReport(run, ports) : run.closing;
  const summary = await publishReport(run, decided, ports);
  if (summary === 'undecided') {
    await updateRun(ports.stores, run.partition, (row) => ({ ...row, closing: '' }));
    return ports.stores.queues.send('settle', { v: 1, runId: run.partition });
  }
  await markClosed(run, summary.sequence, summary.text, ports);
  await deleteWork(run, ports);
  ports.log.info('Run closed', {
    runId: run.partition,
    state: summary.state,
    imported: summary.imported,
    held: summary.held,
    failed: summary.failed,
    reconciled: summary.reconciled,
  });
}

/** What has no outcome goes on in a later run. A batch whose work blob is gone cannot be held; its deliveries make the report incomplete. */
async function holdLeftovers(run: RunRow, ports: ConnectorPorts): Promise<void> {
  for await (const row of openPackages(run.partition, ports)) await holdPackage(run.partition, row.key, 'run-closed', ports);
  for await (const stored of ports.stores.batches.list(run.partition, { from: 'b-', to: 'b~' })) {
    if ((stored.row as BatchRow).state === 'done') continue;
    const isHeld = await holdBatch(stored as Stored<BatchRow>, 'run-closed', ports);
    if (!isHeld) ports.log.error('Batch could not be accounted', { runId: run.partition, batchId: stored.row.key });
  }
}

/** Index rows last: what lists runs reads them, and what closes runs looks at the run itself. */
async function markClosed(run: RunRow, sequence: number, summary: string, ports: ConnectorPorts): Promise<void> {
  const { runs } = ports.stores;
  const runId = run.partition;
  await updateRun(ports.stores, runId, (row) => (row.state === 'closed' ? undefined : { ...row, state: 'closed' }));
  await runs.upsert({ partition: 'closed', key: newestFirst(sequence), v: 1, runId, summary });
  await runs.upsert({ partition: 'sweep', key: runId, v: 1, runId, summary: '' });
  await runs.remove({ partition: 'open', key: runId });
}

const HIGHEST_SEQUENCE = 9_999_999_999;
const newestFirst = (sequence: number): string => String(HIGHEST_SEQUENCE - sequence).padStart(10, '0');

/** Blobs of batches that have no outcome stay for the sweep. */
async function deleteWork(run: RunRow, ports: ConnectorPorts): Promise<void> {
  const kept = new Set<string>();
  for await (const { row } of ports.stores.batches.list(run.partition, { from: 'b-', to: 'b~' }))
    if ((row as BatchRow).state === 'open') kept.add((row as BatchRow).blob);
  for await (const { name } of ports.stores.work.list(`${run.partition}/`)) if (!kept.has(name)) await ports.stores.work.remove(name);
}
