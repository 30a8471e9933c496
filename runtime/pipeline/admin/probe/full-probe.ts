import type { MessageFlags } from '../../../domain/copy/mailbox-copy';
import { ConnectorError } from '../../../domain/failure/connector-error';
import type { DirectorySnapshot, DirectoryUser } from '../../../domain/routing/directory-snapshot';
import { recordAct } from '../../audit/audit-events';
import { MailboxSession } from '../../deliver/mailbox-session';
import { ActRefusedError } from '../act-refused';
import type { AdminPorts } from '../admin-ports';
import { recentDirectory, userNamed } from '../directory-view';
import { checkOutside } from '../doctor/check-mailboxes';
import { fixesOf } from '../doctor/fixes';
import { actorOf, type Person } from '../person';
import { noteSetup } from '../setup-state';
import { type Answer, asExpected, notAnswered, otherwise } from './answer';
import { askAttach, askInline, askMove, askVisible } from './ask-changes';
import { askFlags, classAnswer, dateAnswer, isReadAndSent, peopleAnswer } from './ask-creation';
import { type Learnt, type Switch, switchesOf } from './switches';
import { TestItems } from './test-items';

export interface FullProbeRequest {
  /** A mailbox for tests. */
  readonly mailbox: string;
  /** A mailbox that ought to answer 403; default: somebody whom nobody mapped. */
  readonly outside?: string | undefined;
}

/** What a test mailbox answered, and the switches that follow. */
export interface FullProbe {
  readonly mailbox: string;
  readonly by: string;
  /** ISO, UTC. */
  readonly at: string;
  readonly answers: readonly Answer[];
  readonly switches: readonly Switch[];
  readonly itemsMade: number;
  /** Items that could not be removed. */
  readonly itemsLeft: number;
  /** `change`: a switch has to be set, or something is not as the connector expects it. */
  readonly state: 'as-configured' | 'change';
}

/**
 * Asks a test mailbox everything that only the tenant itself can answer: makes items in the hidden staging folder, adds to them, moves one,
 * and removes them all. Throws `ActRefusedError` for an address that names no mailbox, or one that is delivered to at this moment.
 */
export async function fullProbe(request: FullProbeRequest, person: Person, ports: AdminPorts): Promise<FullProbe> {
  const directory = await recentDirectory(ports);
  const found = userNamed(request.mailbox.toLowerCase(), directory, ports);
  if (found.kind !== 'user')
    throw new ActRefusedError(
      'invalid',
      'no-mailbox',
      `"${request.mailbox}" names no user of the directory inside the allowed domains. Give a mailbox for tests of your organisation.`,
    );
  const session = await MailboxSession.open(found.user.id, found.address, ports);
  if (session === undefined)
    throw new ActRefusedError(
      'conflict',
      'mailbox-busy',
      'A worker is delivering to this mailbox at this moment. Probe again when the run is done.',
    );
  const items = new TestItems(session, found.address, ports);
  let learnt: Learnt;
  let itemsLeft = 0;
  try {
    await recordAct({ ...actorOf(person), act: 'probe', target: `mailbox ${found.user.id}`, reason: '' }, ports);
    learnt = await askMailbox(found.user, items, session, ports);
  } finally {
    itemsLeft = await items.removeAll();
    await session.close();
  }
  const outside = await outsideAnswer(request.outside, directory, ports);
  return resultOf({ ...learnt, answers: [...learnt.answers, outside] }, { items, itemsLeft, mailbox: found.address }, person, ports);
}

async function askMailbox(user: DirectoryUser, items: TestItems, session: MailboxSession, ports: AdminPorts): Promise<Learnt> {
  try {
    await session.exchange.probe();
    return await askItems(user, items, session, ports);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    ports.log.warn('Probe failed', { mailboxId: session.mailboxId, errorCode: error.code });
    return { flags: undefined, visibleAfterMs: undefined, answers: [otherwise('scope-inside', error.message)] };
  }
}

