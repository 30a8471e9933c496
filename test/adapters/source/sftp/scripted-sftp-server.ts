import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type Connection, type FileEntry, Server, type SFTPWrapper, utils } from 'ssh2';
import { hostKeyFingerprint } from '../../../../runtime/adapters/source/sftp/host-key-pins';

const { STATUS_CODE } = utils.sftp;

/** One file of the server as it tells of it, true or not. */
export interface ScriptedFile {
  readonly filename: string;
  readonly mode?: number;
  readonly mtime?: number;
  readonly content?: Buffer;
  /** Size to claim in place of the content's. */
  readonly claims?: number;
}

export interface ServerScript {
  files: readonly ScriptedFile[];
  /** How it lets people in; default `password`. */
  signIn?: 'password' | 'keyboard-interactive' | 'two-questions' | 'never-answers';
  /** Largest number of bytes of one answer to a read. */
  largestAnswer?: number;
  /** Reads that are answered before the server does what `afterwards` says. */
  readsUntil?: number;
  afterwards?: 'stall' | 'disconnect' | 'fail';
  /** Never answers an opendir. */
  stallsListing?: boolean;
}

export interface ScriptedServer {
  readonly port: number;
  readonly hostKey: string;
  readonly script: ServerScript;
  /** Paths that were opened. */
  readonly opened: string[];
  /** Bytes of content that were sent. */
  sent(): number;
  stop(): Promise<void>;
}

export const REGULAR_FILE = 0o100644;

/** Made once: a key takes longer than a test. */
const hostKey = newHostKey();

function newHostKey(): { readonly pem: string; readonly fingerprint: string } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'sec1', format: 'pem' }).toString();
  const parsed = utils.parseKey(pem);
  if (parsed instanceof Error) throw parsed;
  return { pem, fingerprint: hostKeyFingerprint(parsed.getPublicSSH()) };
}

/** An SSH server in this process that plays tricks; its user is `archive` and the password `right`. */
export async function startScriptedServer(script: ServerScript): Promise<ScriptedServer> {
  const connections = new Set<Connection>();
  const opened: string[] = [];
  let sent = 0;
  const server = new Server({ hostKeys: [hostKey.pem] }, (connection) => {
    connections.add(connection);
    // Not in the types: without it every answer waits for a delayed acknowledgement.
    (connection as Connection & { setNoDelay(noDelay: boolean): void }).setNoDelay(true);
    connection.on('error', () => {}).on('close', () => connections.delete(connection));
    letIn(connection, script);
    connection.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) =>
        serve(acceptSftp(), script, connection, opened, (bytes) => {
          sent += bytes;
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: hostKey.fingerprint,
    script,
    opened,
    sent: () => sent,
    stop: async () => {
      for (const connection of connections) connection.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function letIn(connection: Connection, { signIn = 'password' }: ServerScript): void {
  connection.on('authentication', (context) => {
    if (signIn === 'never-answers') return;
    if (signIn === 'password') {
      if (context.method === 'password' && context.password === 'right') return context.accept();
      return context.reject(['password']);
    }
    if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
    const questions = [{ prompt: 'Password: ', echo: false }, ...(signIn === 'two-questions' ? [{ prompt: 'Code: ', echo: false }] : [])];
    context.prompt(questions, (answers) => (answers.length === 1 && answers[0] === 'right' ? context.accept() : context.reject()));
  });
}

function serve(sftp: SFTPWrapper, script: ServerScript, connection: Connection, opened: string[], count: (bytes: number) => void): void {
  let isListed = false;
  let reads = 0;
  let current: ScriptedFile | undefined;
  const attributes = ({ mode = REGULAR_FILE, mtime = 1_700_000_000, content = Buffer.alloc(0), claims }: ScriptedFile) => ({
    mode,
    uid: 0,
    gid: 0,
    size: claims ?? content.length,
    atime: mtime,
    mtime,
  });
  sftp.on('OPENDIR', (id) => {
    isListed = false;
    if (script.stallsListing !== true) sftp.handle(id, Buffer.from('folder'));
  });
  sftp.on('READDIR', (id) => {
    if (isListed) return sftp.status(id, STATUS_CODE.EOF);
    isListed = true;
    sftp.name(
      id,
      script.files.map((file): FileEntry => ({ filename: file.filename, longname: file.filename, attrs: attributes(file) })),
    );
  });
  sftp.on('OPEN', (id, path) => {
    opened.push(path);
    current = script.files.find(({ filename }) => path.endsWith(`/${filename}`));
    if (current === undefined) sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    else sftp.handle(id, Buffer.from('file'));
  });
  sftp.on('FSTAT', (id) => (current === undefined ? sftp.status(id, STATUS_CODE.FAILURE) : sftp.attrs(id, attributes(current))));
  sftp.on('READ', (id, _handle, offset, length) => {
    reads += 1;
    if (script.readsUntil !== undefined && reads > script.readsUntil) {
      if (script.afterwards === 'disconnect') connection.end();
      if (script.afterwards === 'fail') sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
      return;
    }
    const piece = current?.content?.subarray(offset, offset + Math.min(length, script.largestAnswer ?? length)) ?? Buffer.alloc(0);
    count(piece.length);
    if (piece.length === 0) sftp.status(id, STATUS_CODE.EOF);
    else sftp.data(id, piece);
  });
  sftp.on('CLOSE', (id) => sftp.status(id, STATUS_CODE.OK));
}
