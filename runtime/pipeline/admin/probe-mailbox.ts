import { randomUUID } from 'node:crypto';
import type { MailboxCopy } from '../../domain/copy/mailbox-copy';
import { sha256Hex } from '../../domain/evidence/sha256';
import { ConnectorError } from '../../domain/failure/connector-error';
import { SECOND_IN_MS } from '../../domain/windows/durations';
import { recordAct } from '../audit/audit-events';
import type { ConnectorPorts } from '../connector-ports';
import { MailboxSession } from '../deliver/mailbox-session';
import { ActRefusedError } from './act-refused';
import type { AdminPorts } from './admin-ports';
import { recentDirectory, userNamed } from './directory-view';
import { actorOf, type Person } from './person';
import { noteSetup, type SetupState } from './setup-state';

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
  try {
    const key = sha256Hex(`probe ${randomUUID()}`);
    // The hidden folder: nobody sees the item, and nothing is concluded about an archive folder that was there before.
    const folder = await session.stagingFolder();
    const copy = await session.exchange.create(folder, testRequest(key, address, ports));
    const seen = await session.exchange.look(folder, key, 'import');
    await session.exchange.remove(copy.id);
    return seen.some(({ id }) => id === copy.id) ? '' : 'The test item was created, but was not found again by its key.';
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    ports.log.warn('Probe failed', { mailboxId, errorCode: error.code });
    return error.message;
  } finally {
    await session.close();
  }
}

function testRequest(key: string, address: string, ports: ConnectorPorts): Buffer {
  const now = new Date(Math.floor(ports.clock.now().getTime() / SECOND_IN_MS) * SECOND_IN_MS);
  const everybody = { name: 'Signal archive connector', address };
  const copy: MailboxCopy = {
    itemClass: `${ports.options.itemClass}.Message`,
    subject: 'Test item of the Signal archive connector',
    body: { contentType: 'text', content: 'The button "Probe" of the connector page made this item, and it is removed at once.' },
    from: everybody,
    to: [everybody],
    cc: [],
    sentAt: now,
    receivedAt: now,
    references: `<${key.slice(0, 32)}@signal.invalid>`,
    itemId: key,
    packageSha256: key,
    sourceMessageId: undefined,
    mappingVersion: '',
    originalDate: undefined,
  };
  return ports.copyFormat.request(ports.copyFormat.common(copy, []), { importKey: key, matchedBy: 'custom-mapping' }, 'import');
}
