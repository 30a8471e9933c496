import { compareMappings, type MappingChange } from '../../domain/mapping/mapping-change';
import type { UserMapping } from '../../domain/mapping/user-mapping';
import type { Stores } from '../connector-ports';
import { loadMapping, mappingBlobName, NO_MAPPING_VERSION, readCurrentMapping } from '../mapping/current-mapping';
import { ActRefusedError } from './act-refused';

/** How a version differs from the one before it. */
export interface VersionFigures {
  readonly added: number;
  readonly removed: number;
  readonly rerouted: number;
  readonly changed: number;
}

export interface MappingVersion {
  readonly number: number;
  readonly version: string;
  readonly activatedAt: string;
  readonly activatedBy: string;
  readonly how: string;
  readonly rows: number;
  readonly isCurrent: boolean;
  /** SHA-256 of the version before it. */
  readonly previous: string;
}

/** The current version first. */
export async function mappingVersions(stores: Pick<Stores, 'state'>): Promise<{ versions: readonly MappingVersion[]; etag: string }> {
  const { current, etag } = await readCurrentMapping(stores);
  const all = [...current.history, ...(current.activatedAt === '' ? [] : [current])];
  const versions = all.map((each, index) => ({
    number: each.number,
    version: each.version,
    activatedAt: each.activatedAt,
    activatedBy: each.activatedBy,
    how: each.how,
    rows: each.rows,
    isCurrent: each === current,
    previous: all[index - 1]?.version ?? NO_MAPPING_VERSION,
  }));
  return { versions: versions.reverse(), etag };
}

/** Versions never change, so neither do their differences: read once a process. */
const figures = new Map<string, Promise<VersionFigures>>();
const MAX_KEPT = 500;

export function versionFigures(from: string, to: string, stores: Pick<Stores, 'mappings'>): Promise<VersionFigures> {
  const name = `${from}..${to}`;
  const known = figures.get(name);
  if (known !== undefined) return known;
  const computed = compare(from, to, stores);
  if (figures.size >= MAX_KEPT) figures.clear();
  figures.set(name, computed);
  computed.catch(() => figures.delete(name));
  return computed;
}

/** What a version changed in the one before it, number by number. */
export async function versionChange(
  { previous, version }: Pick<MappingVersion, 'previous' | 'version'>,
  stores: Pick<Stores, 'mappings'>,
): Promise<MappingChange> {
  const [before, after] = await Promise.all([loadMapping(stores, previous), loadMapping(stores, version)]);
  return compareMappings(before.rows, after.rows);
}

async function compare(from: string, to: string, stores: Pick<Stores, 'mappings'>): Promise<VersionFigures> {
  const change = await versionChange({ previous: from, version: to }, stores);
  const { rowsAdded, rowsRemoved, numbersRerouted, numbersChanged } = change;
  return { added: rowsAdded, removed: rowsRemoved, rerouted: numbersRerouted, changed: numbersChanged };
}

let kept: { readonly version: string; readonly mapping: UserMapping } | undefined;

/** The active mapping; a large one is not read again for every view. */
export async function activeMapping(stores: Pick<Stores, 'state' | 'mappings'>): Promise<UserMapping> {
  const { version } = (await readCurrentMapping(stores)).current;
  if (kept?.version !== version) kept = { version, mapping: await loadMapping(stores, version) };
  return kept.mapping;
}

/** The bytes of a version as they were activated. */
export async function mappingBytes(version: string, stores: Pick<Stores, 'mappings'>): Promise<Buffer> {
  const blob = await stores.mappings.get(mappingBlobName(version));
  if (blob !== undefined) return blob.content;
  throw new ActRefusedError('not-found', 'no-such-version', `There is no mapping version ${version}.`);
}
