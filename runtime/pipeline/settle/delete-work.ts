import type { ConnectorPorts } from '../connector-ports';
import type { BatchRow } from '../rows/batch-row';

/** Deletes what a run needed to be worked on. Blobs of batches that have no outcome stay for the sweep. */
export async function deleteWork(runId: string, ports: Pick<ConnectorPorts, 'stores'>): Promise<void> {
  const { batches, work } = ports.stores;
  const kept = new Set<string>();
  for await (const { row } of batches.list(runId, { from: 'b-', to: 'b~' }))
    if ((row as BatchRow).state === 'open') kept.add((row as BatchRow).blob);
  for await (const { name } of work.list(`${runId}/`)) if (!kept.has(name)) await work.remove(name);
}
