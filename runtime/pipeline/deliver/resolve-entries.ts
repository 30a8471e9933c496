import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';
import { heldDeliveryId } from '../held/held-delivery';
import { removeFailed, resolveHeld } from '../held/held-entries';
import { type BatchRow, SAME_ENTRY } from '../rows/batch-row';
import type { DecidedDelivery } from './delivery-result';

const RESOLVED_AT_ONCE = 8;

/** Entries that were held and whose delivery has an outcome now are accounted as resolved. */
export async function resolveEntries(decided: readonly DecidedDelivery[], batch: BatchRow, ports: ConnectorPorts): Promise<void> {
  // Whoever counts them resolves their entries.
  const own = decided.filter(({ reason }) => reason !== SAME_ENTRY);
  const concerned = own.filter(({ outcome, heldId, wasTouched }) => isFinal(outcome) && (heldId !== '' || wasTouched));
  await atOnce(RESOLVED_AT_ONCE, concerned, (each) => resolveOne(each, batch, ports));
  if (batch.holdReason === '') return;
  const others = own.filter(({ outcome }) => outcome === 'skipped-as-duplicate');
  await atOnce(RESOLVED_AT_ONCE, others, (each) => resolveUntold(each, batch, ports));
}

/** A stub keeps its entry open: the whole item has yet to follow. */
const isFinal = (outcome: DecidedDelivery['outcome']): boolean => outcome !== 'held' && outcome !== 'imported-in-part';

/**
 * Besides the entry that was taken up, the delivery may have one of its own: whoever was about to make it held died between the entry and the
 * ledger. An untouched delivery has none.
 */
async function resolveOne({ heldId, outcome, work }: DecidedDelivery, batch: BatchRow, ports: ConnectorPorts): Promise<void> {
  const ownId = heldDeliveryId(batch.mailboxId, work.importKey);
  if (heldId !== '' && heldId !== ownId) await resolveHeld(heldId, batch.partition, outcome, ports);
  await resolveHeld(ownId, batch.partition, outcome, ports);
  if (outcome !== 'failed') await removeFailed(ownId, ports.stores);
}

/**
 * A batch that only makes held wrote an entry, ended before the ledger knew of it, and another package's batch took the row over: nobody else
 * knows that this entry is for nothing.
 */
async function resolveUntold({ outcome, work }: DecidedDelivery, batch: BatchRow, ports: ConnectorPorts): Promise<void> {
  const heldId = heldDeliveryId(batch.mailboxId, work.importKey);
  const entry = (await ports.stores.held.get('open', heldId))?.row;
  const isOwn = entry?.reason === batch.holdReason && entry.packageRun === batch.packageRun && entry.packageId === batch.packageId;
  if (isOwn) await resolveHeld(heldId, batch.partition, outcome, ports);
}
