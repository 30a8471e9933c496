import { ConnectorError } from '../../../domain/failure/connector-error';
import { PackageGoneError, SourceRefusedError, SourceUnavailableError } from '../../../ports/source-errors';

/** Status codes of the SFTP protocol (draft-ietf-secsh-filexfer-02, section 7). */
export const SFTP_NO_SUCH_FILE = 2;
const SFTP_WORDS: ReadonlyMap<unknown, string> = new Map([
  [1, 'end of file'],
  [SFTP_NO_SUCH_FILE, 'no such file'],
  [3, 'permission denied'],
  [4, 'failure'],
  [6, 'no connection'],
  [7, 'connection lost'],
]);

/** What ssh2 throws: `level` says where it happened, `code` is the protocol's number or the system's word. */
interface SshError {
  readonly level?: string;
  readonly code?: number | string;
}

/** A fixed word for people and logs; the server's own text may hold names and paths. */
export function sftpWord(error: unknown): string {
  const { code, level } = (error ?? {}) as SshError;
  return SFTP_WORDS.get(code) ?? (typeof code === 'string' ? code : (level ?? 'connection lost'));
}

export function toConnectError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const { level } = (error ?? {}) as SshError;
  if (level === 'client-authentication') {
    const advice = 'check its user name, password or private key in the vault';
    return new SourceRefusedError(`The SFTP server refused the credential; ${advice}`, { cause: error });
  }
  return new SourceUnavailableError('a connection', `the SFTP server could not be reached (${sftpWord(error)})`, { cause: error });
}

export function toReadError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error;
  if ((error as SshError | undefined)?.code === SFTP_NO_SUCH_FILE) {
    return new PackageGoneError('A listed package is not there any more', { cause: error });
  }
  return new SourceUnavailableError('a package', `the SFTP server stopped it (${sftpWord(error)})`, { cause: error });
}
