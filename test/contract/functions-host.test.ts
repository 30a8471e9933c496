import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { buildSync } from 'esbuild';
import { ExchangeSimulator } from '../../runtime/local/exchange-simulator/exchange-simulator';
import { AzureQueueEndpoints } from '../../runtime/local/host/azure-queue-endpoint';
import { type AzuriteProcess, startAzurite } from '../../runtime/local/host/azurite-process';
import { FaultGate } from '../fakes/fault-gate';
import { InMemoryQueueEndpoint } from '../fakes/in-memory-queue-endpoint';
import { InMemoryQueueStores } from '../fakes/in-memory-queues';
import { VirtualClock } from '../fakes/virtual-clock';
import { describeQueueEndpointContract } from './queue-endpoint-contract';

jest.setTimeout(60_000);

let folder: string;
let azurite: AzuriteProcess;
let queues: QueueServiceClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'functions-host-'));
  azurite = await startAzurite({ dataFolder: undefined });
  queues = QueueServiceClient.fromConnectionString(azurite.connectionString);
  const options = { bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' } as const;
  buildSync({ ...options, entryPoints: ['runtime/local/host/main.ts'], outfile: join(folder, 'host.js') });
  buildSync({
    ...options,
    entryPoints: ['test/local/host/sample-app.ts'],
    outfile: join(folder, 'index.js'),
    external: ['@azure/functions-core'],
  });
  writeFileSync(
    join(folder, 'host.json'),
    JSON.stringify({
      version: '2.0',
      extensions: { http: { routePrefix: '' }, queues: { maxDequeueCount: 3, visibilityTimeout: '00:00:01' } },
    }),
  );
});

afterAll(async () => {
  await azurite.stop();
  rmSync(folder, { recursive: true, force: true });
});

const clock = new VirtualClock();
const stores = new InMemoryQueueStores(clock);

describeQueueEndpointContract('in memory', {
  open: async (name) => new InMemoryQueueEndpoint(name, stores, new FaultGate()),
  send: async (name, text) => stores.queue(name).send(text, 0),
  pass: (ms) => clock.advance(ms),
});

