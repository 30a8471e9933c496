import { readMappingFile } from '../../domain/mapping/mapping-file';
import { createUserMapping, type UserMapping } from '../../domain/mapping/user-mapping';
import type { Stores } from '../connector-ports';
import { MappingDamagedError } from '../pipeline-errors';

export const CURRENT_MAPPING_BLOB = 'mapping-current.json';
/** Version of "no custom mapping": SHA-256 of no bytes. */
export const NO_MAPPING_VERSION = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** The pointer that is swapped by ETag when a version is activated. */
export interface CurrentMapping {
  readonly v: 1;
  readonly version: string;
  readonly activatedAt: string;
  readonly activatedBy: string;
  readonly rows: number;
  /** From 1; people speak of "version 14". */
  readonly number: number;
  /** Where it came from: `file`, a number that was mapped, a version that was rolled back to. */
  readonly how: string;
  /** Versions that were active before, the oldest first, each with the time when the next one took over. */
  readonly history: readonly PastMapping[];
}

export interface PastMapping {
  readonly version: string;
  readonly activatedAt: string;
  readonly activatedBy: string;
  readonly activeUntil: string;
  readonly rows: number;
  readonly number: number;
  readonly how: string;
}

export interface StoredCurrentMapping {
  readonly current: CurrentMapping;
  /** '' when there was none. */
  readonly etag: string;
}

const NO_MAPPING: CurrentMapping = {
  v: 1,
  version: NO_MAPPING_VERSION,
  activatedAt: '',
  activatedBy: '',
  rows: 0,
  number: 0,
  how: '',
  history: [],
};

export async function readCurrentMapping(stores: Pick<Stores, 'state'>): Promise<StoredCurrentMapping> {
  const blob = await stores.state.get(CURRENT_MAPPING_BLOB);
  if (blob === undefined) return { current: NO_MAPPING, etag: '' };
  return { current: JSON.parse(blob.content.toString('utf8')) as CurrentMapping, etag: blob.etag };
}

export const mappingBlobName = (version: string): string => `versions/${version}.csv`;

/** A version as it was activated; its bytes were checked then. Throws when it is not there: routing without it would misroute. */
export async function loadMapping(stores: Pick<Stores, 'mappings'>, version: string): Promise<UserMapping> {
  if (version === NO_MAPPING_VERSION) return createUserMapping([], version);
  const blob = await stores.mappings.get(mappingBlobName(version));
  if (blob === undefined) throw new MappingDamagedError(version, 'it is not there');
  const file = readMappingFile(blob.content);
  if (file.version !== version) throw new MappingDamagedError(version, `its bytes hash to ${file.version}`);
  return createUserMapping(file.rows, version);
}
