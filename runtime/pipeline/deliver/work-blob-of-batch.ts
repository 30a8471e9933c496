import type { ConnectorPorts } from '../connector-ports';
import { type BatchRow, batchIdOfKey } from '../rows/batch-row';
import { NO_COUNTS } from '../rows/package-counts';
import type { PackageRow } from '../rows/package-row';
import { decodeWorkBlob, type WorkBlob, workBlobSha256 } from '../work-blob';

const REPAIR_DELAY_SECONDS = 60;

/**
 * Reads a batch's work blob in one go; its hash must be the one in the batch row. When it is gone or altered, the package is unpacked again,
 * which writes the same blobs and batches, and the batch goes back to the queue.
 */
export async function readWorkBlob(batch: BatchRow, ports: ConnectorPorts): Promise<WorkBlob | undefined> {
  const blob = await ports.stores.work.get(batch.blob);
  if (blob !== undefined && workBlobSha256(blob.content) === batch.blobSha256) return decodeWorkBlob(blob.content);
  ports.log.error('Work blob is not usable', { runId: batch.partition, batchId: batchIdOfKey(batch.key), isMissing: blob === undefined });
  await unpackAgain(batch, ports);
  await ports.stores.queues.send('deliveries', { v: 1, runId: batch.partition, batchId: batchIdOfKey(batch.key) }, REPAIR_DELAY_SECONDS);
  return undefined;
}

async function unpackAgain(batch: BatchRow, ports: ConnectorPorts): Promise<void> {
  const stored = await ports.stores.packageRows.get(batch.packageRun, batch.packageId);
  if (stored === undefined || batch.packageRun !== batch.partition) return;
  const row = stored.row as PackageRow;
  await ports.stores.packageRows.replace({ ...row, state: 'stored', fromEntry: 0, counts: JSON.stringify(NO_COUNTS) }, stored.etag);
  await ports.stores.queues.send('packages', { v: 1, runId: batch.packageRun, packageId: batch.packageId, fromEntry: 0 });
}
