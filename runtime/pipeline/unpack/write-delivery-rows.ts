import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import type { RowChange, Stored } from '../../ports/table';
import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';
import { readCells } from '../deliver/batch-book';
import { isCountedBeside } from '../deliver/decide-row';
import { cellsRowOf } from '../rows/batch-cells';
import { type BatchCell, type BatchRow, batchIdOfKey, batchKey, isReplay } from '../rows/batch-row';
import type { DeliveryRow } from '../rows/delivery-row';
import { pendingDelivery, reopenedDelivery } from '../rows/pending-delivery';
import type { DeliveryPart } from '../work-blob';

const READS_AT_ONCE = 16;
const MAX_TRIES = 5;

/**
 * Inserts the rows `pending` of a batch in one transaction and answers their ETags, so that the batch can be claimed without reading them.
 *
 * A conflict is never taken for a duplicate: each row is read. One that names this batch is our own, whatever its state (a repeated unpack);
 * a held or failed one, or one that is only to be made held, is re-opened with this source, unless this batch has decided it before (a repeated
 * unpack): nobody works on that part of it any more; any other stays as it is, and deliver decides. Then nothing is answered.
 */
export async function writeDeliveryRows(
  batch: BatchRow,
  deliveries: readonly DeliveryPart[],
  ports: ConnectorPorts,
): Promise<readonly string[] | undefined> {
  try {
    return await ports.stores.deliveries.transact(
      deliveries.map((delivery) => ({ kind: 'insert', row: pendingDelivery(batch, delivery) })),
    );
  } catch (error) {
    if (!(error instanceof RowExistsError)) throw error;
  }
  for (let tries = 1; ; tries += 1) {
    const changes = await changesFor(batch, deliveries, ports);
    if (changes.length === 0) return undefined;
    try {
      await ports.stores.deliveries.transact(changes);
      return undefined;
    } catch (error) {
      if (!(error instanceof RowExistsError || error instanceof RowChangedError) || tries === MAX_TRIES) throw error;
    }
  }
}

async function changesFor(batch: BatchRow, deliveries: readonly DeliveryPart[], ports: ConnectorPorts): Promise<RowChange<DeliveryRow>[]> {
  const found = await atOnce(READS_AT_ONCE, deliveries, (delivery) => ports.stores.deliveries.get(batch.mailboxId, delivery.importKey));
  const changes = await atOnce(READS_AT_ONCE, deliveries, (delivery, index) => changeFor(batch, delivery, found[index], ports));
  const heldBy = new Map(
    changes.flatMap((change, index) => (change?.kind === 'replace' ? [[change.row.key, found[index]?.row.batchId ?? '']] : [])),
  );
  const mayReopen = heldBy.size === 0 ? new Set() : await announce(batch, heldBy, ports);
  return changes.filter(
    (change) => change !== undefined && (change.kind !== 'replace' || mayReopen.has(change.row.key)),
  ) as RowChange<DeliveryRow>[];
}

/**
 * Says in the batch which held rows it takes up, and of which batches, before it does: whoever has read one of them as held books nothing by that.
 * Answers the keys that the batch has no outcome for.
 */
async function announce(batch: BatchRow, heldBy: ReadonlyMap<string, string>, ports: ConnectorPorts): Promise<ReadonlySet<string>> {
  const { batches } = ports.stores;
  for (let tries = 1; ; tries += 1) {
    const stored = (await batches.get(batch.partition, batch.key)) as Stored<BatchRow> | undefined;
    if (stored === undefined) return new Set(heldBy.keys());
    const cells = await readCells(stored.row, ports.stores);
    const open = cells.filter(({ k, o }) => o === '' && heldBy.has(k));
    const mayReopen = new Set(open.map(({ k }) => k));
    if (open.every(({ k, u }) => u === heldBy.get(k))) return mayReopen;
    const marked = cells.map((cell): BatchCell => (mayReopen.has(cell.k) ? { ...cell, u: heldBy.get(cell.k) ?? '' } : cell));
    try {
      await batches.transact([
        { kind: 'replace', row: { ...stored.row, takesUp: true }, etag: stored.etag },
        { kind: 'upsert', row: cellsRowOf(stored.row, marked) },
      ]);
      return mayReopen;
    } catch (error) {
      if (!(error instanceof RowChangedError) || tries === MAX_TRIES) throw error;
    }
  }
}

async function changeFor(
  batch: BatchRow,
  delivery: DeliveryPart,
  stored: Stored<DeliveryRow> | undefined,
  ports: ConnectorPorts,
): Promise<RowChange<DeliveryRow> | undefined> {
  if (stored === undefined) return { kind: 'insert', row: pendingDelivery(batch, delivery) };
  const { row, etag } = stored;
  if (row.batchId === batchIdOfKey(batch.key) || isCountedBeside(row, placeOf(batch, delivery))) return undefined;
  const mayReopen = isReopenable(row, batch) || (await isForsaken(row, batch, ports));
  return mayReopen ? { kind: 'replace', row: reopenedDelivery(row, batch, delivery), etag } : undefined;
}

const placeOf = (batch: BatchRow, { entry }: DeliveryPart): Parameters<typeof isCountedBeside>[1] => ({
  batchId: batchIdOfKey(batch.key),
  packageRun: batch.packageRun,
  packageId: batch.packageId,
  entry,
  isReplay: isReplay(batch),
});

/**
 * A batch that only makes held (of a rejected package) re-opens nothing: it would only change why an entry is held. What such a batch has not come
 * to yet is taken over: the corrected package may be unpacked beside the rejected one. A stub's item may follow.
 */
function isReopenable(row: DeliveryRow, batch: BatchRow): boolean {
  if (batch.holdReason !== '') return false;
  const isStubReplay = row.state === 'imported-in-part' && isReplay(batch);
  const isOnlyHeld = row.state === 'pending' && row.reason !== '';
  return row.state === 'held' || row.state === 'failed' || isOnlyHeld || isStubReplay;
}

/** Open for a batch that has decided it already, or is gone: nobody will ever work on it. Whoever takes up its held entry takes the row over. */
async function isForsaken(row: DeliveryRow, batch: BatchRow, ports: ConnectorPorts): Promise<boolean> {
  if (!isReplay(batch) || (row.state !== 'pending' && row.state !== 'creating')) return false;
  const other = (await ports.stores.batches.get(row.runId, batchKey(row.batchId)))?.row as BatchRow | undefined;
  return other === undefined || (await decidedBefore(other, ports)).has(row.key);
}

async function decidedBefore(batch: BatchRow, ports: ConnectorPorts): Promise<ReadonlySet<string>> {
  return new Set((await readCells(batch, ports.stores)).filter((cell) => cell.o !== '').map((cell) => cell.k));
}
