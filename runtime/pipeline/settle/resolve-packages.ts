import type { ConnectorPorts } from '../connector-ports';
import { resolvedPartition, resolveHeld } from '../held/held-entries';
import { heldPackageId } from '../held/held-package';
import type { HeldRow } from '../rows/held-row';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';
import { forgetRejectedPackage, rejectedPackages } from '../unpack/rejected-packages';

/** A package that came complete in this run. */
interface CompletePackage {
  readonly bytes: number;
}

/**
 * Resolves entries of packages that this run made up for: a rejected one of which nothing is held any more, because the vendor sent it again
 * complete; and one that could not be collected because it was still growing, when the whole file came.
 */
export async function resolvePackages(run: RunRow, ports: ConnectorPorts): Promise<void> {
  const held: HeldRow[] = [];
  const withOpenItems = new Set<string>();
  for await (const { row } of ports.stores.held.list('open')) {
    if (row.kind === 'package') held.push(row);
    else withOpenItems.add(row.packageId);
  }
  if (held.length === 0) return;
  const complete = await completePackages(run, ports);
  await resolveRejected(withOpenItems, complete, run, ports);
  for (const entry of held) {
    const grown = entry.reason === 'attempts-exhausted' ? complete.get(entry.detail) : undefined;
    if (grown !== undefined && (await wasNeverStored(entry, grown, ports))) await resolveHeld(entry.key, run.partition, 'replaced', ports);
  }
}

/** A file of the same name that is no smaller is the whole of what was listed while it was still written. */
async function wasNeverStored(entry: HeldRow, grown: CompletePackage, ports: ConnectorPorts): Promise<boolean> {
  const row = (await ports.stores.packageRows.get(entry.packageRun, entry.packageId))?.row as PackageRow | undefined;
  return row !== undefined && row.blob === '' && row.state === 'held' && grown.bytes >= row.listedBytes;
}

/** Its name came again complete, or items that it held were brought by another package. */
async function resolveRejected(
  withOpenItems: ReadonlySet<string>,
  complete: ReadonlyMap<string, CompletePackage>,
  run: RunRow,
  ports: ConnectorPorts,
): Promise<void> {
  const rejected = (await rejectedPackages(ports.stores)).filter(({ packageId }) => !withOpenItems.has(packageId));
  if (rejected.length === 0) return;
  const brought = new Set<string>();
  for await (const { row } of ports.stores.held.list(resolvedPartition(run.partition)))
    if (row.kind !== 'package') brought.add(row.packageId);
  for (const { packageId, name } of rejected) {
    if (!complete.has(name) && !brought.has(packageId)) continue;
    await resolveHeld(heldPackageId(packageId), run.partition, 'imported', ports);
    await forgetRejectedPackage(packageId, ports.stores);
  }
}

async function completePackages(run: RunRow, ports: ConnectorPorts): Promise<ReadonlyMap<string, CompletePackage>> {
  const complete = new Map<string, CompletePackage>();
  for await (const { row } of ports.stores.packageRows.list(run.partition)) {
    const { state, name, bytes } = row as PackageRow;
    if (state === 'unpacked') complete.set(name, { bytes });
  }
  return complete;
}
