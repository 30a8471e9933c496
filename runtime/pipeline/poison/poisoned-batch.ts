import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { BOOKED_FOR_GOOD, bookOutcomes, decidedKeys, readCells } from '../deliver/batch-book';
import { sortRows } from '../deliver/claim-deliveries';
import type { BatchMessage } from '../deliver/deliver';
import { readBatch } from '../deliver/deliver';
import type { HandledDelivery, OpenDelivery } from '../deliver/delivery-result';
import { lookForCopy } from '../deliver/look';
import { MailboxSession } from '../deliver/mailbox-session';
import { recordOutcomes } from '../deliver/record-outcomes';
import { resolveEntries } from '../deliver/resolve-entries';
import { readWorkBlob } from '../deliver/work-blob-of-batch';
import { describeError } from '../describe-error';
import { partOfCell } from '../rows/batch-cells';
import type { BatchRow } from '../rows/batch-row';
import { readRun } from '../runs/read-run';
import { ABOVE_EVERY_EPOCH, heldResult, holdOnce } from '../settle/hold-batch';
import { sendSettle } from '../settle/send-settle';
import type { WorkBlob } from '../work-blob';

const BUSY_DELAY_SECONDS = 60;
const WHY = 'queue-message-failed';
/** A row that somebody else changed meanwhile is read again, so many times. */
const MAX_ROUNDS = 5;

/** Looks first, so that a copy that is there is not called held; touches only open rows. */
export async function holdPoisonedBatch(message: BatchMessage, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const batch = await readBatch(message.runId, message.batchId, ports);
  if (batch === undefined || batch.row.state === 'done') return;
  if (!(await holdAfterLook(batch, WHY, ports, handling)))
    return ports.stores.queues.send('deliveries', { v: 1, runId: message.runId, batchId: message.batchId }, BUSY_DELAY_SECONDS);
  await sendSettle(message.runId, ports);
}

/**
 * Makes what is open in a batch held, after a look for what may have been created while its run is open. False when somebody else has the
 * mailbox: then what he may be creating is not touched.
 */
export async function holdAfterLook(stored: Stored<BatchRow>, why: string, ports: ConnectorPorts, handling: Handling): Promise<boolean> {
  let batch = stored;
  for (let round = 0; round < MAX_ROUNDS && batch.row.state !== 'done'; round += 1) {
    const blob = await blobToLookWith(batch.row, ports);
    const next = blob === undefined ? await holdOnce(batch, why, ports) : await lookAndHold(batch, blob, why, ports, handling);
    if (next === undefined) return false;
    batch = next;
  }
  return true;
}

/** Undefined when there is nothing to look for: nobody has claimed anything of it, its run is closed, or nobody knows what a copy looks like. */
async function blobToLookWith(batch: BatchRow, ports: ConnectorPorts): Promise<WorkBlob | undefined> {
  const isOpen = (await readRun(ports.stores, batch.partition))?.row.state === 'open';
  if (!isOpen || batch.blob === '') return undefined;
  const open = (await readCells(batch, ports.stores)).filter((cell) => cell.o === '').map(partOfCell);
  const { toLook, waiting } = await sortRows({ epoch: ABOVE_EVERY_EPOCH }, batch, open, ports);
  return toLook.length + waiting.length === 0 ? undefined : readWorkBlob(batch, ports);
}

/** Undefined when somebody else has the mailbox. */
async function lookAndHold(
  batch: Stored<BatchRow>,
  blob: WorkBlob,
  why: string,
  ports: ConnectorPorts,
  handling: Handling,
): Promise<Stored<BatchRow> | undefined> {
  const session = await MailboxSession.open(batch.row.mailboxId, batch.row.address, ports);
  if (session === undefined) return undefined;
  try {
    const done = await decidedKeys(batch.row, ports.stores);
    const open = blob.deliveries.filter((work) => !done.has(work.importKey));
    const sorted = await sortRows(session, batch.row, open, ports);
    if (sorted.isOvertaken) return undefined;
    const handled: HandledDelivery[] = sorted.claimed.map((delivery) => ({ delivery, result: heldResult(batch.row, why) }));
    for (const delivery of [...sorted.toLook.map((look) => look.delivery), ...sorted.waiting]) {
      const found = handling.signal.aborted ? undefined : await look(delivery, session, batch.row.partition, ports);
      handled.push({ delivery, result: found ?? heldResult(batch.row, why) });
    }
    const decided = [...sorted.decided, ...(await recordOutcomes(handled, batch.row, session, ports))];
    await resolveEntries(decided, batch.row, ports);
    return await bookOutcomes(batch, blob.deliveries, decided, BOOKED_FOR_GOOD, ports);
  } finally {
    await session.close();
  }
}

async function look(delivery: OpenDelivery, session: MailboxSession, runId: string, ports: ConnectorPorts): ReturnType<typeof lookForCopy> {
  try {
    return await lookForCopy(delivery.work, { session, runId, ports });
  } catch (error) {
    ports.log.warn('Look of a failed batch got no answer', { runId, mailboxId: session.mailboxId, ...describeError(error) });
    return undefined;
  }
}
