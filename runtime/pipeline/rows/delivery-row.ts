import type { RowKey } from '../../ports/table';

export const OUTCOMES = ['imported', 'imported-in-part', 'skipped-as-duplicate', 'held', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type DeliveryState = 'pending' | 'creating' | Outcome;

/** The ledger: one row a delivery. Partition: mailbox id; key: import key. */
export interface DeliveryRow extends RowKey {
  readonly v: 1;
  readonly state: DeliveryState;
  /** Epoch of the lease under which it was claimed last; 0 = not claimed now. */
  readonly epoch: number;
  /** How often it was claimed in its life. A row that was ever claimed looks before it creates. */
  readonly claims: number;
  /** When it was claimed last, ISO; a POST is sent at most 30 s after it. '' when never. */
  readonly claimedAt: string;
  /** When an answer was lost last, ISO; '' when none was. */
  readonly lostAt: string;
  /** Creates that got no clear answer. */
  readonly ambiguous: number;
  /** For held and failed; for `pending` why it is only to be made held, '' for an ordinary one. */
  readonly reason: string;
  readonly runId: string;
  readonly batchId: string;
  /** When the batch that it names was written: tells a row that moved on from one that was there before. */
  readonly takenAt: string;
  readonly packageRun: string;
  readonly packageId: string;
  readonly entry: number;
  readonly itemId: string;
  readonly bytes: number;
  readonly mappingVersion: string;
  readonly matchedBy: string;
  /** Immutable id of the copy; '' while there is none. */
  readonly exchangeId: string;
  readonly decidedAt: string;
  /** JSON: how far a large item came in staging; '' otherwise. */
  readonly staged: string;
  /** The held row that this delivery belongs to; '' when there is none. */
  readonly heldId: string;
}
