import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extentDatabase, extentsUsed } from './azurite-extents';

/** Written when Azurite has closed all its stores; removed at the next start. Without it some seconds of each store may be missing. */
export const CLEAN_SHUTDOWN_MARKER = 'clean-shutdown';

/**
 * Stays from a start that found no mark of a clean end until a start has taken the stores for what they are: commands that only read open and
 * close them too, and their clean end says nothing of what was lost before.
 */
const DISTRUST_MARKER = 'not-trusted-yet';

/** Says which process serves the folder, and where. */
export const LOCK_FILE = 'azurite.lock';

/** Files of Azurite 3.37 that belong together: content without its index, or an index without its content, is of no use. */
const STORES: readonly AzuriteStore[] = [
  { index: '__azurite_db_blob__.json', extents: { index: '__azurite_db_blob_extent__.json', folder: '__blobstorage__' } },
  { index: '__azurite_db_queue__.json', extents: { index: '__azurite_db_queue_extent__.json', folder: '__queuestorage__' } },
  { index: '__azurite_db_table__.json', extents: undefined },
];

interface AzuriteStore {
  readonly index: string;
  readonly extents: { readonly index: string; readonly folder: string } | undefined;
}

export interface PreparedFolder {
  /** Everything that Azurite has ever answered is in the folder, or a start has made up for what is not; also true for a new folder. */
  readonly wasCleanShutdown: boolean;
  /** Damaged files, now in a folder of their own inside the data folder; their stores begin empty. */
  readonly setAside: readonly string[];
}

/** Makes a folder ready for a start, whatever its last end was. Call it only while nobody serves the folder. */
export function prepareFolder(folder: string): PreparedFolder {
  mkdirSync(folder, { recursive: true });
  const marker = join(folder, CLEAN_SHUTDOWN_MARKER);
  const endedCleanly = existsSync(marker) || isUnused(folder);
  if (!endedCleanly) writeFileSync(join(folder, DISTRUST_MARKER), new Date().toISOString());
  rmSync(marker, { force: true });
  return { wasCleanShutdown: !existsSync(join(folder, DISTRUST_MARKER)), setAside: endedCleanly ? [] : repairFolder(folder) };
}

/** A start has taken the stores for what they are: what it works on from now on looks before it creates. */
export function trustFolder(folder: string): void {
  rmSync(join(folder, DISTRUST_MARKER), { force: true });
}

/** The next start looks at everything, whatever the last end said of itself. */
export function distrustFolder(folder: string): void {
  rmSync(join(folder, CLEAN_SHUTDOWN_MARKER), { force: true });
}

const isUnused = (folder: string): boolean => !readdirSync(folder).some((name) => /^__(azurite|blobstorage|queuestorage)/.test(name));

/** Sets damaged stores aside and writes the extent indexes anew, so that Azurite starts; answers the names of what was set aside. */
export function repairFolder(folder: string): string[] {
  const setAside: string[] = [];
  for (const { index, extents } of STORES) {
    const files = [index, ...(extents === undefined ? [] : [extents.index, extents.folder])].filter((name) =>
      existsSync(join(folder, name)),
    );
    if (files.length === 0) continue;
    if (isUsable(folder, index, extents?.folder)) {
      if (extents !== undefined) rebuildExtentIndex(folder, extents);
      continue;
    }
    const aside = join(folder, `damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
    mkdirSync(aside, { recursive: true });
    for (const name of files) renameSync(join(folder, name), join(aside, name));
    setAside.push(...files);
  }
  return setAside;
}

/** The index can be read, and everything it points to is there. */
function isUsable(folder: string, index: string, extentFolder: string | undefined): boolean {
  let database: unknown;
  try {
    database = JSON.parse(readFileSync(join(folder, index), 'utf8'));
  } catch {
    return false;
  }
  if (extentFolder === undefined) return true;
  for (const [id, bytes] of extentsUsed(database)) {
    const size = statSync(join(folder, extentFolder, id), { throwIfNoEntry: false })?.size;
    if (size === undefined || size < bytes) return false;
  }
  return true;
}

/** Azurite saves its two indexes one after the other: killed in between, the content is there and the extent index does not know it. */
function rebuildExtentIndex(folder: string, extents: { readonly index: string; readonly folder: string }): void {
  const content = join(folder, extents.folder);
  const files = existsSync(content) ? readdirSync(content).map((name) => ({ name, bytes: statSync(join(content, name)).size })) : [];
  writeFileSync(join(folder, extents.index), JSON.stringify(extentDatabase(files, Date.now())));
}
