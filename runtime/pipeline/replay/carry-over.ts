import { RowExistsError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
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
  const { packageRows, queues } = ports.stores;
  const stored = (await packageRows.get(entry.packageRun, entry.packageId)) as Stored<PackageRow> | undefined;
  if (stored === undefined) return;
  const now = ports.clock.now().toISOString();
  const state = stored.row.blob === '' ? 'listed' : 'stored';
  const row: PackageRow = {
    ...stored.row,
    partition: run.partition,
    state,
    fromEntry: 0,
    counts: JSON.stringify(NO_COUNTS),
    progress: '',
    enqueuedAt: now,
  };
  try {
    await packageRows.insert(row);
  } catch (error) {
    if (!(error instanceof RowExistsError)) throw error;
  }
  await packageRows.upsert({ partition: `seen-${row.key}`, key: 'seen', v: 1, runId: run.partition, packageId: row.key, name: row.name });
  if (state === 'stored')
    await packageRows.upsert({
      partition: `content-${row.sha256}`,
      key: 'content',
      v: 1,
      runId: run.partition,
      packageId: row.key,
      name: row.name,
    });
  const ids = { v: 1, runId: run.partition, packageId: row.key };
  if (state === 'listed') await queues.send('collect', { ...ids, kind: 'package' });
  else await queues.send('packages', { ...ids, fromEntry: 0 });
  await resolveHeld(entry.key, run.partition, 'taken-up', ports);
}
