import type { Table } from '../../ports/table';
import type { Stores } from '../connector-ports';
import type { PackageIndexRow, PackageRow } from '../rows/package-row';

const PARTITION = 'rejected';

/** Rejected packages whose held entry is open: an index, so that ordinary packages need not search for them. */
export async function noteRejectedPackage(row: PackageRow, stores: Pick<Stores, 'packageRows'>): Promise<void> {
  await stores.packageRows.upsert({ partition: PARTITION, key: row.key, v: 1, runId: row.partition, packageId: row.key, name: row.name });
}

export async function rejectedPackages(stores: Pick<Stores, 'packageRows'>): Promise<readonly PackageIndexRow[]> {
  const rows: PackageIndexRow[] = [];
  for await (const { row } of (stores.packageRows as Table<PackageIndexRow>).list(PARTITION)) rows.push(row);
  return rows;
}

export async function hasRejectedPackages(stores: Pick<Stores, 'packageRows'>): Promise<boolean> {
  for await (const _row of stores.packageRows.list(PARTITION)) return true;
  return false;
}

export async function forgetRejectedPackage(packageId: string, stores: Pick<Stores, 'packageRows'>): Promise<void> {
  await stores.packageRows.remove({ partition: PARTITION, key: packageId });
}
