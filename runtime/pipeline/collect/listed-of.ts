import type { ListedPackage } from '../../ports/source';
import type { PackageRow } from '../rows/package-row';

/** A package as the source listed it. */
export function listedOf(row: PackageRow): ListedPackage {
  return {
    name: row.name,
    bytes: row.listedBytes,
    stamp: row.stamp === '' ? undefined : row.stamp,
    arrivedAt: new Date(row.arrivedAt),
    modifiedAt: row.modifiedAt === '' ? undefined : new Date(row.modifiedAt),
  };
}
