import type { ConnectorPorts } from '../connector-ports';

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

/** Every open held entry, in the order of their ids. */
export async function* heldEntryViews(ports: Pick<ConnectorPorts, 'stores'>): AsyncGenerator<HeldEntryView> {
  for await (const { row } of ports.stores.held.list('open')) {
    yield {
      id: row.key,
      kind: row.kind,
      reason: row.reason,
      why: row.why,
      detail: row.detail,
      who: row.address || row.participant || (row.kind === 'package' ? row.detail : ''),
      itemId: row.itemId,
      package: row.packageId,
      entry: row.entry,
      addedIn: row.addedIn,
      addedAt: row.addedAt,
      sentAt: row.sentAt,
      arrivedAt: row.arrivedAt,
      bytes: row.bytes,
      tries: row.tries,
      lastTriedAt: row.lastTriedAt,
    };
  }
}
