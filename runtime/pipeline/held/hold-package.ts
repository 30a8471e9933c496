import { RowChangedError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import type { PackageRow } from '../rows/package-row';
import { addHeld } from './held-entries';
import { heldPackage } from './held-package';

const MAX_TRIES = 5;

/** A package that could not be collected or unpacked in its run: the next run takes it up. Its entry is written before its row says so. */
export async function holdPackage(runId: string, packageId: string, why: string, ports: ConnectorPorts): Promise<void> {
  const { packageRows } = ports.stores;
  for (let tries = 1; ; tries += 1) {
    const stored = (await packageRows.get(runId, packageId)) as Stored<PackageRow> | undefined;
    if (stored === undefined || (stored.row.state !== 'listed' && stored.row.state !== 'stored')) return;
    await addHeld(heldPackage(stored.row, 'attempts-exhausted', why, ports), ports.stores);
    try {
      await packageRows.replace({ ...stored.row, state: 'held' }, stored.etag);
      return;
    } catch (error) {
      if (!(error instanceof RowChangedError) || tries === MAX_TRIES) throw error;
    }
  }
}
