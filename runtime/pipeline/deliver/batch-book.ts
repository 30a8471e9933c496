import { RowChangedError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Stores } from '../connector-ports';
import { cellsRowOf, openCell } from '../rows/batch-cells';
import {
  type BatchCell,
  type BatchCounts,
  type BatchRow,
  batchIdOfKey,
  type CellsRow,
  cellsKey,
  isAccounted,
  isReplay,
} from '../rows/batch-row';
import type { DeliveryPart } from '../work-blob';
import type { DecidedDelivery } from './delivery-result';

const MAX_TRIES = 6;

/** Every delivery of a batch, in the order of its work blob. */
export async function readCells(batch: BatchRow, stores: Pick<Stores, 'batches'>): Promise<readonly BatchCell[]> {
  const row = (await stores.batches.get(batch.partition, cellsKey(batchIdOfKey(batch.key))))?.row as CellsRow | undefined;
  return row === undefined ? [] : (JSON.parse(row.cells) as BatchCell[]);
}

/** Import keys of the deliveries that have an outcome. Nothing is read for a batch that has none. */
export async function decidedKeys(batch: BatchRow, stores: Pick<Stores, 'batches'>): Promise<ReadonlySet<string>> {
  if (batch.decided === 0) return new Set();
  return new Set((await readCells(batch, stores)).filter((cell) => cell.o !== '').map((cell) => cell.k));
}

export interface Booking {
  /** What has no outcome waits until then, ISO; '' when it need not. */
  readonly notBefore: string;
  /** Nobody works on the batch any more: also what unpack was about to take up for it is booked as it is. */
  readonly endsHere: boolean;
}

export const BOOKED_FOR_GOOD: Booking = { notBefore: '', endsHere: true };

/**
 * Writes outcomes into the batch, one cell a delivery. An outcome that stands there already stays: it was taken from the ledger too. What the row
 * of another batch says of a delivery is not written when unpack takes that row up for this one. Answers the batch as it is then.
 */
export async function bookOutcomes(
  stored: Stored<BatchRow>,
  works: readonly DeliveryPart[],
  decided: readonly DecidedDelivery[],
  { notBefore, endsHere }: Booking,
  ports: ConnectorPorts,
): Promise<Stored<BatchRow>> {
  let batch = stored;
  for (let tries = 1; ; tries += 1) {
    const before = batch.row.decided === 0 && batch.row.takesUp !== true ? [] : await readCells(batch.row, ports.stores);
    const booked = endsHere ? decided : decided.filter((each) => !isTakenUp(each, batch.row, before));
    const cells = mergeCells(works, booked, before, ports.clock.now());
    const row = bookedRow(batch.row, cells, notBefore, ports.clock.now());
    try {
      const [etag] = await ports.stores.batches.transact([
        { kind: 'replace', row, etag: batch.etag },
        { kind: 'upsert', row: cellsRowOf(row, cells) },
      ]);
      return { row, etag: etag as string };
    } catch (error) {
      if (!(error instanceof RowChangedError) || tries === MAX_TRIES) throw error;
    }
    batch = (await ports.stores.batches.get(stored.row.partition, stored.row.key)) as Stored<BatchRow>;
  }
}

/** What the row of another batch says, while unpack takes that row up for this batch. */
export function isTakenUp({ work, byRowOf }: DecidedDelivery, batch: BatchRow, cells: readonly BatchCell[]): boolean {
  if (byRowOf === '' || byRowOf === batchIdOfKey(batch.key)) return false;
  return cells.some(({ k, u }) => k === work.importKey && u === byRowOf);
}

function mergeCells(
  works: readonly DeliveryPart[],
  decided: readonly DecidedDelivery[],
  before: readonly BatchCell[],
  now: Date,
): BatchCell[] {
  const known = new Map(before.map((cell) => [cell.k, cell]));
  const fresh = new Map(decided.map((each) => [each.work.importKey, each]));
  return works.map((work) => {
    const kept = known.get(work.importKey);
    if (kept !== undefined && kept.o !== '') return kept;
    const each = fresh.get(work.importKey);
    const cell = openCell(work);
    if (each === undefined) return kept?.u === undefined ? cell : { ...cell, u: kept.u };
    const extras = { ...(each.reason === '' ? {} : { r: each.reason }), ...(each.exchangeId === '' ? {} : { x: each.exchangeId }) };
    return { ...cell, ...extras, o: each.outcome, t: each.at || now.toISOString() };
  });
}

function bookedRow(batch: BatchRow, cells: readonly BatchCell[], notBefore: string, now: Date): BatchRow {
  const decided = cells.filter((cell) => cell.o !== '').length;
  const isDone = decided === batch.deliveries;
  const decidedAt = decided > batch.decided ? now.toISOString() : batch.decidedAt;
  const counts = isDone ? JSON.stringify(countCells(batch, cells)) : '';
  return { ...batch, decided, decidedAt, state: isDone ? 'done' : 'open', counts, notBefore: isDone ? '' : notBefore };
}

export function countCells(batch: BatchRow, cells: readonly BatchCell[]): BatchCounts {
  const count = (outcome: string): number => cells.filter((cell) => cell.o === outcome && isAccounted(cell)).length;
  const held = count('held');
  const stubsAgain = cells.filter((cell) => cell.o === 'imported-in-part' && cell.w === 'oversize').length;
  return {
    imported: count('imported'),
    importedInPart: count('imported-in-part') - stubsAgain,
    skippedAsDuplicate: count('skipped-as-duplicate'),
    held: isReplay(batch) ? 0 : held,
    failed: count('failed'),
    stillHeld: stubsAgain + (isReplay(batch) ? held : 0),
  };
}
