import { DAY_IN_MS } from '../../domain/windows/durations';
import { usualPerWeek } from '../../domain/windows/weekly-counts';
import { loadMapping, readCurrentMapping } from '../mapping/current-mapping';
import { readActivity } from '../numbers/number-activity';
import type { MailboxRow } from '../rows/mailbox-row';
import type { AdminPorts } from './admin-ports';
import { heldIndex } from './held-index';
import { liveRuns } from './live-runs';
import { lastRefusal, mailboxRows } from './mailbox-rows';
import { activeMapping, mappingVersions } from './mapping-versions';
import { readRoster } from './roster';

export interface MailboxView {
  readonly mailboxId: string;
  readonly address: string;
  /** `none`: no copy was to go there yet. */
  readonly folder: 'none' | 'exists' | 'renamed' | 'recreated';
  /** Name as the user sees it, when it was renamed. */
  readonly folderName: string;
  readonly folderRecreatedAt: string;
  readonly delivered: number;
  readonly lastItemAt: string;
  /** Arrival of the oldest entry that waits; '' when none does. */
  readonly oldestWaitingAt: string;
  readonly waiting: number;
  /** Reasons of the entries that wait, that of most first; empty when all are in the run at work. */
  readonly waitsFor: readonly WaitingReason[];
  readonly throttledUntil: string;
  /** Undefined while it is too early to say. */
  readonly usualPerWeek: number | undefined;
  /** Some number of the mapping names it. */
  readonly isMapped: boolean;
  /** Why it did not open last; '' when it does. */
  readonly refusal: string;
}

export interface WaitingReason {
  readonly reason: string;
  readonly count: number;
}

export interface QuietNumber {
  readonly number: string;
  readonly mailbox: string;
  readonly lastItemAt: string;
  readonly delivered: number;
}

export interface NeverSeenNumber {
  readonly number: string;
  readonly mailbox: string;
  /** When the version that first had it was activated; '' when nobody remembers. */
  readonly mappedSince: string;
  /** By the roster; undefined without one. */
  readonly isRegistered: boolean | undefined;
}

export interface MailboxesView {
  readonly mailboxes: readonly MailboxView[];
  readonly quiet: readonly QuietNumber[];
  readonly neverSeen: readonly NeverSeenNumber[];
  readonly rosterAt: string;
}

const QUIET_AFTER_DAYS = 30;

/** All mailboxes, who waits longest first, then by name; and numbers of the mapping that say nothing. */
export async function mailboxesView(ports: AdminPorts): Promise<MailboxesView> {
  const [now, rows, held, live, mapping, activityOf, roster, { current }] = await Promise.all([
    ports.storageTime.now(),
    mailboxRows(ports),
    heldIndex(ports),
    liveRuns(ports),
    activeMapping(ports.stores),
    readActivity(ports),
    readRoster(ports),
    readCurrentMapping(ports.stores),
  ]);
  const mapped = new Set(mapping.rows.map(({ mailbox }) => mailbox));
  const waiting = waitingByMailbox([...held.open, ...held.failed]);
  const atWork = new Map(live.flatMap(({ slowest }) => (slowest === undefined ? [] : [[slowest.mailbox, slowest.left] as const])));
  const mailboxes = rows.map((row) => mailboxView(row, now, mapped, waiting.get(row.key), atWork.get(row.address) ?? 0));
  const byAddress = new Map(rows.map((row) => [row.address, row]));
  const before = new Date(now.getTime() - QUIET_AFTER_DAYS * DAY_IN_MS).toISOString().slice(0, 10);
  const numbers = [...new Map(mapping.rows.map((row) => [row.phone, row])).values()];
  const quiet = numbers.flatMap(({ phone, mailbox }): QuietNumber[] => {
    const last = activityOf(phone)?.last;
    if (last === undefined || last >= before) return [];
    return [{ number: phone, mailbox, lastItemAt: `${last}T00:00:00.000Z`, delivered: byAddress.get(mailbox)?.delivered ?? 0 }];
  });
  const never = numbers.filter(({ phone }) => activityOf(phone) === undefined);
  const since = await mappedSince(
    never.map(({ phone }) => phone),
    current.activatedAt,
    ports,
  );
  return {
    mailboxes: mailboxes.sort(longestWaitingFirst),
    quiet,
    neverSeen: never.map(({ phone, mailbox }) => ({
      number: phone,
      mailbox,
      mappedSince: since.get(phone) ?? '',
      isRegistered: roster === undefined ? undefined : roster.numbers.has(phone),
    })),
    rosterAt: roster?.at ?? '',
  };
}

