import type { SFTPWrapper, Stats } from 'ssh2';
import type { ListedPackage } from '../../../ports/source';
import { PackageGoneError, SourceUnavailableError } from '../../../ports/source-errors';
import { untilAborted } from '../until-aborted';
import type { SftpConnection } from './sftp-connection';
import { toReadError } from './sftp-errors';
import { remoteStamp } from './walk-remote-folder';

const READ_BYTES = 128 * 1024;
/** Reads that are on their way at once: hides the latency of the line, and is all that is ever read ahead of the consumer (1 MiB). */
const READS_IN_FLIGHT = 8;

/** The bytes of one remote file from `offset` on, checked against the listing before and after. */
export async function* readRemoteFile(
  connection: SftpConnection,
  path: string,
  listed: ListedPackage,
  offset: number,
  idleTimeInMs: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const { sftp } = connection;
  const within = <T>(work: Promise<T>) => withinTime(untilAborted(work, signal), idleTimeInMs, connection);
  let handle: Buffer | undefined;
  try {
    handle = await within(openFile(sftp, path));
    requireUnchanged(await within(statFile(sftp, handle)), listed);
    yield* readAhead(sftp, handle, offset, listed.bytes, within);
    requireUnchanged(await within(statFile(sftp, handle)), listed);
  } catch (error) {
    signal.throwIfAborted();
    throw toReadError(error);
  } finally {
    if (handle !== undefined && !connection.socket.destroyed) sftp.close(handle, () => {});
  }
}

async function* readAhead(
  sftp: SFTPWrapper,
  handle: Buffer,
  offset: number,
  end: number,
  within: <T>(work: Promise<T>) => Promise<T>,
): AsyncGenerator<Buffer> {
  const inFlight: Promise<Buffer>[] = [];
  for (let next = offset; next < end || inFlight.length > 0; ) {
    while (next < end && inFlight.length < READS_IN_FLIGHT) {
      const length = Math.min(READ_BYTES, end - next);
      const reading = readFully(sftp, handle, next, length);
      reading.catch(() => {}); // awaited below, in its turn
      inFlight.push(reading);
      next += length;
    }
    const first = inFlight.shift();
    if (first !== undefined) yield await within(first);
  }
}

/** A server may answer with fewer bytes than it was asked for; only an empty answer is the end. */
async function readFully(sftp: SFTPWrapper, handle: Buffer, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length; ) {
    const read = await readOnce(sftp, handle, buffer, filled, position + filled);
    if (read === 0) throw new PackageGoneError('A package ended before its listed size; the next listing tells');
    filled += read;
  }
  return buffer;
}

function readOnce(sftp: SFTPWrapper, handle: Buffer, buffer: Buffer, at: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    sftp.read(handle, buffer, at, buffer.length - at, position, (error, bytesRead) => {
      if (!error) resolve(bytesRead);
      else if ((error as { code?: unknown }).code === 1) resolve(0);
      else reject(error);
    });
  });
}

function openFile(sftp: SFTPWrapper, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sftp.open(path, 'r', (error, handle) => (error ? reject(error) : resolve(handle)));
  });
}

function statFile(sftp: SFTPWrapper, handle: Buffer): Promise<Stats> {
  return new Promise((resolve, reject) => {
    sftp.fstat(handle, (error, stats) => (error ? reject(error) : resolve(stats)));
  });
}

function requireUnchanged(stats: Stats, listed: ListedPackage): void {
  const isSame = listed.stamp === undefined ? stats.size === listed.bytes : remoteStamp(stats) === listed.stamp;
  if (!isSame) throw new PackageGoneError('A package changed after it was listed; the next listing tells');
}

/** A server that says nothing for so long is gone: the connection is ended, which also ends every other request on it. */
async function withinTime<T>(work: Promise<T>, milliseconds: number, connection: SftpConnection): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new SourceUnavailableError('a package', `nothing came for ${milliseconds} ms`));
      connection.socket.destroy();
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
