import { batchIdOf } from '../../domain/ledger/batch-id';
import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import { MAX_TRANSACTION_CHANGES, MAX_TRANSACTION_CHARACTERS, type RowChange, type Stored } from '../../ports/table';
import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';
import { cellsRowOf, openCell } from '../rows/batch-cells';
import { type BatchRow, type BatchTableRow, batchIdOfKey, batchKey, mailboxPrefix } from '../rows/batch-row';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';
import { type DeliveryPart, encodeWorkBlob, type WorkToWrite } from '../work-blob';
import type { PlannedContent, PlannedDelivery, PlannedMailbox } from './routed-part';
import { WorkWriter } from './work-writer';
import { writeDeliveryRows } from './write-delivery-rows';

const MAX_DELIVERIES_PER_BATCH = 100;
/** Each has a row and a row of cells. */
const BATCHES_A_TRANSACTION = MAX_TRANSACTION_CHANGES / 2;
/** Names and values of a batch's rows, its cells aside. */
const ROW_CHARACTERS = 2_000;
/** The work of a batch is read at once by its worker: this bounds what it takes in memory. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const MAILBOXES_AT_ONCE = 16;
const MAX_TRIES = 5;

/** Where the deliveries come from and in which run they are made. */
export interface BatchOrigin {
  readonly runId: string;
  readonly packageRun: string;
  readonly packageId: string;
  /** Where the part of the package begins that they come from; 0 for a replay. */
  readonly fromEntry: number;
  readonly mappingVersion: string;
  /** Each create looks first. */
  readonly looksFirst: boolean;
}

export function originOf(run: RunRow, { partition, key, fromEntry, wasHere }: PackageRow): BatchOrigin {
  const { partition: runId, mappingVersion } = run;
  const isReplay = partition !== runId;
  return {
    runId,
    packageRun: partition,
    packageId: key,
    fromEntry: isReplay ? 0 : fromEntry,
    mappingVersion,
    looksFirst: wasHere === true,
  };
}

interface PlannedBatch {
  readonly row: BatchRow;
  readonly deliveries: readonly DeliveryPart[];
  readonly contents: readonly (PlannedContent | undefined)[];
  readonly hasMore: boolean;
}

/**
 * Writes batches in the order of effects: their work, batch rows, ledger rows, queue messages. A crash anywhere repeats the same batches with
 * the same ids; what it left in `work` is deleted with the run.
 */
export async function writeBatches(mailboxes: readonly PlannedMailbox[], origin: BatchOrigin, ports: ConnectorPorts): Promise<void> {
  const batches = mailboxes.flatMap((mailbox) => batchesOf(mailbox, origin, ports));
  const written = await writeWork(batches, `${origin.runId}/batches/${origin.packageId}`, ports);
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
  return groups.map((group) => {
    const deliveries = group.map(({ part }) => part);
    const contents = group.map(({ content }) => content);
    return { deliveries, contents, hasMore: groups.length > 1, row: newBatch(mailbox, deliveries, origin, ports) };
  });
}

function newBatch(mailbox: PlannedMailbox, deliveries: readonly DeliveryPart[], origin: BatchOrigin, ports: ConnectorPorts): BatchRow {
  const { runId, packageRun, packageId, mappingVersion, looksFirst } = origin;
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
    blob: '',
    blobOffset: 0,
    blobBytes: 0,
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
    ...(looksFirst ? { looksFirst } : {}),
  };
}

/**
 * A run may unpack a package again that it also takes held entries from, and two parts of a package may hold the same messages for a mailbox: their
 * batches are not the same.
 */
function packageName({ runId, packageRun, packageId, fromEntry }: BatchOrigin): string {
  if (packageRun !== runId) return `${packageRun}/${packageId}`;
  return fromEntry === 0 ? packageId : `${packageId}/${fromEntry}`;
}

/** A batch that only makes held has no work. */
async function writeWork(batches: readonly PlannedBatch[], folder: string, ports: ConnectorPorts): Promise<readonly PlannedBatch[]> {
  const writer = new WorkWriter(ports.stores.work, folder);
  const written: PlannedBatch[] = [];
  for (const batch of batches) {
    if (batch.row.holdReason !== '') {
      written.push(batch);
      continue;
    }
    const place = await writer.add(encodeWorkBlob(batch.deliveries.map((part, index) => workOf(part, batch.contents[index], ports))));
    written.push({ ...batch, row: { ...batch.row, ...place } });
  }
  await writer.end();
  return written;
}

function workOf(part: DeliveryPart, content: PlannedContent | undefined, ports: ConnectorPorts): WorkToWrite {
  if (content === undefined) throw new Error('A delivery without content is only made held');
  if (content.kind === 'large') return { work: { ...part, ...content } };
  const { common, ...ready } = content;
  return { work: { ...part, ...ready }, request: ports.copyFormat.request(common, part, 'import') };
}

/** Batch rows of a run share a partition, so as many of them as fit take one transaction, each with its cells. */
async function writeBatchRows(batches: readonly PlannedBatch[], ports: ConnectorPorts): Promise<void> {
  for (let at = 0; at < batches.length; ) {
    const { changes, taken } = nextTransaction(batches, at);
    try {
      await ports.stores.batches.transact(changes);
    } catch (error) {
      if (!(error instanceof RowExistsError)) throw error;
      await atOnce(MAILBOXES_AT_ONCE, batches.slice(at, at + taken), (batch) => insertOrRefresh(batch, ports));
    }
    at += taken;
  }
}

/** The rows of the batches from `at` on, as many as one transaction holds; at least one batch. */
function nextTransaction(batches: readonly PlannedBatch[], at: number): { changes: RowChange<BatchTableRow>[]; taken: number } {
  const changes: RowChange<BatchTableRow>[] = [];
  let taken = 0;
  let characters = 0;
  for (const batch of batches.slice(at, at + BATCHES_A_TRANSACTION)) {
    const cells = cellsRowOf(batch.row, batch.deliveries.map(openCell));
    characters += ROW_CHARACTERS + cells.cells.length;
    if (taken > 0 && characters > MAX_TRANSACTION_CHARACTERS) break;
    changes.push({ kind: 'insert', row: batch.row }, { kind: 'insert', row: cells });
    taken += 1;
  }
  return { changes, taken };
}

/** A repeated unpack: the rows are there. The work was just written again, so a batch takes over its place, whoever works on it meanwhile. */
async function insertOrRefresh(batch: PlannedBatch, ports: ConnectorPorts): Promise<void> {
  const { batches } = ports.stores;
  for (let tries = 1; ; tries += 1) {
    try {
      await batches.transact(nextTransaction([batch], 0).changes);
      return;
    } catch (error) {
      if (!(error instanceof RowExistsError)) throw error;
    }
    const present = (await batches.get(batch.row.partition, batch.row.key)) as Stored<BatchRow> | undefined;
    if (present === undefined || present.row.state === 'done' || batch.row.blob === '') return;
    const { blob, blobOffset, blobBytes, blobSha256 } = batch.row;
    try {
      await batches.replace({ ...present.row, blob, blobOffset, blobBytes, blobSha256 }, present.etag);
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
