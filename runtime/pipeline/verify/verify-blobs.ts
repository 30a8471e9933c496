import { createHash } from 'node:crypto';
import type { BlobContainer } from '../../ports/blob-container';
import { closedRuns, readReport } from '../admin/read-reports';
import type { ConnectorPorts } from '../connector-ports';
import { mappingBlobName, NO_MAPPING_VERSION, readCurrentMapping } from '../mapping/current-mapping';
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
  const stored = new Set<string>();
  let count = 0;
  let packageBytes = 0;
  for await (const { name, bytes, metadata } of packages.list()) {
    count += 1;
    packageBytes += bytes;
    const sha256 = await sha256Of(packages, name);
    stored.add(sha256);
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
  await findMissingPackages(stored, ports, findings);
  return { packages: count, packageBytes };
}

/** What a report says that it has collected must be there. */
async function findMissingPackages(stored: ReadonlySet<string>, ports: Pick<ConnectorPorts, 'stores'>, findings: Finding[]): Promise<void> {
  for await (const { runId } of closedRuns(ports)) {
    const report = (await readReport(runId, ports))?.report;
    for (const { name, sha256 } of report?.packages ?? [])
      if (sha256 !== '' && !stored.has(sha256))
        findings.push({
          check: 'packages',
          code: 'missing-package',
          where: name,
          detail: `the report of run ${runId} names it with SHA-256 ${sha256}, and no stored package has this content`,
        });
  }
}

/** Every mapping version is named by the hash of its bytes. */
export async function verifyMappings(ports: Pick<ConnectorPorts, 'stores'>, findings: Finding[]): Promise<number> {
  const versions = new Set<string>();
  for await (const { name } of ports.stores.mappings.list('versions/')) {
    versions.add(name);
    const sha256 = await sha256Of(ports.stores.mappings, name);
    if (name !== `versions/${sha256}.csv`)
      findings.push({ check: 'mappings', code: 'changed-mapping', where: name, detail: `its SHA-256 is ${sha256}` });
  }
  const used = new Map([[(await readCurrentMapping(ports.stores)).current.version, 'the current version']]);
  for await (const { runId, mappingVersion } of closedRuns(ports)) used.set(mappingVersion, `run ${runId}`);
  for (const [version, by] of used)
    if (version !== NO_MAPPING_VERSION && !versions.has(mappingBlobName(version)))
      findings.push({ check: 'mappings', code: 'missing-mapping', where: mappingBlobName(version), detail: `${by} routes by it` });
  return versions.size;
}
