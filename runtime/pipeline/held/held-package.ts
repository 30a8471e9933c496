import { heldIdOf } from '../../domain/ledger/held-id';
import type { ConnectorPorts } from '../connector-ports';
import type { HeldReason, HeldRow } from '../rows/held-row';
import type { PackageRow } from '../rows/package-row';

export const heldPackageId = (packageId: string): string => heldIdOf('package', packageId);

/** The entry of a package as a whole: rejected, or not collected or unpacked in its run. */
export function heldPackage(row: PackageRow, reason: HeldReason, why: string, ports: Pick<ConnectorPorts, 'clock'>): HeldRow {
  const now = ports.clock.now().toISOString();
  return {
    partition: 'open',
    key: heldPackageId(row.key),
    v: 1,
    kind: 'package',
    reason,
    why,
    detail: row.name,
    addedIn: row.partition,
    addedAt: now,
    countedIn: '',
    packageRun: row.partition,
    packageId: row.key,
    entry: -1,
    itemId: '',
    mailboxId: '',
    address: '',
    importKey: '',
    participant: '',
    sentAt: '',
    arrivedAt: row.arrivedAt,
    itemKind: '',
    bytes: row.bytes,
    participants: 0,
    people: '',
    mappingVersion: '',
    tries: 1,
    lastTriedAt: now,
    takenBy: '',
    resolvedIn: '',
    resolvedAt: '',
    resolvedAs: '',
  };
}
