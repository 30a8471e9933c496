import { createHash } from 'node:crypto';
import { checkPackage } from '../../domain/package/open-package';
import { type PackageCheckResult, packageCheckResult } from '../../domain/package/package-check';
import type { RangeReader } from '../../domain/package/range-reader';

const CHUNK_BYTES = 4 * 1024 * 1024;

/** Checks a package as deep as it goes, without importing anything. */
export async function checkPackageFile(name: string, reader: RangeReader): Promise<PackageCheckResult> {
  const hash = createHash('sha256');
  for (let at = 0; at < reader.byteLength; at += CHUNK_BYTES)
    hash.update(await reader.read(at, Math.min(CHUNK_BYTES, reader.byteLength - at)));
  return packageCheckResult(name, hash.digest('hex'), await checkPackage(reader, name));
}
