import { HELD_REASON_ORDER } from '../../domain/evidence/held-reasons';
import { type PeopleSummary, parsePeopleSummary } from '../../domain/routing/people-summary';
import type { ConnectorPorts } from '../connector-ports';
import type { HeldKind, HeldRow } from '../rows/held-row';
import type { PackageRow } from '../rows/package-row';
import { heldIndex, packageName, packagesOf } from './held-index';

/** A held entry as lists show it. Never text of a message. */
export interface HeldEntry {
  readonly id: string;
  readonly kind: HeldKind;
  readonly reason: string;
  readonly why: string;
  readonly detail: string;
  /** Number or name of the participant who has no mailbox; '' otherwise. */
  readonly number: string;
  readonly mailbox: string;
  /** ISO; '' when unknown. */
  readonly sentAt: string;
  readonly arrivedAt: string;
  readonly itemKind: string;
  readonly itemId: string;
  readonly package: string;
  /** Entry in the package; -1 for a package as a whole. */
  readonly entry: number;
  /** Items of a package as a whole; 1 otherwise. */
  readonly items: number;
  /** What the manifest of a package says; undefined without one. */
  readonly manifestCount: number | undefined;
  readonly people: PeopleSummary;
  readonly bytes: number;
  readonly tries: number;
  /** ISO; '' before the first try. */
  readonly lastTriedAt: string;
  readonly addedIn: string;
  readonly addedAt: string;
}

export interface HeldFilter {
  readonly reason?: string;
  /** Number or name, exactly. */
  readonly number?: string;
  readonly mailbox?: string;
  readonly run?: string;
}

export interface HeldQuery extends HeldFilter {
  /** Id of the last entry of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export interface HeldPage {
  readonly entries: readonly HeldEntry[];
  /** Entries that match, on this page or not. */
  readonly total: number;
  readonly next: string | undefined;
}

type HeldPorts = Pick<ConnectorPorts, 'stores' | 'clock'>;

/** Entries in the order of the page: by reason, then who it is about, the newest first. */
export async function listHeld(query: HeldQuery, ports: HeldPorts): Promise<HeldPage> {
  const matching = await matchingHeld(query, ports);
  const start = query.after === undefined ? 0 : matching.findIndex(({ key }) => key === query.after) + 1;
  const shown = matching.slice(start, start + query.limit);
  const packages = await packagesOf(shown, ports);
  const next = start + shown.length < matching.length ? shown.at(-1)?.key : undefined;
  return { entries: shown.map((row) => heldEntry(row, packages.get(packageName(row)))), total: matching.length, next };
}

/** Open and failed entries that a filter names, sorted. */
export async function matchingHeld(filter: HeldFilter, ports: HeldPorts): Promise<readonly HeldRow[]> {
  const { open, failed } = await heldIndex(ports);
  return [...open, ...failed].filter((row) => matches(row, filter)).sort(compareHeld);
}

function matches(row: HeldRow, { reason, number, mailbox, run }: HeldFilter): boolean {
  return (
    (reason === undefined || row.reason === reason) &&
    (number === undefined || row.participant === number) &&
    (mailbox === undefined || row.address === mailbox || row.mailboxId === mailbox) &&
    (run === undefined || row.addedIn === run)
  );
}

/** Whom or what an entry is listed under. */
export const groupOf = (row: HeldRow): string => row.participant || row.address || (row.kind === 'package' ? row.packageId : '');

function compareHeld(a: HeldRow, b: HeldRow): number {
  const byReason = HELD_REASON_ORDER.indexOf(a.reason) - HELD_REASON_ORDER.indexOf(b.reason);
  if (byReason !== 0) return byReason;
  const [groupA, groupB] = [groupOf(a), groupOf(b)];
  if (groupA !== groupB) return groupA < groupB ? -1 : 1;
  const [timeA, timeB] = [a.sentAt || a.addedAt, b.sentAt || b.addedAt];
  if (timeA !== timeB) return timeA < timeB ? 1 : -1;
  return a.key < b.key ? -1 : 1;
}

export function heldEntry(row: HeldRow, stored: PackageRow | undefined): HeldEntry {
  const isPackage = row.kind === 'package';
  return {
    id: row.key,
    kind: row.kind,
    reason: row.reason,
    why: row.why,
    detail: isPackage ? '' : row.detail,
    number: row.participant,
    mailbox: row.address,
    sentAt: row.sentAt,
    arrivedAt: row.arrivedAt || (stored?.arrivedAt ?? ''),
    itemKind: row.itemKind,
    itemId: row.itemId,
    package: stored?.name ?? (isPackage ? row.detail : row.packageId),
    entry: row.entry,
    items: isPackage ? Math.max(0, stored?.items ?? 0) : 1,
    manifestCount: isPackage && stored !== undefined && stored.manifestCount >= 0 ? stored.manifestCount : undefined,
    people: parsePeopleSummary(row.people),
    bytes: row.bytes,
    tries: row.tries,
    lastTriedAt: row.lastTriedAt,
    addedIn: row.addedIn,
    addedAt: row.addedAt,
  };
}
