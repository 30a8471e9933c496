import type { Item, UnreadableItem } from '../../domain/item/item';
import { heldIdOf } from '../../domain/ledger/held-id';
import type { HeldParticipant } from '../../domain/routing/held-participants';
import { peopleSummary } from '../../domain/routing/people-summary';
import type { Routing } from '../../domain/routing/routing';
import type { HeldReason, HeldRow } from '../rows/held-row';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';

const LISTED_CANDIDATES = 10;

/** The item's own name; an item whose bytes could not be read goes by its place. */
export function heldItemId(item: Item | UnreadableItem, row: PackageRow, entry: number): string {
  return item.itemId === '' ? heldIdOf('item', row.key, String(entry)) : heldIdOf('item', item.itemId);
}

/** The entry of an item that nobody gets, or of one person of an item that others get. `reason`: another archiver's, a rejected package's. */
export function heldOfRouting(
  held: HeldParticipant,
  routing: Routing,
  item: Item,
  entry: number,
  row: PackageRow,
  run: RunRow,
  now: Date,
  reason: HeldReason = held.reason,
): HeldRow {
  const person = held.participant?.person;
  const key = held.kind === 'item' ? heldItemId(item, row, entry) : heldIdOf('participant', item.itemId, held.participantKey);
  return {
    ...emptyEntry(row, run, now),
    key,
    kind: held.kind,
    reason,
    why: held.why,
    detail: held.candidates.slice(0, LISTED_CANDIDATES).join(', '),
    entry,
    itemId: item.itemId,
    participant: person?.phone ?? person?.address ?? person?.name ?? '',
    sentAt: sentAtOf(item),
    itemKind: item.kind,
    bytes: item.byteLength,
    participants: item.participants.length,
    people: peopleSummary(routing),
  };
}

/** The entry of an item whose bytes are kept, and that cannot be read. */
export function quarantined(item: UnreadableItem, entry: number, row: PackageRow, run: RunRow, now: Date): HeldRow {
  const { code, detail } = item.unreadable;
  return {
    ...emptyEntry(row, run, now),
    key: heldItemId(item, row, entry),
    kind: 'item',
    reason: 'quarantined',
    why: code,
    detail,
    entry,
    itemId: item.itemId,
    bytes: item.byteLength,
  };
}

function sentAtOf(item: Item): string {
  return item.date === undefined || Number.isNaN(item.date.getTime()) ? '' : item.date.toISOString();
}

function emptyEntry(row: PackageRow, run: RunRow, now: Date): HeldRow {
  return {
    partition: 'open',
    key: '',
    v: 1,
    kind: 'item',
    reason: 'unmatched',
    why: '',
    detail: '',
    addedIn: run.partition,
    addedAt: now.toISOString(),
    countedIn: '',
    packageRun: row.partition,
    packageId: row.key,
    entry: -1,
    itemId: '',
    mailboxId: '',
    address: '',
    importKey: '',
    participant: '',
    sentAt: '',
    arrivedAt: row.arrivedAt,
    itemKind: '',
    bytes: 0,
    participants: 0,
    people: '',
    mappingVersion: run.mappingVersion,
    tries: 1,
    lastTriedAt: now.toISOString(),
    takenBy: '',
    resolvedIn: '',
    resolvedAt: '',
    resolvedAs: '',
  };
}
