import type { MappingChange } from '../../domain/mapping/mapping-change';
import { type MappingFile, readMappingFile } from '../../domain/mapping/mapping-file';
import type { ConnectorPorts } from '../connector-ports';
import { type Activation, activateMapping } from '../mapping/activate-mapping';
import { readCurrentMapping } from '../mapping/current-mapping';
import { ActRefusedError } from './act-refused';
import type { AdminPorts } from './admin-ports';
import { heldIndex } from './held-index';
import { type MappingPreview, previewMapping } from './mapping-preview';
import { mappingBytes } from './mapping-versions';
import { openDueReplay } from './open-replay';
import type { Person } from './person';
import { forgetRecent } from './recently';

/** An uploaded file waits here until it is activated; the container deletes what is old. */
const uploadName = (version: string): string => `mapping-uploads/${version}.csv`;

export interface CheckedUpload {
  readonly file: MappingFile;
  /** Undefined when the file is refused. */
  readonly preview: MappingPreview | undefined;
  /** ETag of the active version that it was compared with. */
  readonly seen: string;
}

export interface ActivationOrder {
  readonly version: string;
  readonly reason: string;
  readonly isConfirmed: boolean;
  /** ETag of the active version that the person saw; undefined = whatever is current. */
  readonly seen: string | undefined;
}

export interface ActivatedMapping {
  readonly version: string;
  readonly isUnchanged: boolean;
  readonly rows: number;
  /** The run that takes up what was held for want of a row; '' when nothing was. */
  readonly replayRun: string;
}

/** Checks a file line by line and keeps it, so that exactly these bytes can be activated by their hash. `days`: how far back items are counted. */
export async function uploadMapping(bytes: Buffer, ports: AdminPorts, days?: number): Promise<CheckedUpload> {
  const file = readMappingFile(bytes);
  const { etag } = await readCurrentMapping(ports.stores);
  if (file.state === 'refused') return { file, preview: undefined, seen: etag };
  await ports.stores.work.put(uploadName(file.version), bytes);
  return { file, preview: await previewMapping(file.rows, ports, days), seen: etag };
}

/** Makes an uploaded or an earlier version the current one, and imports what was only held for want of its rows. */
export async function activateVersion(order: ActivationOrder, person: Person, ports: AdminPorts): Promise<ActivatedMapping> {
  refuseWhenOwned(order.version, ports);
  const upload = await ports.stores.work.get(uploadName(order.version));
  const bytes = upload?.content ?? (await mappingBytes(order.version, ports.stores));
  return activate(bytes, order, { act: 'activate-mapping', how: 'file' }, person, ports);
}

export async function rollBack(order: ActivationOrder, number: number, person: Person, ports: AdminPorts): Promise<ActivatedMapping> {
  refuseWhenOwned(order.version, ports);
  const bytes = await mappingBytes(order.version, ports.stores);
  return activate(bytes, order, { act: 'roll-back-mapping', how: `roll back to ${number}` }, person, ports);
}

export interface ActivationKind {
  readonly act: 'activate-mapping' | 'roll-back-mapping' | 'map';
  readonly how: string;
}

export async function activate(
  bytes: Buffer,
  order: ActivationOrder,
  kind: ActivationKind,
  person: Person,
  ports: ConnectorPorts,
): Promise<ActivatedMapping> {
  const { version, reason, isConfirmed, seen } = order;
  const activation = await activateMapping(
    {
      bytes,
      actor: person.id,
      role: person.role,
      reason,
      approver: '',
      confirm: isConfirmed ? version : '',
      ...kind,
      ...(seen === undefined ? {} : { seen }),
    },
    ports,
  );
  if (activation.kind === 'refused' || activation.kind === 'needs-confirmation') throw refusal(activation);
  forgetRecent(ports);
  const isUnchanged = activation.kind === 'unchanged';
  const replayRun =
    isUnchanged || !(await hasWaiting(activation.file.version, ports)) ? '' : (await openDueReplay(person, ports)).partition;
  return { version: activation.file.version, isUnchanged, rows: activation.file.rows.length, replayRun };
}

/** Items that were judged with another version and wait for a mailbox. */
async function hasWaiting(version: string, ports: ConnectorPorts): Promise<boolean> {
  const { open } = await heldIndex(ports);
  return open.some((row) => (row.reason === 'unmatched' || row.reason === 'ambiguous') && row.mappingVersion !== version);
}

function refusal(activation: Extract<Activation, { kind: 'refused' | 'needs-confirmation' }>): ActRefusedError {
  if (activation.kind === 'refused') {
    const { problems, problemCount } = activation.file;
    return new ActRefusedError('invalid', 'mapping-refused', `The mapping file has ${problemCount} problems that refuse it.`, { problems });
  }
  const { reasons, numbersRerouted, rowsRemoved } = activation.change;
  return new ActRefusedError('needs-confirmation', 'confirmation-needed', confirmationText(activation.change), {
    reasons,
    numbersRerouted,
    rowsRemoved,
  });
}

/** Why a second step is asked for, in one sentence. */
export function confirmationText({ reasons }: Pick<MappingChange, 'reasons'>): string {
  const text = reasons.map(reasonText).join(' and ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}. Confirm that this is meant.`;
}

function reasonText(reason: MappingChange['reasons'][number]): string {
  switch (reason.kind) {
    case 'empty':
      return 'the file has no rows';
    case 'shrinks':
      return `${reason.before - reason.after} of ${reason.before} rows go`;
    case 're-routes':
      return reason.numbers === 1 ? '1 number is re-routed' : `${reason.numbers} numbers are re-routed`;
  }
}

/** The stack's own deployment activates its file through this very API; nobody else changes the mapping then. */
export function refuseWhenOwned(version: string, ports: Pick<AdminPorts, 'facts'>): void {
  const owned = ports.facts.mappingOwnedBy;
  if (owned === '' || owned === version) return;
  throw new ActRefusedError(
    'conflict',
    'mapping-owned-by-stack',
    'The configuration of the stack owns the mapping: change its mappingFile in the repository and deploy it.',
  );
}
