import type { AdminPorts } from '../admin-ports';
import { type Finding, fine, notChecked, problem } from './check';

const LIMIT_IN_MS = 45_000;
const WARNING_DAYS = 30;
const DAY_IN_MS = 86_400_000;
const WITHOUT_CREDENTIAL = new Set(['landing', 'directory']);

/** What signs in at the source is there, was set by somebody, and does not end soon. */
export async function checkCredential(ports: AdminPorts, fix: string): Promise<Finding> {
  const { facts, clock } = ports;
  if (WITHOUT_CREDENTIAL.has(facts.sourceKind)) return fine(`a ${facts.sourceKind} source needs none`);
  const { username, changedAt } = await ports.credential(AbortSignal.timeout(LIMIT_IN_MS));
  if (username === facts.unsetUserName) return problem('nobody has set it yet', fix);
  const set = changedAt === undefined ? 'set' : `set on ${changedAt.toISOString().slice(0, 10)}`;
  const ends = facts.credentialExpiresOn;
  if (ends === undefined) return fine(set);
  const days = Math.floor((ends.getTime() - clock.now().getTime()) / DAY_IN_MS);
  const day = ends.toISOString().slice(0, 10);
  if (days >= WARNING_DAYS) return fine(`${set}, good until ${day}`);
  return problem(days < 0 ? `it ended on ${day}` : `it ends on ${day}, in ${days} days`, `${fix}, and the new credentialExpiresOn`);
}

/** Signs in and lists, without reading a package. */
export async function checkSource({ source, facts }: AdminPorts): Promise<Finding> {
  await source.check(AbortSignal.timeout(LIMIT_IN_MS));
  return fine(`${facts.sourceKind} source ${facts.sourceHost} signed us in and listed`);
}

/** Whether reports can be signed, and the signature is taken for genuine. */
export async function checkSigningKey({ signer }: AdminPorts, fix: string): Promise<Finding> {
  const content = Buffer.from('doctor');
  const keyId = await signer.keyId();
  const isGenuine = await signer.verify(content, await signer.sign(content), keyId);
  return isGenuine ? fine('signs, and its signature is genuine') : problem('its own signature is not taken for genuine', fix);
}

export const sourceNotHere = (): Finding => notChecked('the process that works on this folder has the source; end it to check');
