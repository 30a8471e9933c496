import { type ItemLocator, streamLocated } from '../../domain/package/item-locator';
import { type OpenedPackage, type OpenPackageOptions, openPackage } from '../../domain/package/open-package';
import type { RangeReader } from '../../domain/package/range-reader';
import type { ConnectorPorts } from '../connector-ports';
import { PackageDamagedError } from '../pipeline-errors';
import type { BatchRow } from '../rows/batch-row';
import type { PackageRow } from '../rows/package-row';

/** Opens the stored bytes in place, by ranged reads. */
export async function openStoredPackage(
  row: PackageRow,
  ports: Pick<ConnectorPorts, 'stores'>,
  options?: OpenPackageOptions,
): Promise<OpenedPackage> {
  return openPackage(await storedRanges(row, ports), row.name, options);
}

/** The items of a batch's package one by one, without opening the package again. */
export function itemOpener(
  batch: Pick<BatchRow, 'packageRun' | 'packageId'>,
  ports: Pick<ConnectorPorts, 'stores'>,
): (locator: ItemLocator) => AsyncIterable<Buffer> {
  let ranges: Promise<RangeReader> | undefined;
  const open = async (): Promise<RangeReader> => {
    const stored = await ports.stores.packageRows.get(batch.packageRun, batch.packageId);
    if (stored === undefined) throw new PackageDamagedError(batch.packageId, 'its row is gone');
    return storedRanges(stored.row as PackageRow, ports);
  };
  return async function* (locator) {
    ranges ??= open();
    yield* streamLocated(await ranges, locator);
  };
}

/** The bytes must still be the blob that was verified: same size, and one ETag for all ranges. */
async function storedRanges(row: PackageRow, ports: Pick<ConnectorPorts, 'stores'>): Promise<RangeReader> {
  const { packages } = ports.stores;
  const properties = await packages.properties(row.blob);
  if (properties === undefined) throw new PackageDamagedError(row.key, 'its blob is gone');
  if (properties.bytes !== row.bytes) throw new PackageDamagedError(row.key, `it has ${properties.bytes} bytes instead of ${row.bytes}`);
  return { byteLength: row.bytes, read: (offset, length) => packages.range(row.blob, offset, length, properties.etag) };
}
