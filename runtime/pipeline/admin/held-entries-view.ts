import type { ConnectorPorts } from '../connector-ports';
import type { HeldRow } from '../rows/held-row';
import { NOT_IMPORTED_PARTITIONS } from './open-held';

/** A held entry as lists show it. */
export interface HeldEntryView {
  readonly id: string;
  readonly kind: string;
  readonly reason: string;
  readonly why: string;
  readonly detail: string;
  /** Mailbox, number or package that it is about; '' when only the item is known. */
  readonly who: string;
  readonly itemId: string;
  readonly package: string;
  readonly entry: number;
  readonly addedIn: string;
  readonly addedAt: string;
  readonly sentAt: string;
  readonly arrivedAt: string;
  readonly bytes: number;
  readonly tries: number;
  readonly lastTriedAt: string;
}

/** Every open held entry, in the order of their ids, then the deliveries that failed. */
export async function* heldEntryViews(ports: Pick<ConnectorPorts, 'stores'>): AsyncGenerator<HeldEntryView> {
  for (const partition of NOT_IMPORTED_PARTITIONS) for await (const { row } of ports.stores.held.list(partition)) yield heldEntryView(row);
}

function heldEntryView(row: HeldRow): HeldEntryView {
  const { kind, reason, why, detail, itemId, entry, addedIn, addedAt, sentAt, arrivedAt, bytes, tries, lastTriedAt } = row;
  return {
    id: row.key,
    kind,
    reason,
    why,
    detail,
    who: row.address || row.participant || (kind === 'package' ? detail : ''),
    itemId,
    package: row.packageId,
    entry,
    addedIn,
    addedAt,
    sentAt,
    arrivedAt,
    bytes,
    tries,
    lastTriedAt,
  };
}
