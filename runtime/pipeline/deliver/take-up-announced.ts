import { RowChangedError } from '../../ports/storage-errors';
import type { ConnectorPorts } from '../connector-ports';
import type { BatchRow } from '../rows/batch-row';
import { reopenedDelivery } from '../rows/pending-delivery';
import { isTakenUp, readCells } from './batch-book';
import type { DecidedDelivery } from './delivery-result';

/**
 * Takes up held rows that unpack has announced for this batch and has not come to: it may have died, and somebody else may have finished its
 * package. Answers whether it took up any.
 */
export async function takeUpAnnounced(batch: BatchRow, decided: readonly DecidedDelivery[], ports: ConnectorPorts): Promise<boolean> {
  if (batch.takesUp !== true) return false;
  const cells = await readCells(batch, ports.stores);
  let hasTaken = false;
  for (const each of decided) if (isTakenUp(each, batch, cells) && (await takeUp(each, batch, ports))) hasTaken = true;
  return hasTaken;
}

async function takeUp({ work, byRowOf }: DecidedDelivery, batch: BatchRow, ports: ConnectorPorts): Promise<boolean> {
  const { deliveries } = ports.stores;
  const stored = await deliveries.get(batch.mailboxId, work.importKey);
  if (stored === undefined || stored.row.batchId !== byRowOf || (stored.row.state !== 'held' && stored.row.state !== 'failed'))
    return false;
  try {
    await deliveries.replace(reopenedDelivery(stored.row, batch, work), stored.etag);
    return true;
  } catch (error) {
    if (error instanceof RowChangedError) return false;
    throw error;
  }
}
