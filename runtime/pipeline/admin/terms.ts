import { recordAct } from '../audit/audit-events';
import type { ConnectorPorts } from '../connector-ports';
import { actorOf, type Person } from './person';
import { noteSetup, readSetup, type SetupState } from './setup-state';

/** Once accepted, accepted: a process asks the store until then. */
const accepted = new WeakSet<object>();

/** Nothing is delivered before an administrator has accepted the terms. Local mode delivers to simulated mailboxes and needs none. */
export async function mayDeliver(ports: Pick<ConnectorPorts, 'stores' | 'options'>): Promise<boolean> {
  if (!ports.options.needsTerms || accepted.has(ports.stores)) return true;
  if ((await readSetup(ports)).terms === undefined) return false;
  accepted.add(ports.stores);
  return true;
}

/** Recorded once: a second acceptance of the same text changes nothing. */
export async function acceptTerms(sha256: string, person: Person, ports: ConnectorPorts): Promise<SetupState> {
  const setup = await readSetup(ports);
  if (setup.terms?.sha256 === sha256) return setup;
  await recordAct({ ...actorOf(person), act: 'accept-terms', target: sha256, afterHash: sha256, reason: '' }, ports);
  return noteSetup({ terms: { by: person.name, at: (await ports.storageTime.now()).toISOString(), sha256 } }, ports);
}
