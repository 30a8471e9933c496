import { batchIdOf } from '../../domain/ledger/batch-id';
import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import { MAX_TRANSACTION_CHANGES, type RowChange, type Stored } from '../../ports/table';
import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';
import { cellsRowOf, openCell } from '../rows/batch-cells';
import { type BatchRow, type BatchTableRow, batchIdOfKey, batchKey, mailboxPrefix } from '../rows/batch-row';
import { encodeWorkBlob, workBlobSha256 } from '../work-blob';
import type { PlannedDelivery, PlannedMailbox } from './routed-part';
import { writeDeliveryRows } from './write-delivery-rows';

const MAX_DELIVERIES_PER_BATCH = 100;
/** Each has a row and a row of cells. */
const BATCHES_A_TRANSACTION = MAX_TRANSACTION_CHANGES / 2;
/** A work blob is read at once by its worker: this bounds what one batch takes in memory. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const BLOBS_AT_ONCE = 8;
const MAILBOXES_AT_ONCE = 16;
const MAX_TRIES = 5;

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
  await writeBatchRows(written, ports);
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
  const batchId = `${mailboxPrefix(mailbox.mailboxId)}-${batchIdOf(runId, packageName(origin), mailbox.mailboxId, keys)}`;
  return {
    partition: runId,
    key: batchKey(batchId),
    v: 1,
    mailboxId: mailbox.mailboxId,
    address: mailbox.address,
    packageRun,
    packageId,
    blob: mailbox.holdReason === '' ? `${runId}/batches/${batchId}` : '',
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

/** A run may unpack a package again that it also takes held entries from: the batches of the two are not the same. */
function packageName({ runId, packageRun, packageId }: BatchOrigin): string {
  return packageRun === runId ? packageId : `${packageRun}/${packageId}`;
}

async function writeBlob(batch: PlannedBatch, ports: ConnectorPorts): Promise<PlannedBatch> {
  if (batch.row.blob === '') return batch;
  const content = encodeWorkBlob(batch.deliveries.flatMap(({ work }) => (work === undefined ? [] : [work()])));
  await ports.stores.work.put(batch.row.blob, content);
  return { ...batch, row: { ...batch.row, blobSha256: workBlobSha256(content) } };
}

/** Batch rows of a run share a partition, so many of them take one transaction, each with its cells. */
async function writeBatchRows(batches: readonly PlannedBatch[], ports: ConnectorPorts): Promise<void> {
  for (let at = 0; at < batches.length; at += BATCHES_A_TRANSACTION) {
    const group = batches.slice(at, at + BATCHES_A_TRANSACTION);
    try {
      await ports.stores.batches.transact(group.flatMap(rowsOf));
    } catch (error) {
      if (!(error instanceof RowExistsError)) throw error;
      await atOnce(MAILBOXES_AT_ONCE, group, (batch) => insertOrRefresh(batch, ports));
    }
  }
}

function rowsOf({ row, deliveries }: PlannedBatch): RowChange<BatchTableRow>[] {
  return [
    { kind: 'insert', row },
    { kind: 'insert', row: cellsRowOf(row, deliveries.map(openCell)) },
  ];
}

/** A repeated unpack: the rows are there. The blob was just written again, so a batch takes over its hash, whoever works on it meanwhile. */
async function insertOrRefresh(batch: PlannedBatch, ports: ConnectorPorts): Promise<void> {
  const { batches } = ports.stores;
  for (let tries = 1; ; tries += 1) {
    try {
      await batches.transact(rowsOf(batch));
      return;
    } catch (error) {
      if (!(error instanceof RowExistsError)) throw error;
    }
    const present = (await batches.get(batch.row.partition, batch.row.key)) as Stored<BatchRow> | undefined;
    if (present === undefined || present.row.blobSha256 === batch.row.blobSha256) return;
    try {
      await batches.replace({ ...present.row, blobSha256: batch.row.blobSha256 }, present.etag);
      return;
    } catch (error) {
      if (!(error instanceof RowChangedError) || tries === MAX_TRIES) throw error;
    }
  }
}

function sendBatch({ row, hasMore }: PlannedBatch, etags: readonly string[] | undefined, ports: ConnectorPorts): Promise<void> {
  const message = { v: 1, runId: row.partition, batchId: batchIdOfKey(row.key), hasMore };
  return ports.stores.queues.send('deliveries', etags === undefined ? message : { ...message, etags });
}
