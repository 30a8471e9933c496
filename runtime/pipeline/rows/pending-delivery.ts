import type { DeliveryPart } from '../work-blob';
import { type BatchRow, batchIdOfKey } from './batch-row';
import type { DeliveryRow } from './delivery-row';

/**
 * The ledger row of a new delivery, as unpack inserts it. Every field follows from the batch, so nobody has to read it to know it. The reason is
 * there from the beginning when the delivery is only made held.
 */
export function pendingDelivery(batch: BatchRow, delivery: DeliveryPart): DeliveryRow {
  return {
    partition: batch.mailboxId,
    key: delivery.importKey,
    v: 1,
    state: 'pending',
    epoch: 0,
    claims: 0,
    claimedAt: '',
    lostAt: '',
    ambiguous: 0,
    reason: batch.holdReason,
    runId: batch.partition,
    batchId: batchIdOfKey(batch.key),
    takenAt: batch.enqueuedAt,
    packageRun: batch.packageRun,
    packageId: batch.packageId,
    entry: delivery.entry,
    itemId: delivery.itemId,
    bytes: delivery.bytes,
    mappingVersion: batch.mappingVersion,
    matchedBy: delivery.matchedBy,
    exchangeId: '',
    decidedAt: '',
    staged: '',
    heldId: delivery.heldId,
  };
}

/** A held or failed row that a batch takes up again: it keeps what it went through, so it looks before it creates if it was ever claimed. */
export function reopenedDelivery(row: DeliveryRow, batch: BatchRow, delivery: DeliveryPart): DeliveryRow {
  const { claims, claimedAt, lostAt, heldId } = row;
  return { ...pendingDelivery(batch, delivery), claims, claimedAt, lostAt, heldId: delivery.heldId || heldId };
}
