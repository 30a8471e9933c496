import { createHash } from 'node:crypto';
import { ConnectorError } from '../../../domain/failure/connector-error';
import type { CredentialStore } from '../../../ports/credential';
import type { ListedPackage, Listing, Source } from '../../../ports/source';
import { PackageGoneError, SourceUnavailableError } from '../../../ports/source-errors';
import { isSafeRelativeName, ListingBuilder } from '../package-files';
import { untilAborted } from '../until-aborted';
import { requirePins } from './host-key-pins';
import { readRemoteFile } from './read-remote-file';
import { sftpWord } from './sftp-errors';
import { parseSftpUrl, type SftpPlace } from './sftp-url';
import { SharedConnection } from './shared-connection';
import { walkRemoteFolder } from './walk-remote-folder';

const CONNECT_TIME_IN_MS = 20_000;
const LISTING_TIME_IN_MS = 5 * 60_000;
const IDLE_TIME_IN_MS = 30_000;

export interface SftpSourceOptions {
  /** `sftp://host[:port]/folder` */
  readonly url: string;
  /** `SHA256:...` fingerprints of the host keys that the server may have; at least one. */
  readonly hostKeys: readonly string[];
  /** For tests; defaults 20 s, 5 min and 30 s. */
  readonly connectTimeInMs?: number;
  readonly listingTimeInMs?: number;
  readonly idleTimeInMs?: number;
}

/** A folder on an SFTP server that the vendor delivers to. No time filter; stamp = modified time (s) and size. */
export class SftpSource implements Source {
  readonly kind = 'sftp';
  readonly id: string;
  readonly hasWindows = false;
  readonly settlesFiles = true;
  private readonly place: SftpPlace;
  private readonly shared: SharedConnection;

  constructor(
    private readonly options: SftpSourceOptions,
    credentials: CredentialStore,
  ) {
    this.place = parseSftpUrl(options.url);
    const connectTimeInMs = options.connectTimeInMs ?? CONNECT_TIME_IN_MS;
    this.shared = new SharedConnection({ ...this.place, pins: requirePins(options.hostKeys), connectTimeInMs }, credentials);
    const { host, port, folder } = this.place;
    const where = createHash('sha256').update(`${host}:${port}${folder}`).digest('hex').slice(0, 8);
    this.id = `sftp-${host.replace(/[^a-z0-9.-]/gi, '')}-${where}`;
  }

  async list(_window: unknown, signal: AbortSignal): Promise<Listing> {
    const timeInMs = this.options.listingTimeInMs ?? LISTING_TIME_IN_MS;
    const limit = AbortSignal.timeout(timeInMs);
    const ends = AbortSignal.any([signal, limit]);
    const { connection, release } = await this.shared.take(signal);
    const listing = new ListingBuilder();
    try {
      await untilAborted(walkRemoteFolder(connection.sftp, this.place.folder, listing, ends), ends);
      return listing.build();
    } catch (error) {
      signal.throwIfAborted();
      if (limit.aborted) connection.socket.destroy();
      if (error instanceof ConnectorError) throw error;
      const why = limit.aborted ? `it was not complete within ${timeInMs} ms` : sftpWord(error);
      throw new SourceUnavailableError('its listing', why, { cause: error });
    } finally {
      release();
    }
  }

  async *open(listed: ListedPackage, offset: number, signal: AbortSignal): AsyncGenerator<Buffer> {
    if (!isSafeRelativeName(listed.name)) throw new PackageGoneError('A package name that leads out of the remote folder was not opened');
    const path = `${this.place.folder}/${listed.name}`;
    const { connection, release } = await this.shared.take(signal);
    try {
      yield* readRemoteFile(connection, path, listed, offset, this.options.idleTimeInMs ?? IDLE_TIME_IN_MS, signal);
    } finally {
      release();
    }
  }

  async acknowledge(): Promise<void> {}

  async check(signal: AbortSignal): Promise<void> {
    await this.list(undefined, signal);
  }

  /** Ends the connection at once; the next call opens a new one. */
  close(): void {
    this.shared.close();
  }
}
