import type { Stored } from '../../ports/table';
import { mayDeliver } from '../admin/terms';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { describeError } from '../describe-error';
import { secondsUntil } from '../put-off';
import { type BatchRow, batchIdOfKey, batchKey, mailboxPrefix } from '../rows/batch-row';
import { readRun } from '../runs/read-run';
import { holdBatch } from '../settle/hold-batch';
import { sendSettle } from '../settle/send-settle';
import { MailboxSession } from './mailbox-session';
import type { LeftBatch, MailboxVisit } from './mailbox-visits';
import type { TenantPark } from './tenant-park';
import { workOnBatch } from './work-on-batch';

/** A queue message of `deliveries` that stands for one batch. */
export interface BatchMessage {
  readonly v: 1;
  readonly runId: string;
  readonly batchId: string;
  /** ETags of the ledger rows as unpack wrote them, in the order of the work blob; absent when the batch goes back to the queue. */
  readonly etags?: readonly string[];
  /** The mailbox has more batches in this run: whoever has its lease works on them too. */
  readonly hasMore?: boolean;
  /** How often it met a mailbox that was leased. */
  readonly busy?: number;
}

const MAX_BUSY_DELAY_SECONDS = 30;
/** Nothing could be done, and nobody says from when on it can. */
const STILL_DELAY_SECONDS = 5;
/** How often it is asked whether the terms are accepted. */
const TERMS_DELAY_SECONDS = 120;

/**
 * Delivers one batch under its mailbox's lease, then the other batches of that mailbox. A queue message whose mailbox is leased goes back;
 * that the holder drains the mailbox is no reason to drop it.
 */
export async function deliverBatch(message: BatchMessage, park: TenantPark, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const batch = await readBatch(message.runId, message.batchId, ports);
  if (batch === undefined || batch.row.state === 'done') return;
  if (!(await mayDeliver(ports))) return sendBack(batch.row, TERMS_DELAY_SECONDS, message, ports);
  if (batch.row.holdReason !== '') return holdAll(batch, ports);
  const parkedUntil = park.until ?? notYet(batch.row, ports);
  if (parkedUntil !== undefined) return sendBack(batch.row, secondsUntil(parkedUntil, ports.clock), message, ports);
  const visit = park.visits.begin(batch.row.mailboxId);
  try {
    if (!(await deliverUnderLease(batch, message, visit, park, ports, handling))) {
      visit.leave(message);
      await sendBusyBack(batch.row, message, ports);
      // The one that had the lease may have gone before it could see this.
      if (!visit.isAlone) return;
    }
    await besides(batch.row, ports, () => goOnWithWhatWasLeft(batch.row, visit, park, ports, handling));
  } finally {
    visit.end();
  }
}

/** False when somebody else has the lease. */
async function deliverUnderLease(
  batch: Stored<BatchRow>,
  { etags, hasMore = false }: Pick<BatchMessage, 'etags' | 'hasMore'>,
  visit: MailboxVisit,
  park: TenantPark,
  ports: ConnectorPorts,
  handling: Handling,
): Promise<boolean> {
  const session = await MailboxSession.open(batch.row.mailboxId, batch.row.address, ports);
  if (session === undefined) return false;
  try {
    await workUntilItWaits(batch, etags, session, park, ports, handling);
    await besides(batch.row, ports, async () => {
      if (hasMore) await drain(batch.row, session, park, ports, handling);
      await workOnWhatWasLeft(visit, session, park, ports, handling);
    });
  } finally {
    await session.close();
  }
  return true;
}

/**
 * Work on batches whose messages come by themselves. By then this handler's own message is over, or goes round anew: an error must not bring it
 * back as well, or in an outage messages would become more and more.
 */
async function besides(batch: BatchRow, ports: ConnectorPorts, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    ports.log.info('Other batches of a mailbox wait for their messages', { mailboxId: batch.mailboxId, ...describeError(error) });
  }
}

/** Nothing of it is sent to any mailbox, so no lease is needed. The messages of a stopped run are dropped. */
async function holdAll(batch: Stored<BatchRow>, ports: ConnectorPorts): Promise<void> {
  const run = (await readRun(ports.stores, batch.row.partition))?.row;
  if (run?.state === 'open' && run.stopped !== '') return;
  await holdBatch(batch, batch.row.holdReason, ports);
  await sendSettle(batch.row.partition, ports);
}

