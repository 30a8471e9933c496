import type { Stored } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import type { PackageRow } from '../rows/package-row';
import { addHeld } from './held-entries';
import { heldPackage } from './held-package';

/** A package that could not be collected or unpacked in its run: the next run takes it up. */
export async function holdPackage(runId: string, packageId: string, why: string, ports: ConnectorPorts): Promise<void> {
  const stored = (await ports.stores.packageRows.get(runId, packageId)) as Stored<PackageRow> | undefined;
  if (stored === undefined || (stored.row.state !== 'listed' && stored.row.state !== 'stored')) return;
  await addHeld(heldPackage(stored.row, 'attempts-exhausted', why, ports), ports.stores);
  await ports.stores.packageRows.replace({ ...stored.row, state: 'held' }, stored.etag);
}
