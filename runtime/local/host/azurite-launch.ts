import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { distFile } from '../dist-file';
import { CLEAN_SHUTDOWN_MARKER, LOCK_FILE } from './azurite-folder';

/** The account of every Azurite: public knowledge, good for the loopback only. */
const ACCOUNT_NAME = 'devstoreaccount1';
const ACCOUNT_KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const START_LIMIT_IN_MS = 60_000;

export interface AzuritePorts {
  readonly blob: number;
  readonly queue: number;
  readonly table: number;
}

export function azuriteConnectionString({ blob, queue, table }: AzuritePorts): string {
  const endpoint = (port: number) => `http://127.0.0.1:${port}/${ACCOUNT_NAME}`;
  return [
    'DefaultEndpointsProtocol=http',
    `AccountName=${ACCOUNT_NAME}`,
    `AccountKey=${ACCOUNT_KEY}`,
    `BlobEndpoint=${endpoint(blob)}`,
    `QueueEndpoint=${endpoint(queue)}`,
    `TableEndpoint=${endpoint(table)}`,
  ].join(';');
}

/**
 * Runs before Azurite in its process:
 * - It ends as if asked to when the process that started it is gone (its stdin ends), so that a killed starter neither leaks it nor loses data.
 * - A second signal must not kill it while it writes.
 * - At the end it gives the folder free, and leaves the marker only when every service said that it closed.
 */
const PRELUDE = (azurite: string, dataFolder: string | undefined) => `
  const fs = require('node:fs'), path = require('node:path');
  const folder = ${JSON.stringify(dataFolder ?? null)};
  let closed = 0;
  const log = console.log;
  console.log = (text, ...rest) => { if (/service successfully closed/.test(text)) closed += 1; log(text, ...rest); };
  process.title = 'azurite';
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
  process.stdout.on('error', () => {}); process.stderr.on('error', () => {});
  const end = () => process.kill(process.pid, 'SIGTERM');
  process.stdin.on('end', end).on('error', end).resume().unref();
  process.on('exit', () => {
    if (folder === null) return;
    if (closed === 3) fs.writeFileSync(path.join(folder, ${JSON.stringify(CLEAN_SHUTDOWN_MARKER)}), new Date().toISOString());
    fs.rmSync(path.join(folder, ${JSON.stringify(LOCK_FILE)}), { force: true });
  });
  process.argv.splice(1, 0, ${JSON.stringify(azurite)});
  require(${JSON.stringify(azurite)});
`;

export interface LaunchedAzurite {
  readonly child: ChildProcess;
  readonly ports: AzuritePorts;
}

/** Built into one file it loads in a quarter of the time (3,687 modules otherwise); the package itself where nothing was built. */
function azuriteProgram(): string {
  const built = distFile('local/azurite.js');
  return existsSync(built) ? built : createRequire(__filename).resolve('azurite/dist/src/azurite.js');
}

/** Starts Azurite and waits until all three services listen. It is in a process group of its own: Ctrl-C reaches the starter, not it. */
export async function launchAzurite(dataFolder: string | undefined): Promise<LaunchedAzurite> {
  const azurite = azuriteProgram();
  const place = dataFolder === undefined ? ['--inMemoryPersistence'] : ['--location', dataFolder];
  const ports = ['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'];
  const args = ['--silent', '--skipApiVersionCheck', '--disableTelemetry', ...ports, ...place];
  const child = spawn(process.execPath, ['-e', PRELUDE(azurite, dataFolder), '--', ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] },
  });
  return { child, ports: await listeningPorts(child) };
}

function listeningPorts(child: ChildProcess): Promise<AzuritePorts> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`The embedded storage (Azurite) did not start: ${why}. Its last words: ${output.trim().slice(-500) || 'none'}`));
    };
    const timer = setTimeout(() => fail(`no answer within ${START_LIMIT_IN_MS / 1_000} s`), START_LIMIT_IN_MS);
    const read = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4_096);
      const [blob, queue, table] = ['Blob', 'Queue', 'Table'].map((service) => portIn(output, service));
      if (blob === undefined || queue === undefined || table === undefined) return;
      clearTimeout(timer);
      resolve({ blob, queue, table });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => fail(`it ended with ${signal ?? `code ${code}`}`));
  });
}

function portIn(output: string, service: string): number | undefined {
  const port = new RegExp(`Azurite ${service} service is successfully listening at http://127\\.0\\.0\\.1:(\\d+)`).exec(output)?.[1];
  return port === undefined ? undefined : Number(port);
}
