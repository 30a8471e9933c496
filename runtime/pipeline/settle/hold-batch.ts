import type { Stored } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import { bookOutcomes, readCells } from '../deliver/batch-book';
import { type Claims, sortRows } from '../deliver/claim-deliveries';
import type { DeliveryResult } from '../deliver/delivery-result';
import { type Recorder, recordOutcomes } from '../deliver/record-outcomes';
import type { BatchRow } from '../rows/batch-row';
import { decodeWorkBlob, type WorkBlob, workBlobSha256 } from '../work-blob';

/** Never loses against a lease: rows are made held by If-Match on what was read, whoever has claimed them. */
const ABOVE_EVERY_EPOCH = Number.MAX_SAFE_INTEGER;

/**
 * Makes what is open in a batch held, and books it. Used when its run closes and when its queue message is poison. Rows that have an outcome
 * keep it. A row that was changed meanwhile is decided from what it is then. Answers whether every delivery has an outcome now.
 */
export async function holdBatch(
  stored: Stored<BatchRow>,
  why: string,
  ports: ConnectorPorts,
  addedIn = stored.row.partition,
): Promise<boolean> {
  const blob = await readBlob(stored.row, ports);
  if (blob === undefined) return false;
  const done = new Set((await readCells(stored.row, ports.stores)).filter((cell) => cell.o !== '').map((cell) => cell.k));
  const works = blob.deliveries.filter((work) => !done.has(work.importKey));
  const recorder: Recorder = { mailboxId: stored.row.mailboxId, epoch: ABOVE_EVERY_EPOCH, exchange: undefined };
  const sorted = await sortRows(recorder, stored.row, works, ports);
  const handled = openOf(sorted).map((delivery) => ({ delivery, result: heldResult(stored.row, why) }));
  const recorded = await recordOutcomes(handled, stored.row, recorder, ports, addedIn);
  const booked = await bookOutcomes(stored, blob.deliveries, [...sorted.decided, ...recorded], '', ports);
  return booked.row.state === 'done';
}

const openOf = (sorted: Claims): Claims['claimed'] => [...sorted.claimed, ...sorted.toLook.map((look) => look.delivery), ...sorted.waiting];

export function heldResult(batch: BatchRow, why: string): DeliveryResult {
  const reason = batch.holdReason === '' ? 'attempts-exhausted' : (batch.holdReason as 'rejected-package' | 'other-archiver');
  return { kind: 'held', reason, why: batch.holdReason === '' ? why : batch.holdReason, detail: '' };
}

async function readBlob(batch: BatchRow, ports: ConnectorPorts): Promise<WorkBlob | undefined> {
  const blob = await ports.stores.work.get(batch.blob);
  if (blob === undefined || workBlobSha256(blob.content) !== batch.blobSha256) return undefined;
  return decodeWorkBlob(blob.content);
}
