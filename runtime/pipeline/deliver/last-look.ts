import { ConnectorError } from '../../domain/failure/connector-error';
import type { ExchangeCopy } from '../../ports/exchange';
import { TenantThrottledError } from '../../ports/exchange-errors';
import type { ConnectorPorts } from '../connector-ports';
import { describeError } from '../describe-error';
import { delayAfter, secondsUntil } from '../put-off';
import type { DeliveryRow } from '../rows/delivery-row';
import type { Delivering } from './delivering';
import type { OpenDelivery } from './delivery-result';
import { lookInStaging, lookThere } from './look';
import { MailboxSession } from './mailbox-session';
import { recordDuplicates } from './record-duplicates';
import { resultOfError } from './result-of-error';
import type { TenantPark } from './tenant-park';

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
  /** How often it went back because Exchange or a store did not answer. */
  readonly postponed?: number;
}

const BUSY_DELAY_SECONDS = 20;
const MAX_DELAY_SECONDS = 60 * 60;
/** About fifteen hours: as long as it waits in the queue, nobody can tell that the queues are empty. */
const MAX_POSTPONED = 20;

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

/**
 * What is one too many and our own is removed; other copies beyond the first are recorded for the run that closes next. A mailbox that is busy,
 * throttled or does not answer says nothing about its copies: the message goes back, and none of its tries is used up.
 */
export async function lookOnceMore(message: LastLookMessage, tenant: TenantPark, ports: ConnectorPorts): Promise<void> {
  if (tenant.until !== undefined) return sendBack(message, secondsUntil(tenant.until, ports.clock), ports);
  try {
    const session = await MailboxSession.open(message.mailboxId, '', ports);
    if (session === undefined) return await sendBack(message, BUSY_DELAY_SECONDS, ports);
    await lookUnderLease(message, session, ports);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    await postpone(message, error, tenant, ports);
  }
}

async function lookUnderLease(message: LastLookMessage, session: MailboxSession, ports: ConnectorPorts): Promise<void> {
  const { mailboxId, importKey, ownCopy } = message;
  try {
    if (ownCopy !== undefined) await removeOwnCopy(ownCopy, message, session, ports);
    const { folderId, copies } = await lookThere({ session, runId: '', ports }, importKey);
    if (copies.length > 1) await recordDuplicates(mailboxId, importKey, copies, ports);
    const row = await decidedRow(mailboxId, importKey, ports);
    if (row === undefined) return;
    if (row.state === 'imported-in-part') await recordStubsTooMany(row, folderId, session, ports);
    await removeStagedHalves(row, copies, session, ports);
  } finally {
    await session.close();
  }
}

/** As late as Exchange asks, and longer each time. A mailbox that does not open for so long is given up, and the log says so. */
async function postpone(message: LastLookMessage, error: ConnectorError, tenant: TenantPark, ports: ConnectorPorts): Promise<void> {
  const { mailboxId, importKey, postponed = 0 } = message;
  const fields = { mailboxId, importKey, ...describeError(error) };
  if (error instanceof TenantThrottledError && error.retryAt !== undefined) tenant.park(error.retryAt);
  if (postponed >= MAX_POSTPONED) return recordUnlooked(message, ports);
  const result = resultOfError(error, ports.clock.now());
  const asked = result.kind === 'unsent' && result.retryAt !== undefined ? secondsUntil(result.retryAt, ports.clock) : 0;
  ports.log.info('Late look has to wait', fields);
  await sendBack({ ...message, postponed: postponed + 1 }, Math.max(asked, delayAfter(postponed, MAX_DELAY_SECONDS, ports.options)), ports);
}

const sendBack = (message: LastLookMessage, delayInSeconds: number, { stores }: ConnectorPorts): Promise<void> =>
  stores.queues.send('deliveries', { ...message }, delayInSeconds);

async function removeOwnCopy(
  copyId: string,
  { mailboxId, importKey }: LastLookMessage,
  session: MailboxSession,
  ports: ConnectorPorts,
): Promise<void> {
  const row = await decidedRow(mailboxId, importKey, ports);
  if (row === undefined || row.exchangeId === copyId) return;
  await session.exchange.remove(copyId);
  ports.log.warn('Own copy removed after a lost race', { mailboxId, importKey });
}

/**
 * A staged copy whose create got no answer may show itself only after another one was staged, completed and moved: a half of our own that nobody
 * goes on with once the ledger names the copy. Exchange may still show a copy where it was moved from, so what is named or lies in the
 * archive folder stays.
 */
async function removeStagedHalves(
  { partition: mailboxId, key: importKey, exchangeId }: DeliveryRow,
  archived: readonly ExchangeCopy[],
  session: MailboxSession,
  ports: ConnectorPorts,
): Promise<void> {
  if (session.row.stagingFolderId === '') return;
  const needed = new Set([exchangeId, ...archived.map(({ id }) => id)]);
  for (const { id } of await lookInStaging(session, importKey)) {
    if (needed.has(id)) continue;
    await session.exchange.remove(id);
    ports.log.info('Half of a copy removed from the staging folder', { mailboxId, importKey });
  }
}

/** A stub has a key of its own, and its create may have got no answer too. */
async function recordStubsTooMany(
  { partition: mailboxId, key: importKey }: DeliveryRow,
  folderId: string,
  session: MailboxSession,
  ports: ConnectorPorts,
): Promise<void> {
  const stubs = await session.exchange.look(folderId, importKey, 'stub');
  if (stubs.length > 1) await recordDuplicates(mailboxId, importKey, stubs, ports);
}

/** The ledger row, when it names a copy. */
async function decidedRow(mailboxId: string, importKey: string, { stores }: ConnectorPorts): Promise<DeliveryRow | undefined> {
  const row = (await stores.deliveries.get(mailboxId, importKey))?.row;
  return row?.state === 'imported' || row?.state === 'imported-in-part' ? row : undefined;
}

/** The look failed for good. What is known without it is recorded; the log says what nobody knows. */
export async function recordUnlooked({ mailboxId, importKey, ownCopy }: LastLookMessage, ports: ConnectorPorts): Promise<void> {
  if (ownCopy === undefined) return ports.log.error('Late look got no answer', { mailboxId, importKey });
  ports.log.error('Own copy could not be removed', { mailboxId, importKey });
  const row = (await ports.stores.deliveries.get(mailboxId, importKey))?.row;
  if (row !== undefined && row.exchangeId !== '' && row.exchangeId !== ownCopy)
    await recordDuplicates(mailboxId, importKey, [{ id: row.exchangeId }, { id: ownCopy }], ports);
}
