import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { holdPackage } from '../held/hold-package';
import type { BatchRow } from '../rows/batch-row';
import type { RunRow } from '../rows/run-row';
import { openPackages } from '../runs/send-again';
import { holdBatch } from './hold-batch';

/** What has no outcome goes on in a later run. Answers whether that is done; false when the handler's time was over first. */
export async function holdLeftovers(run: Pick<RunRow, 'partition'>, ports: ConnectorPorts, handling: Handling): Promise<boolean> {
  const runId = run.partition;
  for await (const row of openPackages(runId, ports)) {
    if (ports.clock.now() > handling.deadline) return false;
    await holdPackage(runId, row.key, 'run-closed', ports);
  }
  for await (const stored of ports.stores.batches.list(runId, { from: 'b-', to: 'b~' })) {
    if ((stored.row as BatchRow).state === 'done') continue;
    if (ports.clock.now() > handling.deadline) return false;
    const isHeld = await holdBatch(stored as Stored<BatchRow>, 'run-closed', ports);
    // Its deliveries make the report incomplete: better said than never closed.
    if (!isHeld) ports.log.error('Batch could not be accounted', { runId, batchId: stored.row.key });
  }
  return true;
}
