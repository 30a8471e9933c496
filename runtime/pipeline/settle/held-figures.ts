import type { HeldBalance, ResolvedOfRun } from '../../domain/evidence/report';
import { RowChangedError } from '../../ports/storage-errors';
import type { ConnectorPorts } from '../connector-ports';
import { resolvedPartition, resolveHeld } from '../held/held-entries';
import { heldPackageId } from '../held/held-package';
import type { HeldRow } from '../rows/held-row';
import type { PackageCounts } from '../rows/package-counts';
import type { PackageIndexRow, PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';
import { openRunIds } from '../runs/read-run';
import { forgetRejectedPackage, rejectedPackages } from '../unpack/rejected-packages';

/** What a run did to the entries that are held. */
export interface HeldFigures {
  readonly balance: HeldBalance;
  readonly resolved: readonly ResolvedOfRun[];
  /** Open entries that this run added. */
  readonly added: readonly HeldRow[];
  /** Open entries of the store; undefined while another run may change them. */
  readonly openEntries: number | undefined;
}

/** Counts the balance from the entries themselves. Entries that a closed run left without a run are taken into this one's account. */
export async function heldFigures(run: RunRow, opening: number, ports: ConnectorPorts): Promise<HeldFigures> {
  const runId = run.partition;
  await resolveRejectedPackages(run, ports);
  const added: HeldRow[] = [];
  let open = 0;
  for await (const { row, etag } of ports.stores.held.list('open')) {
    open += 1;
    if (row.addedIn !== runId && row.addedIn !== '') continue;
    added.push({ ...row, addedIn: runId });
    if (row.addedIn === '') await adopt({ ...row, addedIn: runId }, etag, ports);
  }
  const resolved = await resolvedBy(runId, ports);
  const addedAndResolved = resolved.get(runId) ?? 0;
  const resolvedInAll = [...resolved.values()].reduce((sum, count) => sum + count, 0);
  const addedInAll = added.length + addedAndResolved;
  const isAlone = (await openRunIds(ports.stores)).every((id) => id === runId);
  return {
    balance: { opening, added: addedInAll, resolved: resolvedInAll, closing: opening + addedInAll - resolvedInAll },
    resolved: [...resolved].map(([fromRun, count]) => ({ fromRun, count })),
    added,
    openEntries: isAlone ? open : undefined,
  };
}

async function adopt(row: HeldRow, etag: string, ports: ConnectorPorts): Promise<void> {
  try {
    await ports.stores.held.replace(row, etag);
  } catch (error) {
    if (!(error instanceof RowChangedError)) throw error;
  }
}

async function resolvedBy(runId: string, ports: ConnectorPorts): Promise<Map<string, number>> {
  const resolved = new Map<string, number>();
  for await (const { row } of ports.stores.held.list(resolvedPartition(runId))) {
    const addedIn = row.addedIn === '' ? runId : row.addedIn;
    resolved.set(addedIn, (resolved.get(addedIn) ?? 0) + 1);
  }
  return resolved;
}

/**
 * A rejected package is held until its items are imported: when none of them is held any more, and either a complete package of its name came,
 * or it was rejected in an earlier run and had items.
 */
async function resolveRejectedPackages(run: RunRow, ports: ConnectorPorts): Promise<void> {
  const rejected = await rejectedPackages(ports.stores);
  if (rejected.length === 0) return;
  const withOpenItems = new Set<string>();
  for await (const { row } of ports.stores.held.list('open')) if (row.kind !== 'package') withOpenItems.add(row.packageId);
  const completeNames = await completePackageNames(run, ports);
  for (const index of rejected) {
    if (withOpenItems.has(index.packageId)) continue;
    const isMadeUpFor = completeNames.has(index.name) || (index.runId !== run.partition && (await hadItems(index, ports)));
    if (!isMadeUpFor) continue;
    await resolveHeld(heldPackageId(index.packageId), run.partition, 'imported', ports);
    await forgetRejectedPackage(index.packageId, ports.stores);
  }
}

async function completePackageNames(run: RunRow, ports: ConnectorPorts): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for await (const { row } of ports.stores.packageRows.list(run.partition)) {
    const { state, name } = row as PackageRow;
    if (state === 'unpacked') names.add(name);
  }
  return names;
}

async function hadItems(index: PackageIndexRow, ports: ConnectorPorts): Promise<boolean> {
  const row = (await ports.stores.packageRows.get(index.runId, index.packageId))?.row as PackageRow | undefined;
  return row !== undefined && (JSON.parse(row.counts) as PackageCounts).items > 0;
}
