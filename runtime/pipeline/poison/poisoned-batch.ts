import type { ConnectorPorts, Handling } from '../connector-ports';
import { bookOutcomes, readCells } from '../deliver/batch-book';
import { sortRows } from '../deliver/claim-deliveries';
import type { BatchMessage } from '../deliver/deliver';
import { readBatch } from '../deliver/deliver';
import type { HandledDelivery, OpenDelivery } from '../deliver/delivery-result';
import { lookForCopy } from '../deliver/look';
import { MailboxSession } from '../deliver/mailbox-session';
import { recordOutcomes } from '../deliver/record-outcomes';
import { readWorkBlob } from '../deliver/work-blob-of-batch';
import { describeError } from '../describe-error';
import { readRun } from '../runs/read-run';
import { heldResult } from '../settle/hold-batch';
import { sendSettle } from '../settle/send-settle';

const BUSY_DELAY_SECONDS = 60;

/** Looks first, so that a copy that is there is not called held; touches only open rows. */
export async function holdPoisonedBatch(message: BatchMessage, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const batch = await readBatch(message.runId, message.batchId, ports);
  if (batch === undefined || batch.row.state === 'done') return;
  const session = await MailboxSession.open(batch.row.mailboxId, batch.row.address, ports);
  if (session === undefined)
    return ports.stores.queues.send('deliveries', { v: 1, runId: message.runId, batchId: message.batchId }, BUSY_DELAY_SECONDS);
  try {
    const blob = await readWorkBlob(batch.row, ports);
    if (blob === undefined) return;
    const done = new Set((await readCells(batch.row, ports.stores)).filter((cell) => cell.o !== '').map((cell) => cell.k));
    const sorted = await sortRows(
      session,
      batch.row,
      blob.deliveries.filter((work) => !done.has(work.importKey)),
      ports,
    );
    const isOpen = (await readRun(ports.stores, message.runId))?.row.state === 'open';
    const handled: HandledDelivery[] = [];
    for (const delivery of [...sorted.toLook.map((look) => look.delivery), ...sorted.waiting]) {
      const found = isOpen && !handling.signal.aborted ? await look(delivery, session, message.runId, ports) : undefined;
      handled.push({ delivery, result: found ?? heldResult(batch.row, 'queue-message-failed') });
    }
    for (const delivery of sorted.claimed) handled.push({ delivery, result: heldResult(batch.row, 'queue-message-failed') });
    const decided = [...sorted.decided, ...(await recordOutcomes(handled, batch.row, session, ports))];
    await bookOutcomes(batch, blob.deliveries, decided, '', ports);
    await sendSettle(message.runId, ports);
  } finally {
    await session.close();
  }
}

async function look(delivery: OpenDelivery, session: MailboxSession, runId: string, ports: ConnectorPorts): ReturnType<typeof lookForCopy> {
  try {
    return await lookForCopy(session, runId, delivery.work, ports);
  } catch (error) {
    ports.log.warn('Look of a failed batch got no answer', { runId, mailboxId: session.mailboxId, ...describeError(error) });
    return undefined;
  }
}
