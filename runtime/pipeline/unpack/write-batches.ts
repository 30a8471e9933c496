import { batchIdOf } from '../../domain/ledger/batch-id';
import { RowExistsError } from '../../ports/storage-errors';
import { MAX_TRANSACTION_CHANGES, type Stored } from '../../ports/table';
import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';
import { type BatchRow, type BatchTableRow, batchIdOfKey, batchKey, mailboxPrefix } from '../rows/batch-row';
import { encodeWorkBlob, workBlobSha256 } from '../work-blob';
import type { PlannedDelivery, PlannedMailbox } from './routed-part';
import { writeDeliveryRows } from './write-delivery-rows';

const MAX_DELIVERIES_PER_BATCH = 100;
/** A work blob is read at once by its worker: this bounds what one batch takes in memory. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const BLOBS_AT_ONCE = 8;
const MAILBOXES_AT_ONCE = 16;

/** Where the deliveries come from and in which run they are made. */
export interface BatchOrigin {
  readonly runId: string;
  readonly packageRun: string;
  readonly packageId: string;
  readonly mappingVersion: string;
}

interface PlannedBatch {
  readonly row: BatchRow;
  readonly deliveries: readonly PlannedDelivery[];
  readonly hasMore: boolean;
}

/**
 * Writes batches in the order of effects: work blobs, batch rows, ledger rows, queue messages. A crash anywhere repeats the same batches with
 * the same ids.
 */
export async function writeBatches(mailboxes: readonly PlannedMailbox[], origin: BatchOrigin, ports: ConnectorPorts): Promise<void> {
  const batches = mailboxes.flatMap((mailbox) => batchesOf(mailbox, origin, ports));
  const written = await atOnce(BLOBS_AT_ONCE, batches, (batch) => writeBlob(batch, ports));
  await writeBatchRows(
    written.map((batch) => batch.row),
    ports,
  );
  const etags = await atOnce(MAILBOXES_AT_ONCE, written, (batch) => writeDeliveryRows(batch.row, batch.deliveries, ports));
  await atOnce(MAILBOXES_AT_ONCE, written, (batch, index) => sendBatch(batch, etags[index], ports));
}

function batchesOf(mailbox: PlannedMailbox, origin: BatchOrigin, ports: ConnectorPorts): PlannedBatch[] {
  const groups: PlannedDelivery[][] = [];
  let bytes = 0;
  for (const delivery of mailbox.deliveries) {
    const group = groups.at(-1);
    const isFull = group === undefined || group.length === MAX_DELIVERIES_PER_BATCH || bytes + delivery.weight > MAX_BATCH_BYTES;
    if (isFull) {
      groups.push([delivery]);
      bytes = delivery.weight;
    } else {
      group.push(delivery);
      bytes += delivery.weight;
    }
  }
  return groups.map((deliveries) => ({ deliveries, hasMore: groups.length > 1, row: newBatch(mailbox, deliveries, origin, ports) }));
}

function newBatch(mailbox: PlannedMailbox, deliveries: readonly PlannedDelivery[], origin: BatchOrigin, ports: ConnectorPorts): BatchRow {
  const { runId, packageRun, packageId, mappingVersion } = origin;
  const keys = deliveries.map((delivery) => delivery.importKey);
  const batchId = `${mailboxPrefix(mailbox.mailboxId)}-${batchIdOf(runId, packageId, mailbox.mailboxId, keys)}`;
  return {
    partition: runId,
    key: batchKey(batchId),
    v: 1,
    mailboxId: mailbox.mailboxId,
    address: mailbox.address,
    packageRun,
    packageId,
    blob: `${runId}/batches/${batchId}`,
    blobSha256: '',
    holdReason: mailbox.holdReason,
    mappingVersion,
    deliveries: deliveries.length,
    decided: 0,
    decidedAt: '',
    state: 'open',
    counts: '',
    enqueuedAt: ports.clock.now().toISOString(),
    notBefore: '',
  };
}

async function writeBlob(batch: PlannedBatch, ports: ConnectorPorts): Promise<PlannedBatch> {
  const content = encodeWorkBlob(batch.deliveries.map((delivery) => delivery.work()));
  await ports.stores.work.put(batch.row.blob, content);
  return { ...batch, row: { ...batch.row, blobSha256: workBlobSha256(content) } };
}

/** Batch rows of a run share a partition, so up to 100 of them take one transaction. */
async function writeBatchRows(rows: readonly BatchRow[], ports: ConnectorPorts): Promise<void> {
  for (let at = 0; at < rows.length; at += MAX_TRANSACTION_CHANGES) {
    const group = rows.slice(at, at + MAX_TRANSACTION_CHANGES);
    try {
      await ports.stores.batches.transact(group.map((row) => ({ kind: 'insert', row })));
    } catch (error) {
      if (!(error instanceof RowExistsError)) throw error;
      await atOnce(MAILBOXES_AT_ONCE, group, (row) => insertOrRefresh(row, ports));
    }
  }
}

/** A repeated unpack: the row is there. Its blob was just written again, so an untouched batch takes over its hash. */
async function insertOrRefresh(row: BatchRow, ports: ConnectorPorts): Promise<void> {
  const { batches } = ports.stores;
  try {
    await batches.insert(row);
  } catch (error) {
    if (!(error instanceof RowExistsError)) throw error;
    const present = (await batches.get(row.partition, row.key)) as Stored<BatchTableRow> | undefined;
    const existing = present?.row as BatchRow | undefined;
    if (present === undefined || existing === undefined || existing.blobSha256 === row.blobSha256) return;
    await batches.replace({ ...existing, blobSha256: row.blobSha256 }, present.etag);
  }
}

function sendBatch({ row, hasMore }: PlannedBatch, etags: readonly string[] | undefined, ports: ConnectorPorts): Promise<void> {
  const message = { v: 1, runId: row.partition, batchId: batchIdOfKey(row.key), hasMore };
  return ports.stores.queues.send('deliveries', etags === undefined ? message : { ...message, etags });
}
