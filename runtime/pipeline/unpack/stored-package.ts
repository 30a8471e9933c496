import { type OpenedPackage, openPackage } from '../../domain/package/open-package';
import type { RangeReader } from '../../domain/package/range-reader';
import type { BlobContainer } from '../../ports/blob-container';
import { PackageDamagedError } from '../pipeline-errors';
import type { ConnectorPorts } from '../connector-ports';
import type { PackageRow } from '../rows/package-row';

/** Opens the stored bytes in place, by ranged reads; they must still be the blob that was verified. */
export async function openStoredPackage(row: PackageRow, ports: Pick<ConnectorPorts, 'stores'>): Promise<OpenedPackage> {
  const properties = await ports.stores.packages.properties(row.blob);
  if (properties === undefined) throw new PackageDamagedError(row.key, 'its blob is gone');
  if (properties.bytes !== row.bytes) throw new PackageDamagedError(row.key, `it has ${properties.bytes} bytes instead of ${row.bytes}`);
  return openPackage(blobRanges(ports.stores.packages, row.blob, row.bytes, properties.etag), row.name);
}

function blobRanges(container: BlobContainer, blob: string, byteLength: number, etag: string): RangeReader {
  return { byteLength, read: (offset, length) => container.range(blob, offset, length, etag) };
}
