import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import type { ListedPackage, Listing, Source, SourceWindow } from '../../../ports/source';
import { PackageGoneError, SourceRefusedError, SourceUnavailableError } from '../../../ports/source-errors';
import { isSafeRelativeName, ListingBuilder } from '../package-files';
import { fileStamp, systemCode, walkFolder } from './walk-folder';

const CHUNK_BYTES = 256 * 1024;
/** Windows has no such flag; there the path check alone keeps links out. */
const NEVER_FOLLOW_LINKS = constants.O_NOFOLLOW ?? 0;

/** Where the listed names are relative to: the folder, or the folder of the one file. */
interface Place {
  readonly root: string;
  /** Name of the one file when the source is a single file. */
  readonly only: string | undefined;
}

/**
 * A folder with its sub-folders, or one ZIP or EML: for local mode, replay and backfill.
 *
 * Has no time filter and trusts every file to be complete. Names are relative to the folder, with `/`; the stamp is modified time (ns) and size.
 */
export class DirectorySource implements Source {
  readonly kind = 'directory';
  readonly id: string;
  readonly hasWindows = false;
  readonly settlesFiles = false;
  private readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
    // The path may name people (a user's folder, a single file): ids and blob paths carry its hash.
    this.id = `directory-${createHash('sha256').update(this.path).digest('hex').slice(0, 12)}`;
  }

  async list(_window: SourceWindow, signal: AbortSignal): Promise<Listing> {
    signal.throwIfAborted();
    const listing = new ListingBuilder();
    const place = await this.place();
    try {
      if (place.only === undefined) await walkFolder(place.root, listing, signal);
      else await addSingleFile(this.path, place.only, listing);
    } catch (error) {
      signal.throwIfAborted();
      throw new SourceUnavailableError('its listing', `the folder cannot be read (${systemCode(error)})`, { cause: error });
    }
    return listing.build();
  }

  async *open(listed: ListedPackage, offset: number, signal: AbortSignal): AsyncIterable<Buffer> {
    const file = await this.openFile(listed);
    try {
      await expectUnchanged(file, listed);
      for (let at = offset; at < listed.bytes; ) {
        signal.throwIfAborted();
        const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, listed.bytes - at));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
        if (bytesRead === 0) throw new PackageGoneError('A package ended before its listed size: it was cut short while it was read');
        at += bytesRead;
        yield bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead);
      }
      await expectUnchanged(file, listed);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PackageGoneError) throw error;
      throw new SourceUnavailableError('a package', `reading its file failed (${systemCode(error)})`, { cause: error });
    } finally {
      await file.close();
    }
  }

  async acknowledge(): Promise<void> {}

  async check(signal: AbortSignal): Promise<void> {
    const place = await this.place();
    signal.throwIfAborted();
    await access(place.root, constants.R_OK | constants.X_OK).catch((error: unknown) => {
      throw new SourceRefusedError(`The folder of the source may not be read (${systemCode(error)}); give this user read access to it`);
    });
  }

  close(): void {}

  private async place(): Promise<Place> {
    try {
      const isFolder = (await stat(this.path)).isDirectory();
      return isFolder
        ? { root: await realpath(this.path), only: undefined }
        : { root: await realpath(resolve(this.path, '..')), only: basename(this.path) };
    } catch (error) {
      const why = `its folder or file cannot be found (${systemCode(error)}); check the path of the source`;
      throw new SourceUnavailableError('its listing', why, { cause: error });
    }
  }

  private async openFile(listed: ListedPackage): Promise<FileHandle> {
    const { root, only } = await this.place();
    if (only !== undefined && listed.name === only) return openOrGone(this.path, 0);
    if (only !== undefined || !isSafeRelativeName(listed.name)) {
      throw new PackageGoneError('A package name that leads out of the folder of the source was not opened');
    }
    const path = join(root, listed.name);
    const realPath = await realpath(path).catch(() => undefined);
    if (realPath === undefined || realPath !== join(root, listed.name.split('/').join(sep))) {
      throw new PackageGoneError('A listed package is not there any more, or a link stands in its place');
    }
    return openOrGone(path, NEVER_FOLLOW_LINKS);
  }
}

async function addSingleFile(path: string, name: string, listing: ListingBuilder): Promise<void> {
  if (!listing.accepts(name)) return;
  const stats = await stat(path, { bigint: true });
  if (!stats.isFile()) return listing.report('not-a-file', name, 'a device, pipe or socket');
  listing.add({ name, bytes: Number(stats.size), stamp: fileStamp(stats), arrivedAt: undefined, modifiedAt: stats.mtime });
}

async function openOrGone(path: string, flags: number): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | flags);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ELOOP') throw new PackageGoneError('A listed package is not there any more', { cause: error });
    throw new SourceUnavailableError('a package', `its file cannot be opened (${code}); check that this user may read it`, {
      cause: error,
    });
  }
}

async function expectUnchanged(file: FileHandle, listed: ListedPackage): Promise<void> {
  const stats = await file.stat({ bigint: true });
  const isSame = listed.stamp === undefined ? Number(stats.size) === listed.bytes : fileStamp(stats) === listed.stamp;
  if (!isSame) throw new PackageGoneError('A package changed after it was listed; the next listing takes it up');
}
