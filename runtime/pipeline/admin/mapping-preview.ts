import { compareMappings, type MappingChange, type NumberChange } from '../../domain/mapping/mapping-change';
import { isValidAt, type MappingRow } from '../../domain/mapping/user-mapping';
import type { DirectorySnapshot } from '../../domain/routing/directory-snapshot';
import type { ConnectorPorts } from '../connector-ports';
import { describeError } from '../describe-error';
import { KNOWN_DAYS, readActivity, recentItems } from '../numbers/number-activity';
import type { MailboxRow } from '../rows/mailbox-row';
import { recentDirectory, userNamed } from './directory-view';
import { heldIndex } from './held-index';
import { lastRefusal, mailboxRows } from './mailbox-rows';
import { activeMapping } from './mapping-versions';

/** `unknown`: nobody has tried yet, or the directory did not answer. */
export type YesNo = 'yes' | 'no' | 'unknown';

/** What a new version does to one number. */
export interface PreviewRow {
  readonly number: string;
  readonly kind: NumberChange['kind'];
  /** Mailboxes before and after; the one that is valid now first. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly inDirectory: YesNo;
  readonly inScope: YesNo;
  /** Items of the last days in which this number was a participant. */
  readonly recentItems: number;
  /** Held entries of this number that would go. */
  readonly heldItems: number;
}

export interface MappingPreview {
  /** Version that it is compared with. */
  readonly against: string;
  /** The first ones, most important first; `change` counts all. */
  readonly rows: readonly PreviewRow[];
  readonly change: Omit<MappingChange, 'changes'>;
  readonly changedNumbers: number;
  readonly heldItems: number;
  readonly recentItems: number;
  /** How many days `recentItems` go back. */
  readonly days: number;
}

export const MAX_PREVIEW_ROWS = 500;
const ORDER: readonly NumberChange['kind'][] = ['re-routed', 'removed', 'changed', 'added'];

/** Compares rows with the active version and says what would follow. Nothing is changed. */
export async function previewMapping(rows: readonly MappingRow[], ports: ConnectorPorts, days = KNOWN_DAYS): Promise<MappingPreview> {
  const active = await activeMapping(ports.stores);
  const { changes, ...change } = compareMappings(active.rows, rows);
  const facts = await previewFacts(changes, days, ports);
  const all = changes.map((each) => previewRow(each, facts)).sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return {
    against: active.version,
    rows: all.slice(0, MAX_PREVIEW_ROWS),
    change,
    changedNumbers: all.length,
    heldItems: all.reduce((sum, row) => sum + row.heldItems, 0),
    recentItems: all.reduce((sum, row) => sum + row.recentItems, 0),
    days,
  };
}

interface PreviewFacts {
  readonly now: Date;
  readonly directory: DirectorySnapshot | undefined;
  readonly mailboxes: ReadonlyMap<string, MailboxRow>;
  readonly held: ReadonlyMap<string, number>;
  readonly recentItems: (phone: string) => number;
  readonly ports: ConnectorPorts;
}

async function previewFacts(changes: readonly NumberChange[], days: number, ports: ConnectorPorts): Promise<PreviewFacts> {
  const now = await ports.storageTime.now();
  const [directory, mailboxes, { open }, activityOf] = await Promise.all([
    changes.length === 0 ? undefined : directoryOrNothing(ports),
    mailboxRows(ports),
    heldIndex(ports),
    readActivity(ports),
  ]);
  const held = new Map<string, number>();
  for (const { participant, reason } of open)
    if (reason === 'unmatched' && participant !== '') held.set(participant, (held.get(participant) ?? 0) + 1);
  return {
    now,
    directory,
    mailboxes: new Map(mailboxes.map((row) => [row.key, row])),
    held,
    recentItems: (phone) => recentItems(activityOf(phone), now, days),
    ports,
  };
}

/** A preview without the directory says "unknown"; that is better than none. */
async function directoryOrNothing(ports: ConnectorPorts): Promise<DirectorySnapshot | undefined> {
  try {
    return await recentDirectory(ports);
  } catch (error) {
    ports.log.warn('Directory could not be read for a preview', describeError(error));
    return undefined;
  }
}

function previewRow({ kind, phone, before, after }: NumberChange, facts: PreviewFacts): PreviewRow {
  const target = mailboxesOf(after, facts.now)[0];
  const { inDirectory, inScope } =
    target === undefined ? { inDirectory: 'unknown' as const, inScope: 'unknown' as const } : judge(target, facts);
  const wouldGo = kind !== 'removed' && inDirectory !== 'no' && inScope !== 'no';
  return {
    number: phone,
    kind,
    before: mailboxesOf(before, facts.now),
    after: mailboxesOf(after, facts.now),
    inDirectory,
    inScope,
    recentItems: facts.recentItems(phone),
    heldItems: wouldGo ? (facts.held.get(phone) ?? 0) : 0,
  };
}

/** The one that is valid now first. */
function mailboxesOf(rows: readonly MappingRow[], now: Date): readonly string[] {
  const sorted = rows.toSorted((a, b) => Number(isValidAt(b, now)) - Number(isValidAt(a, now)));
  return [...new Set(sorted.map(({ mailbox }) => mailbox))];
}

function judge(address: string, { directory, mailboxes, ports }: PreviewFacts): { inDirectory: YesNo; inScope: YesNo } {
  if (directory === undefined) return { inDirectory: 'unknown', inScope: 'unknown' };
  const found = userNamed(address, directory, ports);
  if (found.kind !== 'user') return { inDirectory: 'no', inScope: 'unknown' };
  const row = mailboxes.get(found.user.id);
  if (row === undefined) return { inDirectory: 'yes', inScope: 'unknown' };
  if (lastRefusal(row) === 'not-in-scope') return { inDirectory: 'yes', inScope: 'no' };
  return { inDirectory: 'yes', inScope: row.delivered > 0 || row.archiveFolderId !== '' ? 'yes' : 'unknown' };
}
