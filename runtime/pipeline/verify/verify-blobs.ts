import { createHash } from 'node:crypto';
import type { BlobContainer } from '../../ports/blob-container';
import type { ConnectorPorts } from '../connector-ports';
import type { PackageIndexRow } from '../rows/package-row';
import type { Finding } from './finding';

async function sha256Of(container: BlobContainer, name: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of container.stream(name)) hash.update(chunk);
  return hash.digest('hex');
}

/** Every stored package: its bytes against the hash in its metadata, and that hash against the ledger of contents. */
export async function verifyPackages(
  ports: Pick<ConnectorPorts, 'stores'>,
  findings: Finding[],
): Promise<{ packages: number; packageBytes: number }> {
  const { packages, packageRows } = ports.stores;
  let count = 0;
  let packageBytes = 0;
  for await (const { name, bytes, metadata } of packages.list()) {
    count += 1;
    packageBytes += bytes;
    const sha256 = await sha256Of(packages, name);
    const noted = metadata['sha256'] ?? '';
    if (sha256 !== noted)
      findings.push({
        check: 'packages',
        code: 'changed-package',
        where: name,
        detail: `its SHA-256 is ${sha256}, its metadata say ${noted || 'nothing'}`,
      });
    const index = (await packageRows.get(`content-${sha256}`, 'content'))?.row as PackageIndexRow | undefined;
    if (index === undefined)
      findings.push({ check: 'packages', code: 'unknown-package', where: name, detail: 'no package of the ledger has this content' });
  }
  return { packages: count, packageBytes };
}

/** Every mapping version is named by the hash of its bytes. */
export async function verifyMappings(ports: Pick<ConnectorPorts, 'stores'>, findings: Finding[]): Promise<number> {
  let count = 0;
  for await (const { name } of ports.stores.mappings.list('versions/')) {
    count += 1;
    const sha256 = await sha256Of(ports.stores.mappings, name);
    if (name !== `versions/${sha256}.csv`)
      findings.push({ check: 'mappings', code: 'changed-mapping', where: name, detail: `its SHA-256 is ${sha256}` });
  }
  return count;
}
