import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Stores } from '../connector-ports';
import type { HeldRow } from '../rows/held-row';

const MAX_TRIES = 5;

/** The run whose accounting an entry stands in once it is resolved. */
export const resolvedPartition = (runId: string): string => `resolved-${runId}`;

/**
 * Makes an entry open. One that is open already keeps when and in which run it was added, and counts one more try. Written before the ledger
 * says held: the other order could hide a held delivery.
 */
export async function addHeld(row: HeldRow, stores: Pick<Stores, 'held'>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await stores.held.insert(row);
      return;
    } catch (error) {
      if (!(error instanceof RowExistsError) || tries === MAX_TRIES) throw error;
    }
    const open = await stores.held.get(row.partition, row.key);
    if (open === undefined) continue;
    if (
      await replaced(open, { ...row, addedIn: open.row.addedIn, addedAt: open.row.addedAt, tries: open.row.tries + 1, takenBy: '' }, stores)
    )
      return;
  }
}

async function replaced(open: Stored<HeldRow>, row: HeldRow, stores: Pick<Stores, 'held'>): Promise<boolean> {
  try {
    await stores.held.replace(row, open.etag);
    return true;
  } catch (error) {
    if (error instanceof RowChangedError) return false;
    throw error;
  }
}

/**
 * Accounts an open entry as resolved in a run: the row moves to that run's partition. A crash between the two writes leaves it open as well,
 * and whoever takes it up again resolves it again. An entry that is not open any more is no error.
 */
export async function resolveHeld(
  heldId: string,
  runId: string,
  as: string,
  ports: Pick<ConnectorPorts, 'stores' | 'clock'>,
): Promise<void> {
  const { held } = ports.stores;
  const open = await held.get('open', heldId);
  if (open === undefined) return;
  const resolvedAt = ports.clock.now().toISOString();
  await held.upsert({ ...open.row, partition: resolvedPartition(runId), resolvedIn: runId, resolvedAt, resolvedAs: as });
  await held.remove({ partition: 'open', key: heldId });
}

/** A delivery that failed once has an outcome now. */
export async function removeFailed(heldId: string, stores: Pick<Stores, 'held'>): Promise<void> {
  await stores.held.remove({ partition: 'failed', key: heldId });
}
