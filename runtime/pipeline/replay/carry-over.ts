import { RowExistsError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import { ownContent } from '../collect/content-owner';
import type { ConnectorPorts } from '../connector-ports';
import { resolveHeld } from '../held/held-entries';
import type { HeldRow } from '../rows/held-row';
import { NO_COUNTS } from '../rows/package-counts';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';

/**
 * A package that an earlier run did not collect or unpack to its end becomes a package of this run, from its first item on: what was imported
 * of it already is then a duplicate, and its count can be compared with its manifest. Rejected packages stay where they are.
 */
export async function carryPackageOver(entry: HeldRow, run: RunRow, ports: ConnectorPorts): Promise<void> {
  if (entry.reason !== 'attempts-exhausted') return;
  const stored = (await ports.stores.packageRows.get(entry.packageRun, entry.packageId)) as Stored<PackageRow> | undefined;
  if (stored === undefined) return;
  const { row } = stored;
  // Its bytes came again meanwhile, under whatever name: then that package is unpacked instead, and no item is counted twice.
  if (row.blob === '' || (await ownContent({ ...row, partition: run.partition }, ports, true))) await takeOver(row, run, ports);
  await resolveHeld(entry.key, run.partition, 'taken-up', ports);
}

/** A stored package becomes a package of this run, whatever became of it before: it is checked and unpacked as if it had just come. */
export async function unpackAgain(packageRun: string, packageId: string, run: RunRow, ports: ConnectorPorts): Promise<void> {
  const stored = (await ports.stores.packageRows.get(packageRun, packageId)) as Stored<PackageRow> | undefined;
  if (stored === undefined || stored.row.blob === '') return;
  await takeOver({ ...stored.row, items: -1, manifestCount: -1, problems: '', isComplete: undefined }, run, ports);
}

async function takeOver(before: PackageRow, run: RunRow, ports: ConnectorPorts): Promise<void> {
  const { packageRows, queues } = ports.stores;
  const row: PackageRow = {
    ...before,
    partition: run.partition,
    state: before.blob === '' ? 'listed' : 'stored',
    fromEntry: 0,
    counts: JSON.stringify(NO_COUNTS),
    progress: '',
    enqueuedAt: ports.clock.now().toISOString(),
  };
  try {
    await packageRows.insert(row);
  } catch (error) {
    if (!(error instanceof RowExistsError)) throw error;
  }
  const index = { v: 1, runId: run.partition, packageId: row.key, name: row.name } as const;
  await packageRows.upsert({ partition: `seen-${row.key}`, key: 'seen', ...index });
  if (row.state === 'stored') await packageRows.upsert({ partition: `content-${row.sha256}`, key: 'content', ...index });
  const ids = { v: 1, runId: run.partition, packageId: row.key };
  if (row.state === 'listed') await queues.send('collect', { ...ids, kind: 'package' });
  else await queues.send('packages', { ...ids, fromEntry: 0 });
}
