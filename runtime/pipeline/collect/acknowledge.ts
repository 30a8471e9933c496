import { RowChangedError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Handling } from '../connector-ports';
import type { PackageIndexRow, PackageRow } from '../rows/package-row';
import { listedOf } from './listed-of';

/** Asks for the acknowledgement of a package, by a queue message of its own: a source that does not answer then keeps nothing else back. */
export async function sendToAcknowledge(row: PackageRow, ports: Pick<ConnectorPorts, 'stores' | 'options'>): Promise<void> {
  if (ports.options.acknowledges)
    await ports.stores.queues.send('collect', { v: 1, kind: 'package', runId: row.partition, packageId: row.key });
}

/**
 * Tells the source of a package that is durable here, read back and found complete. One that is not complete is never acknowledged, whatever
 * becomes of its items: the vendor still has to send the whole. A repeated acknowledgement is harmless.
 */
export async function acknowledgeComplete(stored: Stored<PackageRow>, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const { row, etag } = stored;
  if (!ports.options.acknowledges || row.acknowledgedAt !== undefined || !(await isComplete(row, ports))) return;
  await ports.source.acknowledge(listedOf(row), handling.signal);
  try {
    await ports.stores.packageRows.replace({ ...row, acknowledgedAt: ports.clock.now().toISOString() }, etag);
  } catch (error) {
    if (!(error instanceof RowChangedError)) throw error;
  }
}

/** The same bytes under another name are as complete as those that came first. */
async function isComplete(row: PackageRow, ports: ConnectorPorts): Promise<boolean> {
  if (row.state === 'unpacked') return row.isComplete === true;
  if (row.state !== 'duplicate') return false;
  const { packageRows } = ports.stores;
  const owner = (await packageRows.get(`content-${row.sha256}`, 'content'))?.row as PackageIndexRow | undefined;
  const owned = owner === undefined ? undefined : ((await packageRows.get(owner.runId, owner.packageId))?.row as PackageRow | undefined);
  return owned?.state === 'unpacked' && owned.isComplete === true;
}
