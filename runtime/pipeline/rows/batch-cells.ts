import type { DeliveryPart } from '../work-blob';
import { type BatchCell, type BatchRow, batchIdOfKey, type CellsRow, cellsKey } from './batch-row';

/** A delivery without an outcome. */
export function openCell(part: DeliveryPart): BatchCell {
  return {
    k: part.importKey,
    i: part.itemId,
    e: part.entry,
    b: part.bytes,
    m: part.matchedBy,
    o: '',
    s: part.sentAt,
    y: part.itemKind,
    g: part.people,
    ...(part.heldReason === '' ? {} : { w: part.heldReason }),
    ...(part.heldId === '' ? {} : { h: part.heldId }),
    ...(part.participant === '' ? {} : { p: part.participant }),
  };
}

export function partOfCell(cell: BatchCell): DeliveryPart {
  return {
    importKey: cell.k,
    itemId: cell.i,
    entry: cell.e,
    bytes: cell.b,
    matchedBy: cell.m,
    heldId: cell.h ?? '',
    heldReason: cell.w ?? '',
    participant: cell.p ?? '',
    sentAt: cell.s ?? '',
    itemKind: cell.y ?? '',
    people: cell.g ?? '',
  };
}

export function cellsRowOf(batch: BatchRow, cells: readonly BatchCell[]): CellsRow {
  return { partition: batch.partition, key: cellsKey(batchIdOfKey(batch.key)), v: 1, cells: JSON.stringify(cells) };
}
