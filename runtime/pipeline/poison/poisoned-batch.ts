import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { bookOutcomes, decidedKeys } from '../deliver/batch-book';
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
import type { BatchRow } from '../rows/batch-row';
import { readRun } from '../runs/read-run';
import { heldResult, holdBatch } from '../settle/hold-batch';
import { sendSettle } from '../settle/send-settle';
import type { WorkBlob } from '../work-blob';

const BUSY_DELAY_SECONDS = 60;
const WHY = 'queue-message-failed';

/** Looks first, so that a copy that is there is not called held; touches only open rows. */
export async function holdPoisonedBatch(message: BatchMessage, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const batch = await readBatch(message.runId, message.batchId, ports);
  if (batch === undefined || batch.row.state === 'done') return;
  const isOpen = (await readRun(ports.stores, message.runId))?.row.state === 'open';
  const blob = isOpen && batch.row.blob !== '' ? await readWorkBlob(batch.row, ports) : undefined;
  // Without its requests nobody knows what to compare a copy with: whoever takes it up again looks.
  if (blob === undefined) await holdBatch(batch, WHY, ports);
  else if (!(await lookAndHold(batch, blob, ports, handling)))
    return ports.stores.queues.send('deliveries', { v: 1, runId: message.runId, batchId: message.batchId }, BUSY_DELAY_SECONDS);
  await sendSettle(message.runId, ports);
}

/** False when somebody else has the mailbox: the batch goes back to its queue. */
async function lookAndHold(batch: Stored<BatchRow>, blob: WorkBlob, ports: ConnectorPorts, handling: Handling): Promise<boolean> {
  const session = await MailboxSession.open(batch.row.mailboxId, batch.row.address, ports);
  if (session === undefined) return false;
  try {
    const done = await decidedKeys(batch.row, ports.stores);
    const open = blob.deliveries.filter((work) => !done.has(work.importKey));
    const sorted = await sortRows(session, batch.row, open, ports);
    if (sorted.isOvertaken) return false;
    const handled: HandledDelivery[] = sorted.claimed.map((delivery) => ({ delivery, result: heldResult(batch.row, WHY) }));
    for (const delivery of [...sorted.toLook.map((look) => look.delivery), ...sorted.waiting]) {
      const found = handling.signal.aborted ? undefined : await look(delivery, session, batch.row.partition, ports);
      handled.push({ delivery, result: found ?? heldResult(batch.row, WHY) });
    }
    const decided = [...sorted.decided, ...(await recordOutcomes(handled, batch.row, session, ports))];
    await resolveEntries(decided, batch.row, ports);
    await bookOutcomes(batch, blob.deliveries, decided, '', ports);
    return true;
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