interface Waiting {
  readonly count: number;
  readonly oldest: string;
  readonly reasons: readonly WaitingReason[];
}

function waitingByMailbox(
  entries: readonly { mailboxId: string; arrivedAt: string; addedAt: string; reason: string }[],
): ReadonlyMap<string, Waiting> {
  const byMailbox = Map.groupBy(
    entries.filter(({ mailboxId }) => mailboxId !== ''),
    ({ mailboxId }) => mailboxId,
  );
  return new Map([...byMailbox].map(([mailboxId, waiting]) => [mailboxId, waitingOf(waiting)]));
}

function waitingOf(entries: readonly { arrivedAt: string; addedAt: string; reason: string }[]): Waiting {
  const times = entries.map(({ arrivedAt, addedAt }) => arrivedAt || addedAt).sort();
  const reasons = [...Map.groupBy(entries, ({ reason }) => reason)].map(([reason, { length }]) => ({ reason, count: length }));
  return { count: entries.length, oldest: times[0] ?? '', reasons: reasons.sort((a, b) => b.count - a.count) };
}

function mailboxView(row: MailboxRow, now: Date, mapped: ReadonlySet<string>, waiting: Waiting | undefined, atWork: number): MailboxView {
  const isThrottled = row.throttledUntil > now.toISOString();
  return {
    mailboxId: row.key,
    address: row.address,
    folder: folderOf(row),
    folderName: row.isArchiveRenamed ? row.archiveFolderName : '',
    folderRecreatedAt: row.folderRecreatedAt,
    delivered: row.delivered,
    lastItemAt: row.lastDeliveredAt,
    oldestWaitingAt: waiting?.oldest ?? '',
    waiting: (waiting?.count ?? 0) + atWork,
    waitsFor: waiting?.reasons ?? [],
    throttledUntil: isThrottled ? row.throttledUntil : '',
    usualPerWeek: usualPerWeek(row.weeks, new Date(row.firstSeenAt), now),
    isMapped: mapped.has(row.address),
    refusal: lastRefusal(row),
  };
}

function folderOf(row: MailboxRow): MailboxView['folder'] {
  if (row.archiveFolderId === '') return 'none';
  if (row.isArchiveRenamed) return 'renamed';
  return row.folderRecreatedAt === '' ? 'exists' : 'recreated';
}

function longestWaitingFirst(a: MailboxView, b: MailboxView): number {
  const [first, second] = [a.oldestWaitingAt || '~', b.oldestWaitingAt || '~'];
  if (first !== second) return first < second ? -1 : 1;
  return a.address < b.address ? -1 : 1;
}

const READ_VERSIONS = 10;

/** The oldest of the remembered versions that has the number without a break until now. */
async function mappedSince(phones: readonly string[], currentSince: string, ports: AdminPorts): Promise<ReadonlyMap<string, string>> {
  const since = new Map(phones.map((phone) => [phone, currentSince]));
  if (phones.length === 0) return since;
  let left = new Set(phones);
  const { versions } = await mappingVersions(ports.stores);
  for (const { version, activatedAt, isCurrent } of versions.slice(0, READ_VERSIONS)) {
    if (isCurrent) continue;
    const mapping = await loadMapping(ports.stores, version);
    left = new Set([...left].filter((phone) => mapping.rowsOf(phone).length > 0));
    for (const phone of left) since.set(phone, activatedAt);
    if (left.size === 0) break;
  }
  return since;
}
