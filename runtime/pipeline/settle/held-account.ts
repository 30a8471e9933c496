import { RowChangedError } from '../../ports/storage-errors';
import { MAX_TRANSACTION_CHANGES, type RowChange, type Stored } from '../../ports/table';
import type { Stores } from '../connector-ports';
import { RESOLVED, resolvedPartition } from '../held/held-entries';
import type { HeldRow } from '../rows/held-row';

const MAX_TRIES = 5;

type HeldStore = Pick<Stores, 'held'>;

/** Whether this run's report accounts what another run did: its own deeds, and those of runs that are closed already. */
export type IsMine = (runId: string) => boolean;

/**
 * Takes the entries that were resolved since the last report into this run's account, and ends moves that a crash left half done. Whoever accounts
 * the resolving of an entry also accounts its adding when nobody has done so yet: a run that was about to close, and did not come to it, has not.
 */
export async function takeResolved(runId: string, isMine: IsMine, stores: HeldStore): Promise<number> {
  const mine: HeldRow[] = [];
  for await (const { row } of stores.held.list(RESOLVED)) if (isMine(row.resolvedIn)) mine.push(row);
  for (let at = 0; at < mine.length; at += MAX_TRANSACTION_CHANGES) {
    const group = mine.slice(at, at + MAX_TRANSACTION_CHANGES);
    for (const row of group) await endMove(row, stores);
    const accounted = group.map((row) => ({ ...row, partition: resolvedPartition(runId), countedIn: countedBy(row, runId, isMine) }));
    await stores.held.transact(accounted.map((row): RowChange<HeldRow> => ({ kind: 'upsert', row })));
    for (const row of group) await stores.held.remove(row);
  }
  return mine.length;
}

const countedBy = ({ countedIn }: HeldRow, runId: string, isMine: IsMine): string =>
  countedIn !== '' && isMine(countedIn) ? countedIn : runId;

/** The open row of the same life, if a crash left it; a later life stays. */
async function endMove(resolved: HeldRow, stores: HeldStore): Promise<void> {
  const heldId = resolved.key.slice(0, resolved.key.lastIndexOf('-'));
  for (let tries = 1; ; tries += 1) {
    const open = await stores.held.get('open', heldId);
    if (open === undefined || open.row.addedAt !== resolved.addedAt) return;
    try {
      return await stores.held.remove(open.row, open.etag);
    } catch (error) {
      if (!(error instanceof RowChangedError) || tries === MAX_TRIES) throw error;
    }
  }
}

/** What the store holds open, counted while the entries that nobody has counted yet are taken into this run's account. */
export interface OpenEntries {
  readonly open: number;
  /** Those that this run's report counts as added. */
  readonly added: number;
}

/** `onAdded`: sees each entry that this run's report counts as added. */
export async function takeAdded(runId: string, isMine: IsMine, stores: HeldStore, onAdded: (row: HeldRow) => void): Promise<OpenEntries> {
  let open = 0;
  let added = 0;
  let uncounted: Stored<HeldRow>[] = [];
  for await (const stored of stores.held.list('open')) {
    const { row } = stored;
    open += 1;
    const isNew = row.countedIn === '' && isMine(row.addedIn);
    if (isNew) uncounted.push(stored);
    if (isNew || row.countedIn === runId) {
      added += 1;
      onAdded(row);
    }
    if (uncounted.length < MAX_TRANSACTION_CHANGES) continue;
    await markCounted(uncounted, runId, stores);
    uncounted = [];
  }
  await markCounted(uncounted, runId, stores);
  return { open, added };
}

async function markCounted(group: readonly Stored<HeldRow>[], runId: string, stores: HeldStore): Promise<void> {
  if (group.length === 0) return;
  try {
    await stores.held.transact(group.map(({ row, etag }) => ({ kind: 'replace', row: { ...row, countedIn: runId }, etag })));
  } catch (error) {
    if (!(error instanceof RowChangedError)) throw error;
    for (const { row } of group) await markOne(row, runId, stores);
  }
}

/** Changed meanwhile, or marked by a try whose answer was lost. One that was resolved meanwhile is counted where it lies then. */
async function markOne({ key, addedAt }: HeldRow, runId: string, stores: HeldStore): Promise<void> {
  const stored = await stores.held.get('open', key);
  if (stored === undefined || stored.row.addedAt !== addedAt || stored.row.countedIn !== '') return;
  await stores.held.replace({ ...stored.row, countedIn: runId }, stored.etag);
}