/** Round after round, as long as each brings something; what then is left goes back to the queue before this message is done. */
async function workUntilItWaits(
  batch: Stored<BatchRow>,
  etags: readonly string[] | undefined,
  session: MailboxSession,
  park: TenantPark,
  ports: ConnectorPorts,
  handling: Handling,
): Promise<void> {
  let progress = await workOnBatch(batch, etags, session, park, ports, handling);
  while (!progress.isOver && progress.notBefore === undefined && progress.hasMoved && mayGoOn(session, park, ports, handling)) {
    const again = await readBatch(batch.row.partition, batchIdOfKey(batch.row.key), ports);
    if (again === undefined || again.row.state === 'done') return;
    progress = await workOnBatch(again, undefined, session, park, ports, handling);
  }
  if (progress.isOver) return;
  const delay =
    progress.notBefore === undefined ? (progress.hasMoved ? 0 : STILL_DELAY_SECONDS) : secondsUntil(progress.notBefore, ports.clock);
  await sendBack(batch.row, delay, { v: 1, runId: batch.row.partition, batchId: batchIdOfKey(batch.row.key) }, ports);
}

function mayGoOn(session: MailboxSession, park: TenantPark, ports: ConnectorPorts, handling: Handling): boolean {
  return (
    session.hasLeaseLeft && session.gate.throttledUntil === undefined && park.until === undefined && ports.clock.now() < handling.deadline
  );
}

async function drain(batch: BatchRow, session: MailboxSession, park: TenantPark, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const from = batchKey(mailboxPrefix(session.mailboxId));
  for await (const stored of ports.stores.batches.list(batch.partition, { from, to: `${from}~` })) {
    const next = stored as Stored<BatchRow>;
    if (!mayGoOn(session, park, ports, handling)) return;
    // Its own queue message comes, finds it done, and goes; what is left of it waits for that message.
    if (isDue(next.row, ports) && next.row.mailboxId === session.mailboxId)
      await workOnBatch(next, undefined, session, park, ports, handling);
  }
}

/** What was left while the lease was given back. Once: after that its message comes. */
async function goOnWithWhatWasLeft(
  { mailboxId, address }: BatchRow,
  visit: MailboxVisit,
  park: TenantPark,
  ports: ConnectorPorts,
  handling: Handling,
): Promise<void> {
  if (!visit.hasLeft || park.until !== undefined || ports.clock.now() >= handling.deadline) return;
  const session = await MailboxSession.open(mailboxId, address, ports);
  if (session === undefined) return;
  try {
    await workOnWhatWasLeft(visit, session, park, ports, handling);
  } finally {
    await session.close();
  }
}

/** As with `drain`, the queue message of each comes and finds it done; nothing is sent back here, or messages would become more and more. */
async function workOnWhatWasLeft(
  visit: MailboxVisit,
  session: MailboxSession,
  park: TenantPark,
  ports: ConnectorPorts,
  handling: Handling,
): Promise<void> {
  while (mayGoOn(session, park, ports, handling)) {
    const left = visit.take();
    if (left === undefined) return;
    const batch = await readDueBatch(left, ports);
    if (batch !== undefined) await workOnBatch(batch, left.etags, session, park, ports, handling);
  }
}

async function readDueBatch({ runId, batchId }: LeftBatch, ports: ConnectorPorts): Promise<Stored<BatchRow> | undefined> {
  const batch = await readBatch(runId, batchId, ports);
  return batch !== undefined && isDue(batch.row, ports) ? batch : undefined;
}

const isDue = (batch: BatchRow, ports: ConnectorPorts): boolean =>
  batch.state === 'open' && batch.holdReason === '' && notYet(batch, ports) === undefined;

export async function readBatch(runId: string, batchId: string, ports: ConnectorPorts): Promise<Stored<BatchRow> | undefined> {
  return (await ports.stores.batches.get(runId, batchKey(batchId))) as Stored<BatchRow> | undefined;
}

function notYet(batch: BatchRow, ports: ConnectorPorts): Date | undefined {
  const notBefore = batch.notBefore === '' ? undefined : new Date(batch.notBefore);
  return notBefore !== undefined && notBefore > ports.clock.now() ? notBefore : undefined;
}

function sendBusyBack(batch: BatchRow, message: BatchMessage, ports: ConnectorPorts): Promise<void> {
  const busy = message.busy ?? 0;
  return sendBack(batch, busyDelay(busy), { ...message, busy: busy + 1 }, ports);
}

/** Longer each time, and not the same for all who wait. */
function busyDelay(busy: number): number {
  return Math.min(MAX_BUSY_DELAY_SECONDS, 1 + busy * 2 + Math.floor(Math.random() * 3));
}

function sendBack(batch: BatchRow, delayInSeconds: number, message: BatchMessage, ports: ConnectorPorts): Promise<void> {
  const again: BatchMessage = { ...message, v: 1, runId: batch.partition, batchId: batchIdOfKey(batch.key) };
  return ports.stores.queues.send('deliveries', { ...again }, delayInSeconds);
}
