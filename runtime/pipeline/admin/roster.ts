import { sha256Hex } from '../../domain/evidence/sha256';
import { readRosterFile } from '../../domain/mapping/roster-file';
import { recordAct } from '../audit/audit-events';
import type { ConnectorPorts } from '../connector-ports';
import { ActRefusedError } from './act-refused';
import type { AdminPorts } from './admin-ports';
import { activeMapping } from './mapping-versions';
import { actorOf, type Person } from './person';
import { noteSetup, type RosterComparison, readSetup } from './setup-state';
import { changeState, readState } from './state-blob';

const ROSTER_BLOB = 'roster.json';

interface StoredRoster {
  readonly v: 1;
  readonly at: string;
  readonly numbers: readonly string[];
}

const NO_ROSTER: StoredRoster = { v: 1, at: '', numbers: [] };

/** The users that are registered at TeleMessage, by the list that an administrator brought last. */
export interface Roster {
  readonly at: string;
  readonly numbers: ReadonlySet<string>;
}

export async function readRoster(ports: Pick<ConnectorPorts, 'stores'>): Promise<Roster | undefined> {
  const { value } = await readState(ROSTER_BLOB, NO_ROSTER, ports.stores);
  return value.at === '' ? undefined : { at: value.at, numbers: new Set(value.numbers) };
}

/** Compares the vendor's list of users with the mapping and remembers it. */
export async function uploadRoster(bytes: Buffer, person: Person, ports: AdminPorts): Promise<RosterComparison> {
  const numbers = readRosterFile(bytes);
  if (numbers === undefined)
    throw new ActRefusedError(
      'invalid',
      'no-roster',
      'The file holds no mobile number. Export the list of users from the TeleMessage portal as CSV.',
    );
  const at = (await ports.storageTime.now()).toISOString();
  await changeState<StoredRoster>(ROSTER_BLOB, NO_ROSTER, () => ({ v: 1, at, numbers: [...numbers] }), ports.stores);
  const comparison = { ...(await compareRoster({ at, numbers }, ports)), by: person.name, at, sha256: sha256Hex(bytes) };
  const before = (await readSetup(ports)).roster?.sha256 ?? '';
  await noteSetup({ roster: comparison }, ports);
  await recordAct(
    {
      ...actorOf(person),
      act: 'upload-roster',
      target: `${numbers.size} users`,
      beforeHash: before,
      afterHash: comparison.sha256,
      reason: '',
    },
    ports,
  );
  return comparison;
}

export async function compareRoster(
  roster: Roster,
  ports: AdminPorts,
): Promise<Pick<RosterComparison, 'users' | 'notMapped' | 'notRegistered'>> {
  const mapping = await activeMapping(ports.stores);
  const mapped = new Set(mapping.rows.map(({ phone }) => phone));
  return {
    users: roster.numbers.size,
    notMapped: [...roster.numbers].filter((number) => !mapped.has(number)).length,
    notRegistered: [...mapped].filter((number) => !roster.numbers.has(number)).length,
  };
}
