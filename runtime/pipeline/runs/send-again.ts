import type { ConnectorPorts } from '../connector-ports';
import { type BatchRow, batchIdOfKey } from '../rows/batch-row';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';
import { updateRun } from './read-run';

/**
 * Queues everything of a run that has no outcome: listing, held rows to take up, packages, batches. Repeating what is under way is harmless:
 * every step decides from the rows as they are.
 */
export async function sendAgain(run: RunRow, ports: ConnectorPorts): Promise<number> {
  const { queues } = ports.stores;
  const runId = run.partition;
  let sent = 0;
  const send = async (queue: Parameters<typeof queues.send>[0], message: Parameters<typeof queues.send>[1]): Promise<void> => {
    await queues.send(queue, message);
    sent += 1;
  };
  if (run.listedAt === '') await send('collect', { v: 1, kind: 'list', runId });
  if (run.replayedAt === '') await send('replays', { v: 1, runId, after: '' });
  for await (const row of openPackages(runId, ports)) {
    if (row.state === 'listed') await send('collect', { v: 1, kind: 'package', runId, packageId: row.key });
    else await send('packages', { v: 1, runId, packageId: row.key, fromEntry: row.fromEntry });
  }
  for await (const batch of openBatches(runId, ports)) await send('deliveries', { v: 1, runId, batchId: batchIdOfKey(batch.key) });
  await send('settle', { v: 1, runId });
  return sent;
}

/** Packages that are not yet stored, or not yet routed to the end. */
export async function* openPackages(runId: string, ports: Pick<ConnectorPorts, 'stores'>): AsyncGenerator<PackageRow> {
  for await (const { row } of ports.stores.packageRows.list(runId)) {
    const { state } = row as PackageRow;
    if (state === 'listed' || state === 'stored') yield row as PackageRow;
  }
}

/** Batches with a delivery that has no outcome. */
export async function* openBatches(runId: string, ports: Pick<ConnectorPorts, 'stores'>): AsyncGenerator<BatchRow> {
  for await (const { row } of ports.stores.batches.list(runId, { from: 'b-', to: 'b~' })) {
    if ((row as BatchRow).state === 'open') yield row as BatchRow;
  }
}

/** An administrator, or a start, lets a stopped run go on: the flag first, then everything without an outcome. */
export async function resumeRun(runId: string, ports: ConnectorPorts): Promise<RunRow | undefined> {
  const run = await updateRun(ports.stores, runId, (row) =>
    row.state !== 'open' || row.stopped === '' ? undefined : { ...row, stopped: '', stoppedAt: '' },
  );
  if (run === undefined || run.state !== 'open') return run;
  const sent = await sendAgain(run, ports);
  ports.log.info('Run goes on', { runId, sent });
  return run;
}
