import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const SSHD = '/usr/sbin/sshd';
const PRIVILEGE_SEPARATION_FOLDER = '/run/sshd';
const START_LIMIT_IN_MS = 10_000;

/** Debian: `apt-get install openssh-server`. */
export const hasOpenSsh = existsSync(SSHD);

/**
 * A real OpenSSH server on the loopback with throw-away keys, for the user that runs the tests, root or not.
 * It knows no user of its own and no password: the user's key signs in.
 */
export interface OpenSshServer {
  readonly port: number;
  readonly username: string;
  /** `SHA256:...` of its host key. */
  readonly hostKey: string;
  /** Of the user, OpenSSH form. */
  readonly privateKey: string;
  /** The same key, protected by the passphrase `open sesame`. */
  readonly protectedKey: string;
  /** Absolute path of an empty folder. */
  readonly folder: string;
  /** Everything it has logged, at its most talkative. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

export async function startOpenSsh(): Promise<OpenSshServer> {
  const place = await mkdtemp(join(tmpdir(), 'openssh-'));
  const folder = join(place, 'inbound');
  await mkdir(folder);
  if (process.getuid?.() === 0) await mkdir(PRIVILEGE_SEPARATION_FOLDER, { recursive: true });
  const keygen = (file: string, passphrase: string) =>
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', '', '-f', join(place, file)]);
  keygen('host', '');
  keygen('user', '');
  await writeFile(join(place, 'protected'), await readFile(join(place, 'user')), { mode: 0o600 });
  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'open sesame', '-f', join(place, 'protected')]);

  const port = await freePort();
  await writeFile(join(place, 'config'), configuration(place, port));
  const child = spawn(SSHD, ['-D', '-e', '-f', join(place, 'config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  await waitUntil(
    () => log.includes('Server listening'),
    () => `sshd did not start: ${log.slice(-500)}`,
  );
  const fingerprint = execFileSync('ssh-keygen', ['-lf', join(place, 'host.pub')]).toString();
  return {
    port,
    username: userInfo().username,
    hostKey: /SHA256:\S+/.exec(fingerprint)?.[0] ?? '',
    privateKey: await readFile(join(place, 'user'), 'utf8'),
    protectedKey: await readFile(join(place, 'protected'), 'utf8'),
    folder,
    log: async () => {
      // Its sessions are processes of their own, which may have something left to say.
      await delay(200);
      return log;
    },
    stop: async () => {
      await ended(child);
      await rm(place, { recursive: true, force: true });
    },
  };
}

function configuration(place: string, port: number): string {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(place, 'host')}`,
    `AuthorizedKeysFile ${join(place, 'user.pub')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin yes',
    'PubkeyAuthentication yes',
    'PasswordAuthentication yes',
    'KbdInteractiveAuthentication no',
    'MaxStartups 100',
    'LogLevel DEBUG2',
    'Subsystem sftp internal-sftp',
    '',
  ].join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function waitUntil(isDone: () => boolean, complaint: () => string): Promise<void> {
  for (const end = Date.now() + START_LIMIT_IN_MS; !isDone(); await delay(20)) {
    if (Date.now() > end) throw new Error(complaint());
  }
}

/** The server itself; its sessions end with their connections. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}
