import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SystemClock } from '../../adapters/telemetry/system-clock';
import { LocalKey } from '../../settings/local-keys';
import { AzureQueueEndpoints } from './azure-queue-endpoint';
import type { HostLogEntry } from './function-app';
import { DEFAULT_WORKERS, FunctionsHost } from './functions-host';
import { readHostJson } from './host-json';
import { PortTakenError } from './http-server';
import { loadFunctionApp } from './load-function-app';
import { countRequests, type ProcessUsage } from './process-usage';
import { LOCAL_ADMINISTRATOR, type SignIn } from './sign-in';
import { watchSends } from './watch-sends';

/**
 * The host as a process of its own. Application settings are its environment; the setting that a queue trigger names as its connection
 * holds a connection string.
 *
 * It tells its parent what happens, one JSON object a line on standard output: `{"event":"ready","port":7071}`,
 * `{"event":"log","level":"information","text":"...","function":"deliver"}`, `{"event":"stopped","clean":true}`.
 * SIGTERM and SIGINT stop it. With `--with-parent` so does the line `stop`, or the end, of standard input; the line `clock <milliseconds>` puts
 * the connector's clock back (`LOCAL_CLOCK_SHIFT_MS`) and is answered with `{"event":"clock"}`; the line `run <timer>` runs a
 * timer now, and is answered with `{"event":"ran <timer>"}`.
 */
const OPTIONS = {
  bundle: { type: 'string' },
  port: { type: 'string', default: '7071' },
  workers: { type: 'string', default: String(DEFAULT_WORKERS) },
  /** Any free port will do when that one is taken. */
  'any-port': { type: 'boolean', default: false },
  /** Origin of the Exchange simulator, whose pages are shown under this address too. */
  mailboxes: { type: 'string' },
  /** `off`, `absent`, or the roles of the local user, comma separated. */
  'sign-in': { type: 'string' },
  /** Standard input is a pipe of the parent: see above. */
  'with-parent': { type: 'boolean', default: false },
  /** The last line also says what the process took (`ProcessUsage`); the line `usage` asks for it meanwhile. */
  usage: { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const bundle = resolve(values.bundle ?? join(__dirname, '..', 'release', 'index.js'));
  const app = await loadFunctionApp(bundle, writeLog);
  const host = new FunctionsHost({
    app,
    hostJson: readHostJson(join(dirname(bundle), 'host.json')),
    env: process.env,
    queue: (name, connection) => endpointsOf(connection).endpoint(name),
    clock: new SystemClock(),
    log: writeLog,
    signIn: signInOf(values['sign-in']),
    workers: Number(values.workers),
    port: Number(values.port),
    isPortFree: values['any-port'],
    mailboxPages: values.mailboxes,
  });
  const usage = values.usage ? countRequests(filledReceives) : undefined;
  watchSends((queue, delayInSeconds) => host.sent(queue, delayInSeconds));
  const port = await host.start();
  write({ event: 'ready', port });
  obey(host, values['with-parent'], usage);
}

const endpoints = new Map<string, AzureQueueEndpoints>();

function endpointsOf(connection: string): AzureQueueEndpoints {
  const connectionString = process.env[connection];
  if (connectionString === undefined || connectionString === '') {
    throw new Error(`The application setting ${connection} is not set; the queue triggers need it as their connection string`);
  }
  const known = endpoints.get(connection) ?? new AzureQueueEndpoints(connectionString);
  endpoints.set(connection, known);
  return known;
}

function filledReceives(): number {
  let filled = 0;
  for (const each of endpoints.values()) filled += each.filledReceives;
  return filled;
}

function signInOf(value: string | undefined): SignIn {
  if (value === undefined) return LOCAL_ADMINISTRATOR;
  if (value === 'absent' && process.env[LocalKey.SignIn] !== undefined)
    throw new Error(`Without a sign-in of the platform, ${LocalKey.SignIn} must not say that the host signs people in`);
  if (value === 'off' || value === 'absent') return { kind: value };
  return { kind: 'on', roles: value.split(',').filter((role) => role !== '') };
}

/** Standard input ends when the parent is gone, however it ended. */
function obey(host: FunctionsHost, followsParent: boolean, usage: (() => ProcessUsage) | undefined): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void host.stop().then((clean) => {
      write({ event: 'stopped', clean, usage: usage?.() });
      process.exit(clean ? 0 : 1);
    }, fail);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  if (!followsParent) return;
  let pending = '';
  process.stdin.on('data', (chunk: Buffer) => {
    const lines = (pending + chunk.toString()).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      if (line === 'stop') stop();
      else if (line === 'usage') write({ event: 'usage', usage: usage?.() });
      else if (line.startsWith('clock ')) setClock(line.slice('clock '.length));
      else if (line.startsWith('run ')) void runTimer(host, line.slice('run '.length));
    }
  });
  process.stdin.on('end', stop).on('error', stop);
}

async function runTimer(host: FunctionsHost, name: string): Promise<void> {
  await host.runTimer(name).catch(fail);
  write({ event: `ran ${name}` });
}

/** The functions run in this process and read the setting each time. */
function setClock(milliseconds: string): void {
  process.env[LocalKey.ClockShift] = milliseconds;
  write({ event: 'clock' });
}

function writeLog({ level, text, functionName }: HostLogEntry): void {
  write({ event: 'log', level, text, ...(functionName === undefined ? {} : { function: functionName }) });
}

function write(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** What the user can mend is said in one line; anything else with where it comes from. */
function fail(error: unknown): void {
  if (error instanceof PortTakenError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

process.stdout.on('error', () => {});
void main().catch((error: unknown) => {
  fail(error);
  process.exit(1);
});
