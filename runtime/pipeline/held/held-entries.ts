import { hash } from 'node:crypto';
import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Stores } from '../connector-ports';
import type { HeldRow } from '../rows/held-row';

const MAX_TRIES = 5;
const LIFE_DIGITS = 8;

/** Entries that are resolved and that no report has accounted yet. Key: `<held id>-<hash of when it was added>`. */
export const RESOLVED = 'resolved';

/** The run whose report accounts an entry as resolved. */
export const resolvedPartition = (runId: string): string => `resolved-${runId}`;

/** One life of an entry, from its adding to its resolving: the same thing held again later is another life. */
export const lifeKey = ({ key, addedAt }: Pick<HeldRow, 'key' | 'addedAt'>): string =>
  `${key}-${hash('sha256', addedAt).slice(0, LIFE_DIGITS)}`;

type HeldStore = Pick<Stores, 'held'>;

/** What `addHeld` did, so that it can be taken back. */
export interface AddedHeld {
  readonly row: HeldRow;
  readonly etag: string;
  readonly isNew: boolean;
}

/**
 * Makes an entry open. One that is open already keeps when and in which run it was added, and counts one more try. Written before the ledger
 * says held: the other order could hide a held delivery.
 */
export async function addHeld(row: HeldRow, stores: HeldStore): Promise<AddedHeld> {
  for (let tries = 1; ; tries += 1) {
    try {
      return { row, etag: await stores.held.insert(row), isNew: true };
    } catch (error) {
      if (!(error instanceof RowExistsError) || tries === MAX_TRIES) throw error;
    }
    const open = await stores.held.get(row.partition, row.key);
    if (open === undefined) continue;
    const next = await nextLife(row, open.row, stores);
    const etag = await replaced(open, next, stores);
    if (etag !== undefined) return { row: next, etag, isNew: false };
  }
}

/** An open row whose life is resolved already was left by a process that died while it moved it: what is added now begins a new life. */
async function nextLife(row: HeldRow, open: HeldRow, stores: HeldStore): Promise<HeldRow> {
  if (open.partition === 'open' && (await stores.held.get(RESOLVED, lifeKey(open))) !== undefined) return row;
  const { addedIn, addedAt, countedIn, tries } = open;
  return { ...row, addedIn, addedAt, countedIn, tries: tries + 1, takenBy: '' };
}

/** Takes back an entry that was made a moment ago, because the ledger says something else. One that was open before stays. */
export async function withdrawHeld({ row, etag, isNew }: AddedHeld, stores: HeldStore): Promise<void> {
  if (!isNew) return;
  try {
    await stores.held.remove(row, etag);
  } catch (error) {
    if (!(error instanceof RowChangedError)) throw error;
  }
}

async function replaced(open: Stored<HeldRow>, row: HeldRow, stores: HeldStore): Promise<string | undefined> {
  try {
    return await stores.held.replace(row, open.etag);
  } catch (error) {
    if (error instanceof RowChangedError) return undefined;
    throw error;
  }
}

/**
 * Accounts an open entry as resolved by a run: it moves to the entries that the next report takes up. A crash between the two writes leaves it
 * in both; whoever meets it there ends the move. An entry that is not open any more is no error.
 */
export async function resolveHeld(
  heldId: string,
  runId: string,
  as: string,
  ports: Pick<ConnectorPorts, 'stores' | 'clock'>,
): Promise<void> {
  const { held } = ports.stores;
  for (let tries = 1; ; tries += 1) {
    const open = await held.get('open', heldId);
    if (open === undefined) return;
    const resolvedAt = ports.clock.now().toISOString();
    await insertOnce(
      { ...open.row, partition: RESOLVED, key: lifeKey(open.row), resolvedIn: runId, resolvedAt, resolvedAs: as },
      ports.stores,
    );
    try {
      await held.remove(open.row, open.etag);
      return;
    } catch (error) {
      if (!(error instanceof RowChangedError) || tries === MAX_TRIES) throw error;
    }
  }
}

/** A life that is resolved already stays with the run that resolved it. */
async function insertOnce(row: HeldRow, stores: HeldStore): Promise<void> {
  try {
    await stores.held.insert(row);
  } catch (error) {
    if (!(error instanceof RowExistsError)) throw error;
  }
}

/** A delivery that failed once has an outcome now. */
export async function removeFailed(heldId: string, stores: HeldStore): Promise<void> {
  await stores.held.remove({ partition: 'failed', key: heldId });
}
