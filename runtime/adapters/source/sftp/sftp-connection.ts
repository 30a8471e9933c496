import { connect, type Socket } from 'node:net';
import type { SFTPWrapper } from 'ssh2';
import type { CredentialStore, SourceCredential } from '../../../ports/credential';
import { SourceRefusedError, SourceUnavailableError } from '../../../ports/source-errors';
import { bareHost } from '../address-policy';
import { checkedLookup, requireAllowedHost } from '../checked-lookup';
import { untilAborted } from '../until-aborted';
import { hostKeyFingerprint } from './host-key-pins';
import { toConnectError } from './sftp-errors';
import type { SftpPlace } from './sftp-url';

const KEEPALIVE_IN_MS = 10_000;
const UNANSWERED_KEEPALIVES = 3;

/** What is needed for a connection. */
export interface SftpConnectionOptions extends SftpPlace {
  readonly pins: ReadonlySet<string>;
  readonly connectTimeInMs: number;
}

/** An open connection and the socket under it, which ends everything when it is destroyed. */
export interface SftpConnection {
  readonly sftp: SFTPWrapper;
  readonly socket: Socket;
}

/** Signs in. The host key is compared with the pins first; a wrong one ends the connection before any credential is sent. */
export async function openConnection(options: SftpConnectionOptions, credentials: CredentialStore): Promise<SftpConnection> {
  const limit = AbortSignal.timeout(options.connectTimeInMs);
  let socket: Socket | undefined;
  try {
    const credential = await untilAborted(credentials.read(limit), limit);
    socket = dial(options);
    return { sftp: await untilAborted(signIn(options, credential, socket), limit), socket };
  } catch (error) {
    socket?.destroy();
    if (!limit.aborted) throw toConnectError(error);
    throw new SourceUnavailableError('a connection', `the SFTP server did not sign us in within ${options.connectTimeInMs} ms`);
  }
}

function dial({ host, port }: SftpPlace): Socket {
  // A customer's SFTP server usually stands in a private network; link-local and metadata addresses are refused all the same.
  requireAllowedHost(host, true);
  return connect({ host: bareHost(host), port, lookup: checkedLookup(host, true), noDelay: true });
}

async function signIn(options: SftpConnectionOptions, credential: SourceCredential, socket: Socket): Promise<SFTPWrapper> {
  const { username, password, privateKey, passphrase } = credential;
  if (username === '' || (password === undefined && privateKey === undefined)) {
    throw new SourceRefusedError('The SFTP credential in the vault has no user name, or neither password nor private key; set both');
  }
  let failure: unknown;
  const note = (error: unknown) => {
    failure ??= error;
  };
  // Loaded when it is needed: it takes 5 MB of every worker, and few have this source.
  const { default: SftpClient } = await import('ssh2-sftp-client');
  const client = new SftpClient('source', { error: note, end: () => {}, close: () => socket.destroy() });
  // The wrapper's own errors say neither where nor why; the first raw one does.
  client.on('error', note);
  socket.once('error', note);
  if (password !== undefined) client.on('keyboard-interactive', answerWith(password));
  try {
    return await client.connect({
      sock: socket,
      username,
      ...(privateKey === undefined ? {} : { privateKey }),
      ...(privateKey === undefined || passphrase === undefined ? {} : { passphrase }),
      ...(password === undefined ? {} : { password, tryKeyboard: true }),
      hostVerifier: (key: Buffer) => {
        const isPinned = options.pins.has(hostKeyFingerprint(key));
        if (!isPinned) note(wrongHostKey(key));
        return isPinned;
      },
      readyTimeout: options.connectTimeInMs,
      keepaliveInterval: KEEPALIVE_IN_MS,
      keepaliveCountMax: UNANSWERED_KEEPALIVES,
    });
  } catch (error) {
    throw failure ?? unreadableKey(error, privateKey !== undefined);
  }
}

function wrongHostKey(key: Buffer): SourceRefusedError {
  return new SourceRefusedError(
    `The host key of the SFTP server is not a pinned one: it is ${hostKeyFingerprint(key)}; no credential was sent. ` +
      'Compare it with the one its owner gives you by another way, and only then change SOURCE_HOST_KEYS',
  );
}

/** ssh2 reads the key before it dials; what it throws there is about the key, never about the server. */
function unreadableKey(error: unknown, hasKey: boolean): unknown {
  const isAboutTheKey = hasKey && error instanceof Error && /privateKey|passphrase/i.test(error.message);
  return isAboutTheKey ? new SourceRefusedError('The private key in the vault cannot be read; check its form and passphrase') : error;
}

/** Some servers ask for the password as a question; only a single hidden question is answered. */
function answerWith(password: string) {
  return (
    _name: string,
    _text: string,
    _lang: string,
    prompts: readonly { readonly echo?: boolean }[],
    finish: (answers: string[]) => void,
  ) => {
    const isPasswordQuestion = prompts.length === 1 && prompts[0]?.echo !== true;
    finish(isPasswordQuestion ? [password] : []);
  };
}