describeQueueEndpointContract('Azurite', {
  open: async (name) => {
    await queues.getQueueClient(name).createIfNotExists();
    return new AzureQueueEndpoints(azurite.connectionString).endpoint(name);
  },
  send: async (name, text) => {
    await queues.getQueueClient(name).sendMessage(text);
  },
  pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

/** A running host, and what it says. */
class HostProcess {
  readonly lines: Record<string, unknown>[] = [];
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<() => void>();

  constructor(queue: string, ...args: readonly string[]) {
    const env = {
      PATH: process.env['PATH'],
      SAMPLE_STORAGE: azurite.connectionString,
      SAMPLE_QUEUE: queue,
      SAMPLE_SCHEDULE: '0 0 3 * * *',
    };
    const all = [join(folder, 'host.js'), '--bundle', join(folder, 'index.js'), '--port', '0', '--with-parent', ...args];
    this.#child = spawn(process.execPath, all, { env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.exited = new Promise((resolve) => this.#child.once('exit', (code) => resolve(code)));
    createInterface({ input: this.#child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const { text, ...event } = JSON.parse(line) as Record<string, unknown>;
      this.lines.push({ ...event, ...(typeof text === 'string' && text.startsWith('{') ? (JSON.parse(text) as object) : { text }) });
      for (const listener of this.#listeners) listener();
    });
  }

  /** Waits for a line; fails after some seconds. */
  async said(what: Record<string, unknown>, times = 1): Promise<Record<string, unknown>> {
    const found = () => this.lines.filter((line) => Object.entries(what).every(([name, value]) => line[name] === value))[times - 1];
    const deadline = Date.now() + 15_000;
    for (let line = found(); ; line = found()) {
      if (line !== undefined) return line;
      if (Date.now() > deadline) throw new Error(`The host never said ${JSON.stringify(what)}; it said ${JSON.stringify(this.lines)}`);
      await new Promise<void>((resolve) => {
        const listener = () => resolve();
        this.#listeners.add(listener);
        setTimeout(resolve, 500).unref();
      });
    }
  }

  async port(): Promise<number> {
    return (await this.said({ event: 'ready' }))['port'] as number;
  }

  tell(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  async stop(): Promise<number | null> {
    this.tell('stop');
    return this.exited;
  }

  /** As if the process that started it were gone. */
  leave(): void {
    this.#child.stdin?.end();
  }
}

/** Under a name that a foreign page could have resolved to this machine. */
function statusUnder(host: string, port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    httpRequest({ port, host: '127.0.0.1', path, headers: { host } }, ({ statusCode }) => resolve(statusCode)).end();
  });
}

async function newQueue(name: string): Promise<QueueClient> {
  for (const queue of [name, `${name}-poison`]) await queues.getQueueClient(queue).createIfNotExists();
  return queues.getQueueClient(name);
}

const send = (queue: QueueClient, message: object) => queue.sendMessage(Buffer.from(JSON.stringify(message)).toString('base64'));
const count = async (queue: QueueClient) => (await queue.getProperties()).approximateMessagesCount;

describe('the functions host, with a bundle and Azurite', () => {
  it('hands over queue messages, tries again, poisons, and runs the function of the poison queue', async () => {
    const queue = await newQueue('sample-one');
    const host = new HostProcess('sample-one');
    await host.port();

    await send(queue, { n: 1 });
    await send(queue, { n: 2, act: 'fail' });
    await host.said({ end: 1 });
    await host.said({ poison: 2 });

    expect(host.lines.filter((line) => line['begin'] === 1)).toEqual([
      { event: 'log', level: 'information', function: 'work', begin: 1, dequeueCount: 1, queueTrigger: 'sample-one', keys: ['n'] },
    ]);
    expect(host.lines.filter((line) => line['begin'] === 2).map((line) => line['dequeueCount'])).toEqual([1, 2, 3]);
    expect(host.lines.filter((line) => line['level'] === 'error' && String(line['text']).includes('message 2 fails'))).toHaveLength(3);
    expect(await host.stop()).toBe(0);
    expect([await count(queue), await count(queues.getQueueClient('sample-one-poison'))]).toEqual([0, 0]);
    expect(host.lines.at(-1)).toMatchObject({ event: 'stopped', clean: true });
    expect(host.lines).toContainEqual({ terminated: true, text: undefined });
  });

  it('takes no more messages than there are workers, and ends what it has begun before it stops', async () => {
    const queue = await newQueue('sample-two');
    for (let n = 0; n < 6; n += 1) await send(queue, { n, act: 'wait', milliseconds: 700 });
    const host = new HostProcess('sample-two', '--workers', '2');

    await host.said({ function: 'work' }, 2);
    const code = await host.stop();

    const begun = host.lines.filter((line) => 'begin' in line).length;
    const ended = host.lines.filter((line) => 'end' in line).length;
    expect([code, begun, ended, await count(queue)]).toEqual([0, 2, 2, 4]);
  });

  it('loses no message when it is killed', async () => {
    const queue = await newQueue('sample-three');
    await send(queue, { n: 1, act: 'crash' });
    const host = new HostProcess('sample-three');
    await host.said({ begin: 1 });
    expect(await host.exited).toBe(null);

    // Hidden for a minute from its receive on; who has the receipt could see it before. Nothing but the time is left to wait for.
    expect(await count(queue)).toBe(1);
    expect((await queue.receiveMessages()).receivedMessageItems).toEqual([]);
  });

  it('ends when its parent is gone', async () => {
    const host = new HostProcess('sample-one');
    await host.port();

    host.leave();

    expect(await host.exited).toBe(0);
  });

  it('runs timers at their times and when it is told to, with their retries', async () => {
    const host = new HostProcess('sample-one');
    await host.said({ tick: false }, 2);

    host.tell('run nightly');
    await host.said({ nightly: 2 });

    expect(host.lines.filter((line) => 'nightly' in line).map((line) => line['retry'])).toEqual([0, 1]);
    await host.stop();
  });

  describe('HTTP', () => {
    let host: HostProcess;
    let port: number;

    beforeAll(async () => {
      host = new HostProcess('sample-one');
      port = await host.port();
    });

    afterAll(() => host.stop());

    const call = (path: string, options?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, options);

    it('serves the page at / to the local administrator, with cookies and headers of the function', async () => {
      const response = await call('/');

      expect([response.status, await response.text()]).toEqual([200, 'user 00000000-0000-0000-0000-000000000001']);
      expect(response.headers.get('set-cookie')).toBe('a=b%20c; Path=/; HttpOnly; SameSite=Strict');
      expect(response.headers.get('x-url')).toBe(`http://127.0.0.1:${port}/`);
    });

    it('hands over route, query and body, and replaces a forged principal', async () => {
      const headers = { 'X-MS-CLIENT-PRINCIPAL': Buffer.from('{"claims":[]}').toString('base64') };
      const response = await call('/api/echo/a%2Fb?q=1&q=2', { method: 'POST', body: 'é', headers });

      const answer = (await response.json()) as Record<string, string>;
      expect(answer).toMatchObject({ id: 'a/b', query: ['1', '2'], body: 'é' });
      expect(response.status).toBe(201);
      expect(Buffer.from(answer['principal'] ?? '', 'base64').toString()).toContain('DataConnector.Admin');
    });

    it('answers 404 without a function, 500 when it throws, 413 for a body that is too large', async () => {
      expect((await call('/api/none')).status).toBe(404);
      expect((await call('/api/echo/1')).status).toBe(404);
      expect((await call('/api/broken')).status).toBe(500);
      await host.said({ level: 'error', text: 'An HTTP function failed: Error: broken on purpose' });
      expect(
        (await call('/api/echo/1', { method: 'POST', body: Buffer.alloc(101 * 1024 * 1024) }).catch(() => ({ status: 413 }))).status,
      ).toBe(413);
      expect((await call('/')).status).toBe(200);
    });

    it('signs nobody in who comes under a foreign name', async () => {
      const body = await new Promise<string>((resolve) => {
        httpRequest({ port, host: '127.0.0.1', path: '/', headers: { host: 'rebound.example' } }, (response) => {
          response.once('data', (chunk) => resolve(String(chunk)));
        }).end();
      });

      expect(body).toBe('user nobody');
    });

    it('is reached on the loopback only', async () => {
      const { networkInterfaces } = await import('node:os');
      const outside = Object.values(networkInterfaces())
        .flat()
        .find((face) => face?.family === 'IPv4' && !face.internal);
      if (outside !== undefined) await expect(fetch(`http://${outside.address}:${port}/`)).rejects.toThrow();
    });
  });

  it('shows the pages of the simulated mailboxes under its own address, to this machine only', async () => {
    const simulator = await ExchangeSimulator.start({ users: [{ id: 'u-1', userPrincipalName: 'anna@contoso.example' }] });
    const host = new HostProcess('sample-one', '--mailboxes', simulator.origin);
    const port = await host.port();

    const shown = await fetch(`http://localhost:${port}/simulated-mailboxes`);
    const style = await fetch(`http://localhost:${port}/simulated-mailboxes/page.css`);
    const foreign = await statusUnder('rebound.example', port, '/simulated-mailboxes');
    const control = await fetch(`http://localhost:${port}/_control/statistics`);
    await simulator.stop();
    const gone = await fetch(`http://localhost:${port}/simulated-mailboxes`);

    expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining('anna@contoso.example')]);
    expect(style.headers.get('content-type')).toContain('text/css');
    expect([foreign, control.status, gone.status]).toEqual([404, 404, 502]);
    await host.stop();
  });

  it('says what to do when its port is taken, and takes another one when it may', async () => {
    const first = new HostProcess('sample-one');
    const port = await first.port();

    const second = new HostProcess('sample-one', '--port', String(port));
    const third = new HostProcess('sample-one', '--port', String(port), '--any-port');

    expect(await second.exited).toBe(1);
    expect(await third.port()).not.toBe(port);
    await Promise.all([first.stop(), third.stop()]);
  });

  it('signs nobody in when the sign-in is off', async () => {
    const host = new HostProcess('sample-one', '--sign-in', 'off');
    const response = await fetch(`http://127.0.0.1:${await host.port()}/`, { headers: { 'x-ms-client-principal': 'forged' } });

    expect(await response.text()).toBe('user nobody');
    await host.stop();
  });
});
