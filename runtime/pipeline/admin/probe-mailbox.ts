import { checkCopy } from '../../domain/copy/check-copy';
import { ConnectorError } from '../../domain/failure/connector-error';
import { recordAct } from '../audit/audit-events';
import type { ConnectorPorts } from '../connector-ports';
import { MailboxSession } from '../deliver/mailbox-session';
import { ActRefusedError } from './act-refused';
import type { AdminPorts } from './admin-ports';
import { recentDirectory, userNamed } from './directory-view';
import { actorOf, type Person } from './person';
import { TestItems } from './probe/test-items';
import { noteSetup, type SetupState } from './setup-state';

const LONGEST_WAIT_IN_MS = 20_000;

/** Creates a test item in the hidden staging folder of a mailbox, reads it back by its key and removes it: the whole way of a delivery. */
export async function probeMailbox(address: string, person: Person, ports: AdminPorts): Promise<NonNullable<SetupState['probe']>> {
  const found = userNamed(address.toLowerCase(), await recentDirectory(ports), ports);
  if (found.kind !== 'user')
    throw new ActRefusedError(
      'invalid',
      'no-mailbox',
      `"${address}" names no user of the directory inside the allowed domains. Give a mailbox of your organisation.`,
    );
  await recordAct({ ...actorOf(person), act: 'probe', target: `mailbox ${found.user.id}`, reason: '' }, ports);
  const detail = await probe(found.user.id, found.address, ports);
  const at = (await ports.storageTime.now()).toISOString();
  const isPassed = detail === '';
  const result = { by: person.name, at, mailbox: found.address, isPassed, detail: isPassed ? 'created, read back, removed' : detail };
  await noteSetup({ probe: result }, ports);
  return result;
}

/** '' when everything worked; otherwise what did not, as the error says it. */
async function probe(mailboxId: string, address: string, ports: ConnectorPorts): Promise<string> {
  const session = await MailboxSession.open(mailboxId, address, ports);
  if (session === undefined) return 'A worker is delivering to this mailbox at this moment: it opens. Probe again when the run is done.';
  const items = new TestItems(session, address, ports);
  try {
    const item = await items.create();
    const { folderId, asked, answered } = item;
    const differences = checkCopy({ folderId, sentAt: asked.sentAt, receivedAt: asked.receivedAt }, answered);
    if ((await items.millisecondsUntilFound(item, LONGEST_WAIT_IN_MS)) === undefined) differences.push('it was not found again by its key');
    const left = await items.removeAll();
    if (left > 0) differences.push('it could not be removed');
    return differences.length === 0 ? '' : `The test item was created, but ${differences.join('; ')}.`;
  } catch (error) {
    await items.removeAll();
    if (!(error instanceof ConnectorError)) throw error;
    ports.log.warn('Probe failed', { mailboxId, errorCode: error.code });
    return error.message;
  } finally {
    await session.close();
  }
}
