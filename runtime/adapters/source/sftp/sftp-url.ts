import { SourceRefusedError } from '../../../ports/source-errors';

const DEFAULT_PORT = 22;

export interface SftpPlace {
  readonly host: string;
  readonly port: number;
  /** Absolute path of the remote folder, or a path relative to the folder of the login (`.` = that folder itself). */
  readonly folder: string;
}

/** Reads `sftp://host[:port]/folder`; `/~/folder` or no path is relative to the folder that the server logs us into. */
export function parseSftpUrl(text: string): SftpPlace {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.protocol !== 'sftp:' || url.hostname === '') {
    throw new SourceRefusedError('The URL of the source must be sftp://host[:port]/folder');
  }
  if (url.username !== '' || url.password !== '') {
    throw new SourceRefusedError('The URL of the source holds a user name or password; keep them in the vault only');
  }
  const path = decodeURIComponent(url.pathname).replace(/\/+$/, '');
  const folder = path === '' || path === '/~' ? '.' : path.startsWith('/~/') ? `./${path.slice(3)}` : path;
  return { host: url.hostname, port: url.port === '' ? DEFAULT_PORT : Number(url.port), folder };
}
