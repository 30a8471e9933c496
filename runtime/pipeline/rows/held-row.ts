import type { RowKey } from '../../ports/table';

export const HELD_REASON_CODES = [
  'unmatched',
  'ambiguous',
  'oversize',
  'quarantined',
  'rejected-package',
  'not-in-scope',
  'other-archiver',
  'mailbox-unavailable',
  'attempts-exhausted',
] as const;
export type HeldReason = (typeof HELD_REASON_CODES)[number];

/**
 * What an entry keeps back: a whole item (nobody matched, quarantined, another archiver's), one participant of an item that others got,
 * one delivery, or a package that is rejected.
 */
export type HeldKind = 'item' | 'participant' | 'delivery' | 'package';

/**
 * Partitions: `open`; `resolved` until a report takes it up, then `resolved-<run id>` of that report's run; `failed` for deliveries that someone
 * must look at (not in the balance).
 */
export interface HeldRow extends RowKey {
  readonly v: 1;
  readonly kind: HeldKind;
  readonly reason: HeldReason | 'failed';
  /** Fixed code with the details of the reason; see docs/problem-codes.md. */
  readonly why: string;
  /** For people: candidates of an ambiguous match, sizes, a problem's detail. Never text of a message. */
  readonly detail: string;
  readonly addedIn: string;
  readonly addedAt: string;
  /** The run whose report counts it as added: `addedIn`, or a later one when that was closed already; '' until then. */
  readonly countedIn: string;
  readonly packageRun: string;
  readonly packageId: string;
  /** Entry in the package; -1 for a package. */
  readonly entry: number;
  readonly itemId: string;
  readonly mailboxId: string;
  readonly address: string;
  readonly importKey: string;
  /** Digits or name of the participant who is not matched; '' otherwise. */
  readonly participant: string;
  /** ISO; '' when the item has none. */
  readonly sentAt: string;
  readonly arrivedAt: string;
  readonly itemKind: string;
  readonly bytes: number;
  readonly participants: number;
  /** Who is in the item (`peopleSummary`); '' when nobody knows. */
  readonly people: string;
  /** Version of the mapping it was last evaluated with. */
  readonly mappingVersion: string;
  readonly tries: number;
  readonly lastTriedAt: string;
  /** The run that takes it up now; '' when none does. */
  readonly takenBy: string;
  /** The run that resolved it, when, and how (an outcome, or an administrator's act); '' while open. */
  readonly resolvedIn: string;
  readonly resolvedAt: string;
  readonly resolvedAs: string;
}
