import type { FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2';
import { SourceUnavailableError } from '../../../ports/source-errors';
import type { ListingBuilder } from '../package-files';
import { sftpWord } from './sftp-errors';

/** POSIX file types in `attrs.mode`. */
const FILE_TYPE = 0o170000;
const FOLDER = 0o040000;
const LINK = 0o120000;
const REGULAR = 0o100000;
/** More levels than this are no archive but a loop that a server makes up. */
const DEEPEST_FOLDER = 16;
const END_OF_FILE = 1;

/** Whole seconds and size: what the protocol (version 3) tells of a file without reading it. */
export function remoteStamp(attributes: Pick<Stats, 'mtime' | 'size'>): string {
  return `${attributes.mtime}-${attributes.size}`;
}

/** Adds every package below a remote folder to the listing, as the server hands the names out; links are not followed. */
export async function walkRemoteFolder(sftp: SFTPWrapper, root: string, listing: ListingBuilder, signal: AbortSignal): Promise<void> {
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    try {
      for await (const entries of readFolder(sftp, folder === '' ? root : `${root}/${folder}`)) {
        signal.throwIfAborted();
        for (const entry of entries) addEntry(entry, folder, folders, listing);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (folder === '')
        throw new SourceUnavailableError('its listing', `the remote folder cannot be read (${sftpWord(error)})`, { cause: error });
      if (isConnectionLost(error)) throw error;
      listing.report('unreadable-file', folder, `the folder cannot be read (${sftpWord(error)})`);
    }
  }
}

function addEntry(entry: FileEntryWithStats, folder: string, folders: string[], listing: ListingBuilder): void {
  const { filename, attrs } = entry;
  const name = folder === '' ? filename : `${folder}/${filename}`;
  const type = attrs.mode & FILE_TYPE;
  if (filename === '.' || filename === '..') return;
  // A server decides what a folder holds, but a name with a slash is no name in this folder.
  if (filename.includes('/')) listing.report('unsafe-name', name, 'the server gave a path where a name belongs');
  else if (type === FOLDER && name.split('/').length <= DEEPEST_FOLDER) folders.push(name);
  else if (type === FOLDER) listing.report('unreadable-file', name, 'the folders are nested too deeply');
  else if (type === LINK) listing.report('symbolic-link', name, 'links are not followed; put the file itself into the folder');
  else if (listing.accepts(name)) addFile(name, attrs, listing);
}

function addFile(name: string, attributes: Stats, listing: ListingBuilder): void {
  const type = attributes.mode & FILE_TYPE;
  if (type !== REGULAR && type !== 0) listing.report('not-a-file', name, 'a device, pipe or socket');
  else if (name.includes('\uFFFD')) listing.report('unreadable-file', name, 'its name is not valid UTF-8; rename the file');
  else {
    const modifiedAt = new Date(attributes.mtime * 1000);
    listing.add({ name, bytes: attributes.size, stamp: remoteStamp(attributes), arrivedAt: undefined, modifiedAt });
  }
}

/** A folder's entries in the portions that the server sends. */
async function* readFolder(sftp: SFTPWrapper, path: string): AsyncGenerator<readonly FileEntryWithStats[]> {
  const handle = await new Promise<Buffer>((resolve, reject) => {
    sftp.opendir(path, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  try {
    for (;;) {
      const entries = await readPortion(sftp, handle);
      if (entries === undefined) return;
      yield entries;
    }
  } finally {
    sftp.close(handle, () => {});
  }
}

function readPortion(sftp: SFTPWrapper, handle: Buffer): Promise<readonly FileEntryWithStats[] | undefined> {
  return new Promise((resolve, reject) => {
    sftp.readdir(handle, (error, entries) => {
      if (!error) resolve(entries);
      else if ((error as { code?: unknown }).code === END_OF_FILE) resolve(undefined);
      else reject(error);
    });
  });
}

/** ssh2 answers every open request in this way when the channel is gone. */
function isConnectionLost(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === undefined || code === 6 || code === 7 || message === 'No response from server';
}
