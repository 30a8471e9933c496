import type { Stored } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import { BOOKED_FOR_GOOD, bookOutcomes, readCells } from '../deliver/batch-book';
import { type Claims, sortRows } from '../deliver/claim-deliveries';
import type { DeliveryResult } from '../deliver/delivery-result';
import { type Recorder, recordOutcomes } from '../deliver/record-outcomes';
import { resolveEntries } from '../deliver/resolve-entries';
import { partOfCell } from '../rows/batch-cells';
import type { BatchRow } from '../rows/batch-row';
import type { HeldReason } from '../rows/held-row';
import type { DeliveryPart } from '../work-blob';

/** Never loses against a lease: rows are made held by If-Match on what was read, whoever has claimed them. */
export const ABOVE_EVERY_EPOCH = Number.MAX_SAFE_INTEGER;
const MAX_ROUNDS = 5;

/**
 * Makes what is open in a batch held, and books it: when its run closes, when it was made to be held, when its package failed. Rows that have an
 * outcome keep it. A row that was changed meanwhile is decided from what it is then. Needs neither the work blob nor the mailbox. Answers
 * whether every delivery has an outcome now.
 */
export async function holdBatch(stored: Stored<BatchRow>, why: string, ports: ConnectorPorts): Promise<boolean> {
  let batch = stored;
  for (let round = 0; round < MAX_ROUNDS && batch.row.state !== 'done'; round += 1) batch = await holdOnce(batch, why, ports);
  return batch.row.state === 'done';
}

/** One round of it; answers the batch as it is then. */
export async function holdOnce(stored: Stored<BatchRow>, why: string, ports: ConnectorPorts): Promise<Stored<BatchRow>> {
  const cells = await readCells(stored.row, ports.stores);
  const recorder: Recorder = { mailboxId: stored.row.mailboxId, epoch: ABOVE_EVERY_EPOCH };
  const sorted = await sortRows(recorder, stored.row, cells.filter((cell) => cell.o === '').map(partOfCell), ports);
  const handled = openOf(sorted).map((delivery) => ({ delivery, result: heldResult(stored.row, why) }));
  const decided = [...sorted.decided, ...(await recordOutcomes(handled, stored.row, recorder, ports))];
  await resolveEntries(decided, stored.row, ports);
  return bookOutcomes(stored, cells.map(partOfCell), decided, BOOKED_FOR_GOOD, ports);
}

const openOf = (sorted: Claims<DeliveryPart>) => [...sorted.claimed, ...sorted.toLook.map((look) => look.delivery), ...sorted.waiting];

export function heldResult(batch: Pick<BatchRow, 'holdReason'>, why: string): DeliveryResult {
  const { holdReason } = batch;
  if (holdReason !== '') return { kind: 'held', reason: holdReason as HeldReason, why: holdReason, detail: '' };
  if (why === 'package-failed') return { kind: 'held', reason: 'rejected-package', why, detail: '' };
  return { kind: 'held', reason: 'attempts-exhausted', why, detail: '' };
}
