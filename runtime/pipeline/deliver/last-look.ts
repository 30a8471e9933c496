import type { ConnectorPorts } from '../connector-ports';
import type { Delivering } from './delivering';
import type { OpenDelivery } from './delivery-result';
import { MailboxSession } from './mailbox-session';
import { recordDuplicates } from './record-duplicates';

/**
 * A queue message of `deliveries` that stands for one more look at a delivery: the third one after a create that followed a look, or a look
 * after a worker found out that it had lost its mailbox to another one.
 */
export interface LastLookMessage {
  readonly v: 1;
  readonly kind: 'last-look';
  readonly mailboxId: string;
  readonly importKey: string;
  /** A copy that the connector made itself and that is one too many: it goes while the ledger names another one. */
  readonly ownCopy?: string;
}

const BUSY_DELAY_SECONDS = 20;

/**
 * A create that follows a look may meet a copy that was not visible then: one more look tells, and keeps no run open. It is asked for before the
 * create, because a worker that dies in it asks for nothing any more.
 */
export async function scheduleLastLooks(toSend: readonly OpenDelivery[], { ports, session }: Delivering): Promise<void> {
  const delay = ports.options.lookAfterSeconds[2];
  for (const { isAfterLook, work } of toSend) {
    if (!isAfterLook) continue;
    const message: LastLookMessage = { v: 1, kind: 'last-look', mailboxId: session.mailboxId, importKey: work.importKey };
    await ports.stores.queues.send('deliveries', { ...message }, delay);
  }
}

/** What is one too many and our own is removed; other copies beyond the first are recorded for the run that closes next. */
export async function lookOnceMore(message: LastLookMessage, ports: ConnectorPorts): Promise<void> {
  const session = await MailboxSession.open(message.mailboxId, '', ports);
  if (session === undefined) return ports.stores.queues.send('deliveries', { ...message }, BUSY_DELAY_SECONDS);
  try {
    if (message.ownCopy !== undefined) await removeOwnCopy(message.ownCopy, message, session, ports);
    const copies = await session.exchange.look(await session.archiveFolder(''), message.importKey, 'import');
    if (copies.length > 1) await recordDuplicates(message.mailboxId, message.importKey, copies, ports);
  } finally {
    await session.close();
  }
}

async function removeOwnCopy(
  copyId: string,
  { mailboxId, importKey }: LastLookMessage,
  session: MailboxSession,
  ports: ConnectorPorts,
): Promise<void> {
  const row = (await ports.stores.deliveries.get(mailboxId, importKey))?.row;
  const isNamed = row?.state === 'imported' || row?.state === 'imported-in-part';
  if (row === undefined || !isNamed || row.exchangeId === copyId) return;
  await session.exchange.remove(copyId);
  ports.log.warn('Own copy removed after a lost race', { mailboxId, importKey });
}

/** The look failed for good. What is known without it is recorded. */
export async function recordUnlooked({ mailboxId, importKey, ownCopy }: LastLookMessage, ports: ConnectorPorts): Promise<void> {
  if (ownCopy === undefined) return;
  ports.log.error('Own copy could not be removed', { mailboxId, importKey });
  const row = (await ports.stores.deliveries.get(mailboxId, importKey))?.row;
  if (row !== undefined && row.exchangeId !== '' && row.exchangeId !== ownCopy)
    await recordDuplicates(mailboxId, importKey, [{ id: row.exchangeId }, { id: ownCopy }], ports);
}
