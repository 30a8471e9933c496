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
import { holdAfterLook, holdPoisonedBatch } from './poisoned-batch';

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
      return endPackage(runId, packageId, ports, handling);
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

const NOT_UNPACKED = 'package-not-unpacked';
const FAILED = 'package-failed';

/**
 * A package that was unpacked and failed is rejected. When nobody knows why (a store took no writes, or the process died each time) it goes on in
 * the next run, once: what ends the process again is the package itself. What it has queued already goes where the package goes.
 */
async function endPackage(runId: string, packageId: string, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const stored = (await ports.stores.packageRows.get(runId, packageId)) as Stored<PackageRow> | undefined;
  if (stored === undefined) return;
  const why = stored.row.state === 'stored' ? await endRow(stored, ports) : endedAs(stored.row);
  if (why === undefined) return;
  for await (const batch of ports.stores.batches.list(runId, { from: 'b-', to: 'b~' })) {
    const row = batch.row as BatchRow;
    if (row.packageId === packageId && row.state === 'open') await holdOpen(batch as Stored<BatchRow>, why, ports, handling);
  }
  await sendSettle(runId, ports);
}

async function endRow(stored: Stored<PackageRow>, ports: ConnectorPorts): Promise<string> {
  const { partition: runId, key: packageId, failedAt, poisonedIn = runId } = stored.row;
  if (failedAt !== undefined || poisonedIn !== runId) {
    await rejectPackage(stored, ports);
    return FAILED;
  }
  await ports.stores.packageRows.replace({ ...stored.row, poisonedIn }, stored.etag);
  await holdPackage(runId, packageId, 'not-unpacked', ports);
  return NOT_UNPACKED;
}

/** Whoever ended it here may have died before its batches were held. Undefined for a package that came to its end by itself. */
function endedAs({ state, partition, poisonedIn, items, fromEntry }: PackageRow): string | undefined {
  if (state === 'held' && poisonedIn === partition) return NOT_UNPACKED;
  return state === 'rejected' && fromEntry < items ? FAILED : undefined;
}

/** `rejected: processing-failed`. */
async function rejectPackage(stored: Stored<PackageRow>, ports: ConnectorPorts): Promise<void> {
  await addHeld(heldPackage(stored.row, 'rejected-package', 'processing-failed', ports), ports.stores);
  const problems = JSON.stringify([
    { code: 'processing-failed', entry: '', detail: `unpacking failed repeatedly at item ${stored.row.fromEntry}` },
  ]);
  await ports.stores.packageRows.replace({ ...stored.row, state: 'rejected', isComplete: false, problems }, stored.etag);
}

/** Whoever has its mailbox meets the row that is held; its copy is found by whoever takes it up. */
async function holdOpen(batch: Stored<BatchRow>, why: string, ports: ConnectorPorts, handling: Handling): Promise<void> {
  if (!(await holdAfterLook(batch, why, ports, handling))) await holdBatch(batch, why, ports);
}
