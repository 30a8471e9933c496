import type { ExchangeCopy } from '../../ports/exchange';
import type { Stored } from '../../ports/table';
import type { DeliveryRow, Outcome } from '../rows/delivery-row';
import type { HeldReason } from '../rows/held-row';
import type { DeliveryPart, Work } from '../work-blob';

/** A delivery of the batch with its ledger row: as claimed by this worker, or as read for a look. */
export interface OpenDelivery<W extends DeliveryPart = Work> {
  readonly work: W;
  readonly stored: Stored<DeliveryRow>;
  /** The row before this worker's claim: what it goes back to when nothing was sent. */
  readonly before: DeliveryRow;
  /** A look found nothing before this create, so one more look comes later. */
  readonly isAfterLook: boolean;
}

export interface DecidedDelivery {
  readonly work: DeliveryPart;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly exchangeId: string;
  /** When the ledger decided it, ISO; '' when it is decided here and now. Report and ledger tell the same time. */
  readonly at: string;
  /** The held entry that this outcome concerns; '' when there is none. */
  readonly heldId: string;
  /** Somebody had it in hand before: an entry of its own may stand open that nobody told the ledger of. */
  readonly wasTouched: boolean;
  /** The batch that the row names which decides it: true only until another one takes the row up. '' when it is true for good. */
  readonly byRowOf: string;
}

/** What came of one delivery in this handler. */
export type DeliveryResult =
  | { readonly kind: 'imported'; readonly copy: ExchangeCopy; readonly isAdopted: boolean }
  | { readonly kind: 'in-part'; readonly copy: ExchangeCopy; readonly isAdopted: boolean; readonly detail: string }
  | { readonly kind: 'held'; readonly reason: HeldReason; readonly why: string; readonly detail: string }
  | { readonly kind: 'failed'; readonly why: string; readonly copyId: string }
  /** Nothing was processed for certain: the row goes back to what it was before the claim. */
  | { readonly kind: 'unsent'; readonly retryAt: Date | undefined }
  /** It may have happened. */
  | { readonly kind: 'lost' }
  /** A large item goes on from here. */
  | { readonly kind: 'staged'; readonly staged: string; readonly retryAt: Date | undefined };

export interface HandledDelivery<W extends DeliveryPart = Work> {
  readonly delivery: OpenDelivery<W>;
  readonly result: DeliveryResult;
}

/** A delivery as its ledger row decides it. */
export function decidedBy(row: DeliveryRow, work: DeliveryPart, outcome: Outcome, reason: string, wasTouched: boolean): DecidedDelivery {
  const at = row.state === outcome ? row.decidedAt : '';
  const byRowOf = row.state === 'imported' ? '' : row.batchId;
  return { work, outcome, reason, exchangeId: row.exchangeId, at, heldId: work.heldId || row.heldId, wasTouched, byRowOf };
}
