import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import type { PackageIndexRow, PackageRow } from '../rows/package-row';

const MAX_TRIES = 5;

type Claimant = Pick<PackageRow, 'partition' | 'key' | 'name' | 'sha256'>;

/**
 * Claims a content for a package; true when it is that package's now. The first one owns it, and the same bytes under whatever other name change
 * nothing; one that was held before it came to its end gives way, so that exactly one of the two is unpacked: the file that came again, or the
 * held one that a later run takes up.
 *
 * `takesOver`: it is the held one itself that goes on in this run, so what it owned in an earlier run is its own. A package that is listed again,
 * because nobody trusts what was seen, is not: its content is known.
 */
export async function ownContent(row: Claimant, ports: Pick<ConnectorPorts, 'stores'>, takesOver = false): Promise<boolean> {
  const { packageRows } = ports.stores;
  const partition = `content-${row.sha256}`;
  const mine: PackageIndexRow = { partition, key: 'content', v: 1, runId: row.partition, packageId: row.key, name: row.name };
  for (let tries = 1; ; tries += 1) {
    try {
      await packageRows.insert(mine);
      return true;
    } catch (error) {
      // A store that goes on saying "it exists" and "there is none", or an owner that changes all the time, must not be asked for ever.
      if (!(error instanceof RowExistsError) || tries === MAX_TRIES) throw error;
    }
    const owner = (await packageRows.get(partition, 'content')) as Stored<PackageIndexRow> | undefined;
    if (owner === undefined) continue;
    const isSamePackage = owner.row.packageId === row.key;
    if (isSamePackage && owner.row.runId === row.partition) return true;
    if (!(isSamePackage && takesOver) && (await isAtWork(owner.row, ports))) return false;
    try {
      await packageRows.replace(mine, owner.etag);
      return true;
    } catch (error) {
      if (!(error instanceof RowChangedError)) throw error;
    }
  }
}

async function isAtWork({ runId, packageId }: PackageIndexRow, { stores }: Pick<ConnectorPorts, 'stores'>): Promise<boolean> {
  const row = (await stores.packageRows.get(runId, packageId))?.row as PackageRow | undefined;
  return row !== undefined && row.state !== 'held';
}
