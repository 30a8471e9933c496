import { cleanPackageName } from '../../domain/package/package-name';
import type { BlobProperties } from '../../ports/blob-container';
import type { ConnectorPorts } from '../connector-ports';

/** A stored package, as its blob tells it. */
export interface PackageBlob {
  readonly blob: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Id of the package. */
  readonly listingKey: string;
  /** Last part of the blob's name: the file's name, cleaned. */
  readonly name: string;
  /** ISO. From the metadata, else the day in the blob's name. */
  readonly arrivedAt: string;
}

const BLOB_NAME = /\/(\d{4})\/(\d{2})\/(\d{2})\/([0-9a-f]{16})-\d+-([^/]+)$/;

/** Every stored package by its content; several blobs have the same content when the source sent a package again under another name. */
export class PackageBlobs {
  private readonly bySha256 = new Map<string, PackageBlob[]>();

  static async read({ stores }: Pick<ConnectorPorts, 'stores'>): Promise<PackageBlobs> {
    const all = new PackageBlobs();
    for await (const blob of stores.packages.list()) all.add(packageBlobOf(blob));
    return all;
  }

  /** The blob with this content, of this name when there are several. */
  find(sha256: string, name: string): PackageBlob | undefined {
    const blobs = this.bySha256.get(sha256) ?? [];
    return blobs.find((each) => each.name === cleanPackageName(name)) ?? blobs[0];
  }

  *all(): Generator<PackageBlob> {
    for (const blobs of this.bySha256.values()) yield* blobs;
  }

  private add(blob: PackageBlob | undefined): void {
    if (blob === undefined) return;
    const known = this.bySha256.get(blob.sha256);
    if (known === undefined) this.bySha256.set(blob.sha256, [blob]);
    else known.push(blob);
  }
}

/** Undefined for a blob that collecting did not write. */
function packageBlobOf({ name, bytes, metadata }: BlobProperties): PackageBlob | undefined {
  const [, year, month, day, listingKey, file] = BLOB_NAME.exec(name) ?? [];
  const sha256 = metadata['sha256'] ?? '';
  if (listingKey === undefined || file === undefined || sha256 === '') return undefined;
  const arrivedAt = metadata['arrivedat'] ?? `${year}-${month}-${day}T00:00:00.000Z`;
  return { blob: name, sha256, bytes, listingKey, name: file, arrivedAt };
}
