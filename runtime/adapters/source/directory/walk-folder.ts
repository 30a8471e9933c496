import type { BigIntStats, Dirent } from 'node:fs';
import { constants } from 'node:fs';
import { access, lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListingBuilder } from '../package-files';

/** What a file system answers, e.g. `EACCES`; the message of the error itself holds the path. */
export function systemCode(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? 'unknown error';
}

/** Changes with every write: modified time in nanoseconds and size. */
export function fileStamp(stats: BigIntStats): string {
  return `${stats.mtimeNs}-${stats.size}`;
}

/**
 * Adds every package below a folder to the listing, folder by folder, one directory entry in memory at a time. Links are not followed.
 * What cannot be read is a problem of the listing and stops nothing; only `root` itself must be readable.
 */
export async function walkFolder(root: string, listing: ListingBuilder, signal: AbortSignal): Promise<void> {
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    try {
      for await (const entry of await opendir(join(root, folder))) {
        signal.throwIfAborted();
        const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) folders.push(name);
        else await addFile(root, name, entry, listing);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (folder === '') throw error;
      listing.report('unreadable-file', folder, `the folder cannot be read (${systemCode(error)})`);
    }
  }
}

async function addFile(root: string, name: string, entry: Dirent, listing: ListingBuilder): Promise<void> {
  if (entry.isSymbolicLink()) return listing.report('symbolic-link', name, 'links are not followed; put the file itself into the folder');
  if (!listing.accepts(name)) return;
  if (!entry.isFile()) return listing.report('not-a-file', name, 'a device, pipe or socket');
  // A name that is no valid UTF-8 was decoded with replacement characters: opened by that text, it is not found, and so it is reported.
  const stats = await readableStats(join(root, name)).catch((error: unknown) => systemCode(error));
  if (typeof stats === 'string') return listing.report('unreadable-file', name, `the file cannot be read (${stats})`);
  listing.add({ name, bytes: Number(stats.size), stamp: fileStamp(stats), arrivedAt: undefined, modifiedAt: stats.mtime });
}

async function readableStats(path: string): Promise<BigIntStats> {
  await access(path, constants.R_OK);
  return lstat(path, { bigint: true });
}
