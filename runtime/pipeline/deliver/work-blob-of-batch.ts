import { BlobChangedError, RowChangedError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import { type BatchRow, batchIdOfKey } from '../rows/batch-row';
import { NO_COUNTS } from '../rows/package-counts';
import type { PackageRow } from '../rows/package-row';
import { decodeWorkBlob, type WorkBlob, workBlobSha256 } from '../work-blob';

const REPAIR_DELAY_IN_MS = 60_000;

/** Reads a batch's work in one go; undefined when it is gone, or its hash is not the one in the batch row. */
export async function readWorkBlob(batch: BatchRow, ports: ConnectorPorts): Promise<WorkBlob | undefined> {
  const content = await readWork(batch, ports);
  if (content !== undefined && workBlobSha256(content) === batch.blobSha256) return decodeWorkBlob(content);
  ports.log.error('Work blob is not usable', {
    runId: batch.partition,
    batchId: batchIdOfKey(batch.key),
    isMissing: content === undefined,
  });
  return undefined;
}

async function readWork({ blob, blobOffset, blobBytes }: BatchRow, ports: ConnectorPorts): Promise<Buffer | undefined> {
  if (blobOffset === undefined || blobBytes === undefined) return (await ports.stores.work.get(blob))?.content;
  try {
    return await ports.stores.work.range(blob, blobOffset, blobBytes);
  } catch (error) {
    if (error instanceof BlobChangedError) return undefined;
    throw error;
  }
}

/**
 * Unpacks the package of the batch again, which writes the same blobs and batches. A replay cannot be cut the same way again: what it took up
 * becomes held when its run closes, and a later run takes it up. Answers when the batch is worth another look.
 */
export async function repairWorkBlob(batch: BatchRow, ports: ConnectorPorts): Promise<Date> {
  const again = new Date(ports.clock.now().getTime() + REPAIR_DELAY_IN_MS);
  const stored = (await ports.stores.packageRows.get(batch.packageRun, batch.packageId)) as Stored<PackageRow> | undefined;
  const mayUnpack =
    stored?.row.state === 'stored' || stored?.row.state === 'unpacked' || (stored?.row.state === 'rejected' && stored.row.items >= 0);
  if (stored === undefined || batch.packageRun !== batch.partition || !mayUnpack) return again;
  try {
    await ports.stores.packageRows.replace(
      { ...stored.row, state: 'stored', fromEntry: 0, counts: JSON.stringify(NO_COUNTS) },
      stored.etag,
    );
  } catch (error) {
    // Whoever changed it is unpacking it.
    if (!(error instanceof RowChangedError)) throw error;
    return again;
  }
  await ports.stores.queues.send('packages', { v: 1, runId: batch.packageRun, packageId: batch.packageId, fromEntry: 0 });
  return again;
}
