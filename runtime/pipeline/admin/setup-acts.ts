import { sha256Hex } from '../../domain/evidence/sha256';
import { ConnectorError } from '../../domain/failure/connector-error';
import { atOnce } from '../at-once';
import { recordAct } from '../audit/audit-events';
import { ActRefusedError } from './act-refused';
import type { AdminPorts } from './admin-ports';
import { recentDirectory, userNamed } from './directory-view';
import { opens } from './mailbox-opens';
import { activeMapping } from './mapping-versions';
import { actorOf, type Person } from './person';
import { forgetRecent } from './recently';
import { type CheckResult, noteSetup, type ScopeCheck, type SetupState } from './setup-state';

const TEST_LIMIT_IN_MS = 60_000;

/** Signs in at the source and lists, without reading a package. */
export async function testSource(person: Person, ports: AdminPorts): Promise<CheckResult> {
  await recordAct({ ...actorOf(person), act: 'test-source', target: ports.facts.sourceKind, reason: '' }, ports);
  const detail = await sourceProblem(ports);
  const at = (await ports.storageTime.now()).toISOString();
  const result = { by: person.name, at, isPassed: detail === '', detail: detail === '' ? 'signed in and listed' : detail };
  await noteSetup({ sourceTest: result }, ports);
  forgetRecent(ports);
  return result;
}

async function sourceProblem(ports: AdminPorts): Promise<string> {
  try {
    await ports.source.check(AbortSignal.timeout(TEST_LIMIT_IN_MS));
    return '';
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    ports.log.warn('Source test failed', { errorCode: error.code });
    return error.message;
  }
}

const MAX_CHECKED_MAILBOXES = 300;
const CHECKED_AT_ONCE = 6;

/** Asks each mapped mailbox whether it opens. One that a worker is delivering to does. */
export async function checkScope(person: Person, ports: AdminPorts): Promise<ScopeCheck> {
  const directory = await recentDirectory(ports);
  const addresses = [...new Set((await activeMapping(ports.stores)).rows.map(({ mailbox }) => mailbox))];
  const users = addresses.flatMap((address) => {
    const found = userNamed(address, directory, ports);
    return found.kind === 'user' ? [{ id: found.user.id, address }] : [];
  });
  const checked = users.slice(0, MAX_CHECKED_MAILBOXES);
  const answers = await atOnce(CHECKED_AT_ONCE, checked, async (user) => ({ ...user, why: await whyClosed(user.id, user.address, ports) }));
  const at = (await ports.storageTime.now()).toISOString();
  const scope: ScopeCheck = {
    by: person.name,
    at,
    inScope: answers.filter(({ why }) => why === '').length,
    outOfScope: answers.filter(({ why }) => why === 'not-in-scope').map(({ address }) => address),
    unavailable: answers.filter(({ why }) => why === 'mailbox-unavailable').map(({ address }) => address),
    unchecked: users.length - checked.length + answers.filter(({ why }) => why === 'unknown').length,
  };
  await noteSetup({ scope }, ports);
  forgetRecent(ports);
  return scope;
}

async function whyClosed(mailboxId: string, address: string, ports: AdminPorts): Promise<string> {
  const answer = await opens(mailboxId, address, ports);
  if (answer.kind === 'opens') return '';
  if (answer.kind === 'not-in-scope') return 'not-in-scope';
  return answer.isPermanent ? 'mailbox-unavailable' : answer.lastReason || 'unknown';
}

/** The connector cannot read holds and retention: a person says that they are there. */
export async function attestHold(statement: string, person: Person, ports: AdminPorts): Promise<SetupState> {
  if (statement.trim() === '')
    throw new ActRefusedError(
      'invalid',
      'no-statement',
      'Say what is on hold or retained, for example "Litigation hold on all mapped mailboxes".',
    );
  const at = (await ports.storageTime.now()).toISOString();
  await recordAct({ ...actorOf(person), act: 'attest-hold', target: 'hold', afterHash: sha256Hex(statement), reason: statement }, ports);
  return noteSetup({ hold: { by: person.name, at, statement } }, ports);
}

/** Writes the line that the alert rule `test` looks for; the alert arrives like any other, within minutes. */
export async function sendTestAlert(person: Person, ports: AdminPorts): Promise<SetupState> {
  const event = await recordAct(
    { ...actorOf(person), act: 'send-test-alert', target: `${ports.facts.alertRecipients.length} recipients`, reason: '' },
    ports,
  );
  ports.log.error('Test alert', { sequence: event.sequence });
  return noteSetup({ alerts: { by: person.name, at: event.at } }, ports);
}

/** The administrator has reviewed every effective setting; what changes later is shown. */
export async function finishSetup(person: Person, ports: AdminPorts): Promise<SetupState> {
  const settings = Object.fromEntries(ports.facts.settings.map(({ key, value }) => [key, value]));
  const at = (await ports.storageTime.now()).toISOString();
  await recordAct(
    { ...actorOf(person), act: 'finish-setup', target: 'setup', afterHash: sha256Hex(JSON.stringify(settings)), reason: '' },
    ports,
  );
  return noteSetup({ finished: { by: person.name, at, settings } }, ports);
}
