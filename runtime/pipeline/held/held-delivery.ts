import { heldIdOf } from '../../domain/ledger/held-id';
import type { ConnectorPorts } from '../connector-ports';
import type { BatchRow } from '../rows/batch-row';
import type { DeliveryRow } from '../rows/delivery-row';
import type { HeldReason, HeldRow } from '../rows/held-row';
import type { DeliveryPart } from '../work-blob';

export const heldDeliveryId = (mailboxId: string, importKey: string): string => heldIdOf('delivery', mailboxId, importKey);

/** The entry of one delivery that is held, or of one that failed and that someone must look at. */
export function heldDelivery(
  row: DeliveryRow,
  work: Pick<DeliveryPart, 'sentAt' | 'itemKind' | 'people'>,
  batch: Pick<BatchRow, 'partition' | 'address'>,
  reason: HeldReason | 'failed',
  why: string,
  detail: string,
  ports: Pick<ConnectorPorts, 'clock'>,
): HeldRow {
  const now = ports.clock.now().toISOString();
  return {
    partition: reason === 'failed' ? 'failed' : 'open',
    key: heldDeliveryId(row.partition, row.key),
    v: 1,
    kind: 'delivery',
    reason,
    why,
    detail,
    addedIn: batch.partition,
    addedAt: now,
    countedIn: '',
    packageRun: row.packageRun,
    packageId: row.packageId,
    entry: row.entry,
    itemId: row.itemId,
    mailboxId: row.partition,
    address: batch.address,
    importKey: row.key,
    participant: '',
    sentAt: work.sentAt,
    arrivedAt: '',
    itemKind: work.itemKind,
    bytes: row.bytes,
    participants: 0,
    people: work.people,
    mappingVersion: row.mappingVersion,
    tries: 1,
    lastTriedAt: now,
    takenBy: '',
    resolvedIn: '',
    resolvedAt: '',
    resolvedAs: '',
  };
}
