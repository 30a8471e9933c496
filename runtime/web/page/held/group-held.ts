import { HELD_REASON_ORDER } from '../../../domain/evidence/held-reasons';
import type { HeldRow } from '../../../pipeline/rows/held-row';

/** What belongs together under a reason: one number, mailbox, package, or items that nobody is named for. */
export interface HeldGroup {
  readonly kind: 'number' | 'mailbox' | 'package' | 'items';
  /** Number or name, address, package id; '' for items. */
  readonly name: string;
  readonly count: number;
  /** When the first of them arrived, ISO. */
  readonly since: string;
  /** The newest first; not all of them when there are many. */
  readonly rows: readonly HeldRow[];
}

export interface HeldSection {
  readonly reason: string;
  readonly count: number;
  /** The largest first; not all of them when there are many. */
  readonly groups: readonly HeldGroup[];
  readonly groupCount: number;
}

export interface HeldLimits {
  readonly groups: number;
  readonly rows: number;
  /** Rows of a group that is the only one of its reason; as many as `rows` when not given. */
  readonly rowsOfOnly?: number;
}

/** Everything that is held, by reason, then by whom or what it is about. A list of thousands is worked off by number, not by entry. */
export function groupHeld(rows: readonly HeldRow[], limits: HeldLimits): readonly HeldSection[] {
  const byReason = Map.groupBy(rows, ({ reason }) => reason as string);
  return HELD_REASON_ORDER.flatMap((reason) => {
    const ofReason = byReason.get(reason);
    return ofReason === undefined ? [] : [sectionOf(reason, ofReason, limits)];
  });
}

function sectionOf(reason: string, rows: readonly HeldRow[], limits: HeldLimits): HeldSection {
  const byGroup = [...Map.groupBy(rows, groupKey).values()];
  const shown = byGroup.length === 1 ? (limits.rowsOfOnly ?? limits.rows) : limits.rows;
  const groups = byGroup.map((ofGroup) => groupOf(ofGroup, shown));
  groups.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return { reason, count: rows.length, groups: groups.slice(0, limits.groups), groupCount: groups.length };
}

function kindOf(row: HeldRow): HeldGroup['kind'] {
  if (row.reason === 'rejected-package' || row.kind === 'package') return 'package';
  if (row.participant !== '') return 'number';
  return row.address === '' ? 'items' : 'mailbox';
}

function nameOf(row: HeldRow): string {
  const kind = kindOf(row);
  if (kind === 'package') return row.packageId;
  return kind === 'number' ? row.participant : row.address;
}

const groupKey = (row: HeldRow): string => `${kindOf(row)} ${nameOf(row)}`;

function groupOf(rows: readonly HeldRow[], shown: number): HeldGroup {
  const [first] = rows as [HeldRow, ...HeldRow[]];
  const kind = kindOf(first);
  const sorted = rows.toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : timeOf(a) > timeOf(b) ? -1 : a.key < b.key ? -1 : 1));
  const since = rows.map(({ arrivedAt, addedAt }) => arrivedAt || addedAt).sort()[0] ?? '';
  return {
    kind,
    name: nameOf(first),
    count: rows.length,
    since,
    rows: kind === 'package' ? ofPackage(sorted, shown) : sorted.slice(0, shown),
  };
}

const timeOf = ({ sentAt, arrivedAt, addedAt }: HeldRow): string => sentAt || arrivedAt || addedAt;

/** A package stands for all its items: whoever releases it releases them. */
function ofPackage(rows: readonly HeldRow[], shown: number): readonly HeldRow[] {
  const whole = rows.filter(({ kind }) => kind === 'package');
  return whole.length > 0 ? whole : rows.slice(0, shown);
}
