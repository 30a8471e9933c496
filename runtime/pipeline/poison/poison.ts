import type { QueueName } from '../../ports/queues';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { recordUnlooked } from '../deliver/last-look';
import { addHeld } from '../held/held-entries';
import { heldPackage } from '../held/held-package';
import { holdPackage } from '../held/hold-package';
import { readMessage, UnknownMessageVersionError } from '../queue-messages';
import type { BatchRow } from '../rows/batch-row';
import type { PackageRow } from '../rows/package-row';
import { stopRun, updateRun } from '../runs/read-run';
import { holdBatch } from '../settle/hold-batch';
import { sendSettle } from '../settle/send-settle';
import { holdPoisonedBatch } from './poisoned-batch';

const LISTED_AGAIN_AFTER_SECONDS = 15 * 60;

/**
 * A queue message that failed five times. Nothing is dropped: what it stands for becomes held, rejected or is tried again much later, and the
 * log says so. Rows that have an outcome are never touched.
 */
export async function handlePoison(queue: QueueName, body: unknown, ports: ConnectorPorts, handling: Handling): Promise<void> {
  ports.log.error('Queue message failed for good', { queue });
  try {
    await accountFor(queue, body, ports, handling);
  } catch (error) {
    if (!(error instanceof UnknownMessageVersionError || error instanceof TypeError)) throw error;
    ports.log.error('Poison message cannot be read', { queue });
  }
}

async function accountFor(queue: QueueName, body: unknown, ports: ConnectorPorts, handling: Handling): Promise<void> {
  switch (queue) {
    case 'collect': {
      const message = readMessage('collect', body);
      if (message.kind === 'list') return listLater(message.runId, ports);
      await holdPackage(message.runId, message.packageId, 'not-collected', ports);
      return sendSettle(message.runId, ports);
    }
    case 'packages': {
      const { runId, packageId } = readMessage('packages', body);
      return endPackage(runId, packageId, ports);
    }
    case 'deliveries': {
      const message = readMessage('deliveries', body);
      return 'kind' in message ? recordUnlooked(message, ports) : holdPoisonedBatch(message, ports, handling);
    }
    case 'replays': {
      const { runId } = readMessage('replays', body);
      await updateRun(ports.stores, runId, (run) =>
        run.replayedAt === '' ? { ...run, replayedAt: ports.clock.now().toISOString() } : undefined,
      );
      return sendSettle(runId, ports);
    }
    case 'settle':
      return undefined;
  }
}

/** A start that imports once ends with what it could not do; the deployed connector lists again until the run's time is over. */
async function listLater(runId: string, ports: ConnectorPorts): Promise<void> {
  if (ports.options.idleCloseInSeconds > 0) return stopRun(ports, runId, 'source-unavailable');
  await ports.stores.queues.send('collect', { v: 1, kind: 'list', runId }, LISTED_AGAIN_AFTER_SECONDS);
}

/**
 * A package that was unpacked and failed is rejected. When nobody knows why (a store took no writes, or the process died each time) it goes on in
 * the next run, once: what ends the process again is the package itself.
 */
async function endPackage(runId: string, packageId: string, ports: ConnectorPorts): Promise<void> {
  const stored = (await ports.stores.packageRows.get(runId, packageId)) as Stored<PackageRow> | undefined;
  if (stored === undefined || stored.row.state !== 'stored') return;
  const { failedAt, poisonedIn = runId } = stored.row;
  if (failedAt !== undefined || poisonedIn !== runId) return rejectPackage(stored, ports);
  await ports.stores.packageRows.replace({ ...stored.row, poisonedIn }, stored.etag);
  await holdPackage(runId, packageId, 'not-unpacked', ports);
  await holdBatches(stored.row, 'package-not-unpacked', ports);
}

/** `rejected: processing-failed`; what it has queued already becomes held with it. */
async function rejectPackage(stored: Stored<PackageRow>, ports: ConnectorPorts): Promise<void> {
  await addHeld(heldPackage(stored.row, 'rejected-package', 'processing-failed', ports), ports.stores);
  const problems = JSON.stringify([
    { code: 'processing-failed', entry: '', detail: `unpacking failed repeatedly at item ${stored.row.fromEntry}` },
  ]);
  await ports.stores.packageRows.replace({ ...stored.row, state: 'rejected', isComplete: false, problems }, stored.etag);
  await holdBatches(stored.row, 'package-failed', ports);
}

/** What a package has queued already goes where the package goes. */
async function holdBatches({ partition: runId, key: packageId }: PackageRow, why: string, ports: ConnectorPorts): Promise<void> {
  for await (const batch of ports.stores.batches.list(runId, { from: 'b-', to: 'b~' })) {
    const row = batch.row as BatchRow;
    if (row.packageId === packageId && row.state === 'open') await holdBatch(batch as Stored<BatchRow>, why, ports);
  }
  await sendSettle(runId, ports);
}
