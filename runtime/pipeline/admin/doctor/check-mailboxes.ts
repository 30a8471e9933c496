import type { DirectorySnapshot } from '../../../domain/routing/directory-snapshot';
import type { AdminPorts } from '../admin-ports';
import { userNamed } from '../directory-view';
import { asksOnce, type MailboxAnswer, opens } from '../mailbox-opens';
import { lastRefusal, mailboxRows } from '../mailbox-rows';
import { activeMapping } from '../mapping-versions';
import { readSetup } from '../setup-state';
import { type Finding, fine, notChecked, problem } from './check';
import type { Fixes } from './fixes';

/** A mailbox that somebody named, or that the configuration or the mapping names. */
export interface Candidate {
  readonly id: string;
  readonly address: string;
}

const MOST_INSIDE = 5;
const MOST_OUTSIDE = 10;

/** Mailboxes that ought to be in scope: the one that was asked for, else pilots, the last probed one, mapped ones. */
export async function insideCandidates(
  named: string | undefined,
  directory: DirectorySnapshot,
  ports: AdminPorts,
): Promise<readonly Candidate[]> {
  const addresses = named === undefined ? await knownAddresses(ports) : [named];
  return addresses.flatMap((address) => candidate(address, directory, ports) ?? []).slice(0, MOST_INSIDE);
}

async function knownAddresses(ports: AdminPorts): Promise<readonly string[]> {
  const { pilotMailboxes } = ports.options;
  if (pilotMailboxes.length > 0) return pilotMailboxes;
  const { probe } = await readSetup(ports);
  const mapped = [...new Set((await activeMapping(ports.stores)).rows.map(({ mailbox }) => mailbox))];
  return probe === undefined ? mapped : [probe.mailbox, ...mapped];
}

export function candidate(address: string, directory: DirectorySnapshot, ports: AdminPorts): Candidate | undefined {
  const found = userNamed(address.toLowerCase(), directory, ports);
  return found.kind === 'user' ? { id: found.user.id, address: found.address } : undefined;
}

/** One mailbox inside must open. Answers it too, for the probe. */
export async function checkInside(
  candidates: readonly Candidate[],
  ports: AdminPorts,
  fixes: Fixes,
): Promise<{ readonly finding: Finding; readonly opened: Candidate | undefined }> {
  let first: Finding | undefined;
  for (const each of candidates) {
    const answer = await opens(each.id, each.address, ports);
    if (answer.kind === 'opens') return { finding: fine(`${each.address} opens`), opened: each };
    first ??= refusalFinding(each.address, answer, ports, fixes);
  }
  return {
    finding: first ?? notChecked('no mailbox is known to ask', 'signal-archive doctor --mailbox <a test mailbox>'),
    opened: undefined,
  };
}

function refusalFinding(address: string, answer: Exclude<MailboxAnswer, { kind: 'opens' }>, ports: AdminPorts, fixes: Fixes): Finding {
  if (answer.kind === 'not-in-scope') {
    const scope = `${fixes.addToScope(address)}; if there is no scope yet: ${fixes.makeScope}`;
    return problem(`${address} answers 403`, ports.facts.exchange.mailAccess === 'entra' ? fixes.consent : scope);
  }
  const other = 'name another one: --mailbox <address>';
  return answer.isPermanent ? problem(`${address}: ${answer.why}`, other) : notChecked(`${address}: ${answer.why}`, other);
}

/** With an Exchange scope one mailbox outside must answer 403: otherwise the connector could write to everybody. */
export async function checkOutside(
  named: string | undefined,
  directory: DirectorySnapshot,
  ports: AdminPorts,
  fixes: Fixes,
): Promise<Finding> {
  if (ports.facts.exchange.mailAccess === 'entra')
    return fine('not limited: mailAccess is entra, every mailbox of the tenant may be opened');
  if (named !== undefined) return checkNamedOutside(named, directory, ports, fixes);
  const strangers = await strangersOf(directory, ports);
  let opened = 0;
  for (const each of strangers) {
    const answer = await asksOnce(each.id, ports);
    if (answer.kind === 'not-in-scope') return fine(`${each.address} answers 403`);
    if (answer.kind === 'opens') opened += 1;
  }
  const asked = opened === 1 ? '1 mailbox that nobody mapped opens' : `${opened} mailboxes that nobody mapped open`;
  const found = opened === 0 ? 'no mailbox outside is known to ask' : `${asked} too; perhaps in scope as well`;
  return notChecked(found, 'signal-archive doctor --outside <a mailbox that is no member of the group>');
}

async function checkNamedOutside(address: string, directory: DirectorySnapshot, ports: AdminPorts, fixes: Fixes): Promise<Finding> {
  const outside = candidate(address, directory, ports);
  if (outside === undefined) return notChecked(`"${address}" names no user of the directory inside the allowed domains`);
  const answer = await asksOnce(outside.id, ports);
  if (answer.kind === 'not-in-scope') return fine(`${outside.address} answers 403`);
  if (answer.kind !== 'opens')
    return notChecked(`${outside.address} does not open, but not for the scope: ${answer.why}`, 'name another one: --outside <address>');
  return problem(
    `${outside.address} opens: it is in scope, or a mail permission in Entra ID undoes the scope`,
    fixes.testScope(outside.address),
  );
}

/** Mailboxes that were refused before, then users that nobody mapped, named as a pilot, or delivered to. */
async function strangersOf(directory: DirectorySnapshot, ports: AdminPorts): Promise<readonly Candidate[]> {
  const rows = await mailboxRows(ports);
  const refused = rows.filter((row) => lastRefusal(row) === 'not-in-scope').map(({ key: id, address }) => ({ id, address }));
  const known = new Set([
    ...ports.options.pilotMailboxes.flatMap((address) => candidate(address, directory, ports)?.id ?? []),
    ...(await activeMapping(ports.stores)).rows.flatMap(({ mailbox }) => candidate(mailbox, directory, ports)?.id ?? []),
    ...rows.map(({ key }) => key),
  ]);
  const strangers = directory.users
    .filter(({ id, isGuest, isEnabled }) => !isGuest && isEnabled && !known.has(id))
    .flatMap(({ userPrincipalName }) => candidate(userPrincipalName, directory, ports) ?? []);
  return [...refused, ...strangers].slice(0, MOST_OUTSIDE);
}
