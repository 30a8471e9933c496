import { RowChangedError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Stores } from '../connector-ports';
import { type BatchCell, type BatchCounts, type BatchRow, batchIdOfKey, type CellsRow, cellsKey, isReplay } from '../rows/batch-row';
import type { Work } from '../work-blob';
import type { DecidedDelivery } from './delivery-result';

const MAX_TRIES = 6;

export async function readCells(batch: BatchRow, stores: Pick<Stores, 'batches'>): Promise<readonly BatchCell[]> {
  if (batch.decided === 0) return [];
  const row = (await stores.batches.get(batch.partition, cellsKey(batchIdOfKey(batch.key))))?.row as CellsRow | undefined;
  return row === undefined ? [] : (JSON.parse(row.cells) as BatchCell[]);
}

/**
 * Writes outcomes into the batch, one cell a delivery. An outcome that stands there already stays: it was taken from the ledger too. Answers
 * the batch as it is then.
 */
export async function bookOutcomes(
  stored: Stored<BatchRow>,
  works: readonly Work[],
  decided: readonly DecidedDelivery[],
  notBefore: string,
  ports: ConnectorPorts,
): Promise<Stored<BatchRow>> {
  let batch = stored;
  for (let tries = 1; ; tries += 1) {
    const cells = mergeCells(works, decided, await readCells(batch.row, ports.stores), ports.clock.now());
    const row = bookedRow(batch.row, cells, notBefore, ports.clock.now());
    const cellsRow: CellsRow = { partition: row.partition, key: cellsKey(batchIdOfKey(row.key)), v: 1, cells: JSON.stringify(cells) };
    try {
      const [etag] = await ports.stores.batches.transact([
        { kind: 'replace', row, etag: batch.etag },
        { kind: 'upsert', row: cellsRow },
      ]);
      return { row, etag: etag as string };
    } catch (error) {
      if (!(error instanceof RowChangedError) || tries === MAX_TRIES) throw error;
    }
    batch = (await ports.stores.batches.get(stored.row.partition, stored.row.key)) as Stored<BatchRow>;
  }
}

function mergeCells(works: readonly Work[], decided: readonly DecidedDelivery[], before: readonly BatchCell[], now: Date): BatchCell[] {
  const known = new Map(before.map((cell) => [cell.k, cell]));
  const fresh = new Map(decided.map((each) => [each.work.importKey, each]));
  return works.map((work) => {
    const kept = known.get(work.importKey);
    if (kept !== undefined && kept.o !== '') return kept;
    const each = fresh.get(work.importKey);
    const cell: BatchCell = {
      k: work.importKey,
      i: work.itemId,
      e: work.entry,
      b: work.bytes,
      m: work.matchedBy,
      o: each?.outcome ?? '',
      ...(work.heldReason === '' ? {} : { w: work.heldReason }),
    };
    if (each === undefined) return cell;
    const extras = { ...(each.reason === '' ? {} : { r: each.reason }), ...(each.exchangeId === '' ? {} : { x: each.exchangeId }) };
    return { ...cell, ...extras, t: now.toISOString() };
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
  const count = (outcome: string): number => cells.filter((cell) => cell.o === outcome).length;
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
