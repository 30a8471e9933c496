import type { AuditEvent } from '../../../domain/evidence/audit-event';
import { participantKey } from '../../../domain/routing/participant-key';
import type { AdminPorts } from '../../../pipeline/admin/admin-ports';
import { mailboxRows } from '../../../pipeline/admin/mailbox-rows';
import { activeMapping, mappingVersions } from '../../../pipeline/admin/mapping-versions';
import { seenNumbers } from '../../../pipeline/admin/numbers-view';
import { runHistory } from '../../../pipeline/admin/run-list';
import { runAddress } from '../format/addresses';
import { runTitle } from '../format/run-words';

/** What a person calls the target of an act. The chain of events holds ids only, so that it may outlive the names. */
export interface TargetName {
  readonly text: string;
  readonly kind: 'mailbox' | 'number' | 'run' | 'version';
  /** Where it is shown; '' where it is not. */
  readonly to: string;
}

/** By what stands in the target: object id, first 16 digits of a number's key, id of a run, SHA-256 of a version. */
export type TargetNames = ReadonlyMap<string, TargetName>;

/** Names of what some events are about, as far as they are still known. */
export async function targetNames(events: readonly Pick<AuditEvent, 'target'>[], ports: AdminPorts): Promise<TargetNames> {
  const speaksOf = (word: string): boolean => events.some(({ target }) => target.includes(word));
  const lists = await Promise.all([
    speaksOf('mailbox ') ? mailboxNames(ports) : [],
    speaksOf('number ') ? numberNames(ports) : [],
    speaksOf('run ') ? runNames(ports) : [],
    events.some(({ target }) => /^[0-9a-f]{64}$/.test(target)) ? versionNames(ports) : [],
  ]);
  return new Map(lists.flat());
}

type Named = readonly (readonly [string, TargetName])[];

async function mailboxNames(ports: AdminPorts): Promise<Named> {
  return (await mailboxRows(ports)).map(({ key, address }) => [key, { text: address, kind: 'mailbox', to: '' }]);
}

const KEY_LENGTH = 16;

/** Answered numbers and those of the mapping: no act names another. */
async function numberNames(ports: AdminPorts): Promise<Named> {
  const [notOurs, mapping] = await Promise.all([seenNumbers('not-ours', ports), activeMapping(ports.stores)]);
  const mapped = mapping.rows.map(({ phone }) => ({ key: participantKey({ name: '', phone, address: undefined }), shown: phone }));
  return [...mapped, ...notOurs].map(({ key, shown }) => [key.slice(0, KEY_LENGTH), { text: shown, kind: 'number', to: '' }]);
}

async function runNames(ports: AdminPorts): Promise<Named> {
  return (await runHistory(ports)).map((run) => [run.runId, { text: runTitle(run), kind: 'run', to: runAddress(run.runId) }]);
}

async function versionNames(ports: AdminPorts): Promise<Named> {
  const { versions } = await mappingVersions(ports.stores);
  return versions.map(({ version, number }) => [version, { text: `version ${number}`, kind: 'version', to: `/mapping/${number}` }]);
}
