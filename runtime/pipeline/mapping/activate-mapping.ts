import { compareMappings, type MappingChange } from '../../domain/mapping/mapping-change';
import { type MappingFile, readMappingFile } from '../../domain/mapping/mapping-file';
import { BlobChangedError } from '../../ports/storage-errors';
import { recordAct } from '../audit/audit-events';
import type { ConnectorPorts } from '../connector-ports';
import {
  CURRENT_MAPPING_BLOB,
  type CurrentMapping,
  loadMapping,
  mappingBlobName,
  readCurrentMapping,
  type StoredCurrentMapping,
} from './current-mapping';

/** How many versions the pointer remembers; each stays in the container for ever. */
const MAX_HISTORY = 50;

export interface ActivationRequest {
  readonly bytes: Buffer;
  readonly actor: string;
  readonly role: string;
  readonly reason: string;
  readonly approver: string;
  /** SHA-256 of the file, to confirm a change that asks for it (empty, much smaller, re-routed numbers); '' otherwise. */
  readonly confirm: string;
  /** What the administrator did; default: activated a file. */
  readonly act?: 'activate-mapping' | 'roll-back-mapping' | 'map';
  /** Where the version came from, for the history; default `file`. */
  readonly how?: string;
  /** ETag of the pointer that the person saw; undefined = whatever is current. */
  readonly seen?: string;
}

export type Activation =
  | { readonly kind: 'refused'; readonly file: MappingFile }
  | { readonly kind: 'needs-confirmation'; readonly file: MappingFile; readonly change: MappingChange }
  /** The active version has these very bytes. */
  | { readonly kind: 'unchanged'; readonly file: MappingFile }
  | { readonly kind: 'activated'; readonly file: MappingFile; readonly change: MappingChange; readonly previous: string };

/**
 * Checks a whole mapping file and makes it the current version. Versions are named by their content; the pointer to the current one is swapped
 * by ETag, so of two activations at once the second compares itself with the first.
 */
export async function activateMapping(request: ActivationRequest, ports: ConnectorPorts): Promise<Activation> {
  const file = readMappingFile(request.bytes);
  if (file.state === 'refused') return { kind: 'refused', file };
  const stored = await readCurrentMapping(ports.stores);
  if (request.seen !== undefined && request.seen !== stored.etag) throw new BlobChangedError('state', CURRENT_MAPPING_BLOB);
  if (stored.current.version === file.version) return { kind: 'unchanged', file };
  const before = await loadMapping(ports.stores, stored.current.version);
  const change = compareMappings(before.rows, file.rows);
  if (change.needsConfirmation && request.confirm !== file.version && !isFirst(stored)) return { kind: 'needs-confirmation', file, change };
  await storeVersion(file.version, request.bytes, ports);
  await swap(stored, file, request, ports);
  ports.log.info('Mapping activated', { mappingVersion: file.version, previous: stored.current.version, rows: file.rows.length });
  return { kind: 'activated', file, change, previous: stored.current.version };
}

/** The first file replaces nothing, so nothing can get lost by it. */
const isFirst = (stored: StoredCurrentMapping): boolean => stored.current.activatedAt === '';

async function storeVersion(version: string, bytes: Buffer, ports: ConnectorPorts): Promise<void> {
  try {
    await ports.stores.mappings.create(mappingBlobName(version), bytes, { sha256: version });
  } catch (error) {
    // These very bytes were active before; the name is their hash.
    if (!(error instanceof BlobChangedError)) throw error;
  }
}

async function swap(stored: StoredCurrentMapping, file: MappingFile, request: ActivationRequest, ports: ConnectorPorts): Promise<void> {
  const now = (await ports.storageTime.now()).toISOString();
  const { version, activatedAt, activatedBy, rows, number, how } = stored.current;
  const past = isFirst(stored) ? [] : [{ version, activatedAt, activatedBy, activeUntil: now, rows, number, how }];
  const current: CurrentMapping = {
    v: 1,
    version: file.version,
    activatedAt: now,
    activatedBy: request.actor,
    rows: file.rows.length,
    number: number + 1,
    how: request.how ?? 'file',
    history: [...stored.current.history, ...past].slice(-MAX_HISTORY),
  };
  const content = Buffer.from(JSON.stringify(current));
  if (stored.etag === '') await ports.stores.state.create(CURRENT_MAPPING_BLOB, content);
  else await ports.stores.state.swap(CURRENT_MAPPING_BLOB, content, stored.etag);
  const { actor, role, reason, approver } = request;
  await recordAct(
    {
      actor,
      role,
      act: request.act ?? 'activate-mapping',
      target: file.version,
      beforeHash: version,
      afterHash: file.version,
      reason,
      approver,
    },
    ports,
  );
}
