import { type DeliveryLine, deliveryLine } from '../../domain/evidence/delivery-line';
import type { ConnectorPorts } from '../connector-ports';
import { type BatchCell, type BatchRow, batchIdOfKey, type CellsRow, isAccounted, isReplay } from '../rows/batch-row';
import type { Outcome } from '../rows/delivery-row';
import type { PackageRow } from '../rows/package-row';

/** Every delivery of a run that its report counts, batch by batch in key order; memory: one batch. */
export async function* deliveryLines(runId: string, ports: Pick<ConnectorPorts, 'stores'>): AsyncGenerator<string> {
  const packageHashes = new Map<string, string>();
  const cellRows = ports.stores.batches.list(runId, { from: 'c-', to: 'c~' })[Symbol.asyncIterator]();
  let next = await cellRows.next();
  for await (const { row } of ports.stores.batches.list(runId, { from: 'b-', to: 'b~' })) {
    const batch = row as BatchRow;
    const id = batchIdOfKey(batch.key);
    while (next.done !== true && batchIdOfKey(next.value.row.key) < id) next = await cellRows.next();
    if (next.done === true || batchIdOfKey(next.value.row.key) !== id) continue;
    const sha256 = await packageHash(batch, packageHashes, ports);
    for (const cell of JSON.parse((next.value.row as CellsRow).cells) as BatchCell[])
      if (isCounted(cell, batch)) yield deliveryLine(lineOf(cell, batch, sha256));
  }
}

/** What a replay left held is in the balance already. */
function isCounted(cell: BatchCell, batch: BatchRow): boolean {
  if (!isAccounted(cell)) return false;
  if (cell.o === 'held' && isReplay(batch)) return false;
  return !(cell.o === 'imported-in-part' && cell.w === 'oversize');
}

function lineOf(cell: BatchCell, batch: BatchRow, sha256: string): DeliveryLine {
  return {
    v: 1,
    importKey: cell.k,
    mailboxId: batch.mailboxId,
    mailbox: batch.address,
    itemId: cell.i,
    messageIdentity: null,
    package: sha256,
    entry: cell.e,
    outcome: cell.o as Outcome,
    reason: cell.r ?? '',
    exchangeId: cell.x ?? '',
    matchedBy: cell.m,
    mappingVersion: batch.mappingVersion,
    at: cell.t ?? '',
    bytes: cell.b,
  };
}

async function packageHash(batch: BatchRow, known: Map<string, string>, ports: Pick<ConnectorPorts, 'stores'>): Promise<string> {
  const name = `${batch.packageRun}/${batch.packageId}`;
  const hash = known.get(name);
  if (hash !== undefined) return hash;
  const row = (await ports.stores.packageRows.get(batch.packageRun, batch.packageId))?.row as PackageRow | undefined;
  known.set(name, row?.sha256 ?? '');
  return row?.sha256 ?? '';
}