async function askItems(user: DirectoryUser, items: TestItems, session: MailboxSession, ports: AdminPorts): Promise<Learnt> {
  const configured = ports.facts.exchange.messageFlags;
  const { answer, best } = await askFlags(configured, items);
  if (best === undefined) return { flags: undefined, visibleAfterMs: undefined, answers: [asExpected('scope-inside', 'yes'), answer] };
  const flags: MessageFlags = best.flags;
  const inline = await askInline(flags, items, session);
  const visible = await askVisible(flags, items, ports);
  const changes =
    best.shown.isDraft === true ? ONLY_DRAFTS : [...(await askAttach(best.item, items, session)), await askMove(best.item, items, session)];
  return {
    flags: isReadAndSent(best) ? flags : undefined,
    visibleAfterMs: visible.afterMs,
    answers: [
      asExpected('scope-inside', 'yes'),
      answer,
      dateAnswer(best),
      classAnswer(best),
      peopleAnswer(best),
      inline,
      visible.answer,
      ...changes,
      await aliasAnswer(user, session, ports),
    ],
  };
}

/** What may be done to a message that is no draft cannot be asked of one that is. */
const ONLY_DRAFTS: readonly Answer[] = (['attach', 'upload', 'move'] as const).map((id) => notAnswered(id, 'Exchange makes drafts only'));

/** For the record only: the connector addresses mailboxes by their object id. */
async function aliasAnswer(user: DirectoryUser, session: MailboxSession, ports: AdminPorts): Promise<Answer> {
  const alias = user.addresses.find((address) => address !== user.userPrincipalName.toLowerCase());
  if (alias === undefined) return notAnswered('alias', 'the user has no other address');
  try {
    await ports.exchange.mailbox(alias, session.gate).probe();
    return asExpected('alias', 'yes; the connector does not rely on it');
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return asExpected('alias', 'no; the connector does not rely on it');
  }
}

async function outsideAnswer(named: string | undefined, directory: DirectorySnapshot, ports: AdminPorts): Promise<Answer> {
  const { state, found, fix } = await checkOutside(named, directory, ports, fixesOf(ports));
  if (state === 'ok') return asExpected('scope-outside', found);
  return state === 'problem' ? otherwise('scope-outside', `${found}: ${fix}`) : notAnswered('scope-outside', found);
}

interface Probed {
  readonly items: TestItems;
  readonly itemsLeft: number;
  readonly mailbox: string;
}

async function resultOf(learnt: Learnt, { items, itemsLeft, mailbox }: Probed, person: Person, ports: AdminPorts): Promise<FullProbe> {
  const { options, facts } = ports;
  const switches = switchesOf(learnt, { ...options, messageFlags: facts.exchange.messageFlags });
  const at = (await ports.storageTime.now()).toISOString();
  const isChange = switches.some(({ current, value }) => value !== undefined && value !== current) || learnt.answers.some(isUnsettled);
  const detail = learnt.answers.filter(({ state }) => state === 'otherwise').map(({ id }) => id);
  await noteSetup(
    {
      probe: {
        by: person.name,
        at,
        mailbox,
        isPassed: !isChange,
        detail: isChange ? `otherwise than expected: ${detail.join(', ')}` : 'everything as configured',
      },
    },
    ports,
  );
  return {
    mailbox,
    by: person.name,
    at,
    answers: learnt.answers,
    switches,
    itemsMade: items.count,
    itemsLeft,
    state: isChange ? 'change' : 'as-configured',
  };
}

/** Answered by a switch when the switch stands as it should; everything else that is otherwise needs somebody. */
const SETTLED_BY_A_SWITCH: ReadonlySet<string> = new Set(['flags', 'attach', 'upload', 'move', 'visible']);
const isUnsettled = ({ id, state }: Answer): boolean => state === 'otherwise' && !SETTLED_BY_A_SWITCH.has(id);
