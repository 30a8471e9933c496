import type { Stored } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import { resolveHeld } from '../held/held-entries';
import type { HeldRow } from '../rows/held-row';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';
import { forgetRejectedPackage } from '../unpack/rejected-packages';
import { carryPackageOver } from './carry-over';
import type { ReplayOrder } from './replay-order';

/** Accounts what an administrator leaves or releases as a whole. Answers the entries whose items are still to be taken up. */
export async function takeOut(
  entries: readonly HeldRow[],
  order: ReplayOrder | undefined,
  run: RunRow,
  ports: ConnectorPorts,
): Promise<readonly HeldRow[]> {
  const left = new Set(order?.left);
  const released = new Set(order?.released);
  const rest: HeldRow[] = [];
  for (const entry of entries) {
    if (left.has(entry.key)) await resolveHeld(entry.key, run.partition, 'left', ports);
    else if (entry.kind !== 'package') rest.push(entry);
    else if (released.has(entry.key)) await releasePackage(entry, run, ports);
    else await carryPackageOver(entry, run, ports);
  }
  return rest;
}

/** Its readable items may go now. What nobody has routed yet, because unpacking failed, is unpacked in this run. */
async function releasePackage(entry: HeldRow, run: RunRow, ports: ConnectorPorts): Promise<void> {
  const { packageRows } = ports.stores;
  const stored = (await packageRows.get(entry.packageRun, entry.packageId)) as Stored<PackageRow> | undefined;
  if (stored === undefined) return;
  const row: PackageRow = { ...stored.row, isReleased: true };
  await packageRows.replace(row, stored.etag);
  const isRouted = row.items >= 0 && row.fromEntry >= row.items;
  if (!isRouted && row.blob !== '') return carryPackageOver({ ...entry, reason: 'attempts-exhausted' }, run, ports);
  await resolveHeld(entry.key, run.partition, 'released', ports);
  await forgetRejectedPackage(entry.packageId, ports.stores);
}
