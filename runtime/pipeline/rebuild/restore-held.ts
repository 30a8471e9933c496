import type { Report } from '../../domain/evidence/report';
import type { Stores } from '../connector-ports';
import { RESOLVED } from '../held/held-entries';
import type { HeldRow } from '../rows/held-row';

const CLEARED = ['open', RESOLVED, 'failed'];

type HeldStore = Pick<Stores, 'held'>;

/** What is there of entries may be of any age: their truth is told by reports and packages. */
export async function clearHeld(stores: HeldStore): Promise<void> {
  for (const partition of CLEARED) {
    const rows: HeldRow[] = [];
    for await (const { row } of stores.held.list(partition)) rows.push(row);
    for (const row of rows) await stores.held.remove(row);
  }
}

/**
 * Writes entries again so that the balance goes on where the last report ended. Entries that no line tells (items that nobody got, what could not be
 * read, rejected packages) are found again by the run that takes their packages up: it counts them as added, so the lost ones count as
 * resolved. Answers how many those are.
 */
export async function restoreHeld(entries: readonly HeldRow[], last: Report | undefined, stores: HeldStore): Promise<number> {
  const open = entries.filter(({ partition }) => partition === 'open');
  const counted = Math.min(open.length, last?.heldBalance.closing ?? 0);
  const lost = (last?.heldBalance.closing ?? 0) - counted;
  const counts = open.map((row, index) => (index < counted ? row : { ...row, countedIn: '' }));
  for (const row of [...counts, ...entries.filter(({ partition }) => partition !== 'open')]) await stores.held.upsert(row);
  for (let number = 0; number < lost; number += 1) await stores.held.upsert(lostEntry(number, last as Report));
  return lost;
}

/** Stands for an entry that was open when the last report was written. */
function lostEntry(number: number, { runId, finishedAt }: Report): HeldRow {
  return {
    partition: RESOLVED,
    key: `rebuilt${String(number).padStart(9, '0')}-rebuilt`,
    v: 1,
    kind: 'item',
    reason: 'unmatched',
    why: 'rebuilt',
    detail: '',
    addedIn: runId,
    addedAt: finishedAt,
    countedIn: runId,
    packageRun: '',
    packageId: '',
    entry: -1,
    itemId: '',
    mailboxId: '',
    address: '',
    importKey: '',
    participant: '',
    sentAt: '',
    arrivedAt: '',
    itemKind: '',
    bytes: 0,
    participants: 0,
    people: '',
    mappingVersion: '',
    tries: 0,
    lastTriedAt: '',
    takenBy: '',
    resolvedIn: runId,
    resolvedAt: finishedAt,
    resolvedAs: 'rebuilt',
  };
}
