import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { ArchiveStorage } from '../../runtime/adapters/azure-storage/archive-storage';
import { createArchiveStorage } from '../../runtime/adapters/azure-storage/create-archive-storage';
import { SystemClock } from '../../runtime/adapters/telemetry/system-clock';
import { type AzuriteProcess, startAzurite } from '../../runtime/local/host/azurite-process';

const TABLE_INDEX = '__azurite_db_table__.json';
const BLOB_INDEX = '__azurite_db_blob__.json';
const BLOB_EXTENTS = '__azurite_db_blob_extent__.json';

jest.setTimeout(60_000);

describe('the embedded storage process', () => {
  let root: string;
  let folder: string;
  const started: AzuriteProcess[] = [];

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'azurite-process-'));
    folder = join(root, 'filled');
    const azurite = await start();
    expect(azurite).toMatchObject({ wasCleanShutdown: true, isAttached: false, setAside: [] });
    const storage = open(azurite);
    await storage.ensureStores();
    await fill(storage);
    expect(await azurite.stop()).toBe(true);
  });

  afterAll(async () => {
    await Promise.all(started.map((azurite) => azurite.stop()));
    rmSync(root, { recursive: true, force: true });
  });

  async function start(dataFolder: string | undefined = folder): Promise<AzuriteProcess> {
    const azurite = await startAzurite({ dataFolder });
    started.push(azurite);
    return azurite;
  }

  /** What is about to end still answers: the start that wants its own waits for it, as local mode does. */
  async function startOwn(dataFolder: string): Promise<AzuriteProcess> {
    for (;;) {
      const azurite = await start(dataFolder);
      if (!azurite.isAttached) return azurite;
      await azurite.ended;
    }
  }

  const open = (azurite: AzuriteProcess): ArchiveStorage =>
    createArchiveStorage({ connectionString: azurite.connectionString }, { clock: new SystemClock() });

  /** Enough that the stores' files are not trivial. */
  async function fill(storage: ArchiveStorage): Promise<void> {
    for (let n = 0; n < 20; n += 1) {
      await storage.table('runs').insert({ partition: 'p', key: `k${n}` });
      await storage.container('packages').create(`b${n}`, Buffer.alloc(1_000, n));
      await storage.queues.send('collect', { v: 1, n });
    }
  }

  async function content(azurite: AzuriteProcess) {
    const storage = open(azurite);
    await storage.ensureStores();
    const rows: string[] = [];
    for await (const { row } of storage.table('runs').list('p')) rows.push(row.key);
    const blobs: number[] = [];
    for await (const { name } of storage.container('packages').list())
      blobs.push((await storage.container('packages').get(name))?.content.length ?? -1);
    return { rows: rows.length, blobs: blobs.filter((bytes) => bytes === 1_000).length, messages: await storage.queues.count('collect') };
  }

  /** A copy of the filled folder, changed. */
  function damagedCopy(name: string, damage: (copy: string) => void): string {
    const copy = join(root, name);
    cpSync(folder, copy, { recursive: true });
    damage(copy);
    return copy;
  }

  const isClean = (at: string) => existsSync(join(at, 'clean-shutdown'));
  const isLocked = (at: string) => existsSync(join(at, 'azurite.lock'));

  it('goes on with everything after a graceful end, says that the end was clean, and serves a second start', async () => {
    expect([isClean(folder), isLocked(folder)]).toEqual([true, false]);

    const first = await start();
    const second = await start();

    expect([isClean(folder), isLocked(folder)]).toEqual([false, true]);
    expect(first).toMatchObject({ wasCleanShutdown: true, isAttached: false, setAside: [] });
    expect(second).toMatchObject({ wasCleanShutdown: true, isAttached: true, pid: first.pid, connectionString: first.connectionString });
    expect(await second.stop()).toBe(true);
    expect(await content(second)).toEqual({ rows: 20, blobs: 20, messages: 20 });

    expect(await first.stop()).toBe(true);
    await Promise.all([first.ended, second.ended]);
    expect([isClean(folder), isLocked(folder)]).toEqual([true, false]);
  });

  it('notices that it was killed, and the next start says so', async () => {
    const copy = damagedCopy('killed', () => {});
    const azurite = await start(copy);
    await open(azurite).table('runs').insert({ partition: 'p', key: 'not saved yet' });

    process.kill(azurite.pid, 'SIGKILL');
    await azurite.ended;
    expect(await azurite.stop()).toBe(false);

    const next = await start(copy);
    expect(next).toMatchObject({ wasCleanShutdown: false, setAside: [] });
    expect(await content(next)).toEqual({ rows: 20, blobs: 20, messages: 20 });
    await next.stop();
  });

  it.each<[string, (at: string) => void, Awaited<ReturnType<typeof content>>, string[]]>([
    [
      'a table index that breaks off, a blob index without its content, and a lock',
      (at) => {
        truncateSync(join(at, TABLE_INDEX), 1_000);
        rmSync(join(at, '__blobstorage__'), { recursive: true });
        writeFileSync(join(at, 'azurite.lock'), JSON.stringify({ pid: 2 ** 22 + 1, ports: { blob: 1, queue: 2, table: 3 } }));
      },
      { rows: 0, blobs: 0, messages: 20 },
      [BLOB_INDEX, BLOB_EXTENTS, TABLE_INDEX],
    ],
    [
      'no table index, and content that the extent index does not know',
      (at) => {
        rmSync(join(at, TABLE_INDEX));
        rmSync(join(at, BLOB_EXTENTS));
      },
      { rows: 0, blobs: 20, messages: 20 },
      [],
    ],
  ])('starts after a kill that left %s', async (name, damage, expected, setAside) => {
    const copy = damagedCopy(name.replaceAll(' ', '-'), (at) => {
      rmSync(join(at, 'clean-shutdown'));
      damage(at);
    });

    const azurite = await start(copy);

    expect(azurite).toMatchObject({ wasCleanShutdown: false, isAttached: false, setAside });
    expect(await content(azurite)).toEqual(expected);
    expect(readdirSync(copy).some((file) => file.startsWith('damaged-'))).toBe(setAside.length > 0);
    await azurite.stop();
  });

  it('survives damage that nobody expects after a clean end', async () => {
    const copy = damagedCopy('surprise', (at) => truncateSync(join(at, BLOB_EXTENTS), 100));

    const azurite = await start(copy);

    expect(azurite).toMatchObject({ wasCleanShutdown: false, setAside: [] });
    expect(await content(azurite)).toEqual({ rows: 20, blobs: 20, messages: 20 });
    await azurite.stop();
  });

  it('writes and ends when the process that started it is killed', async () => {
    const copy = damagedCopy('orphan', () => {});
    const bundle = join(root, 'starter.cjs');
    const entry = `
      const { startAzurite } = require('./runtime/local/host/azurite-process');
      startAzurite({ dataFolder: process.argv[2] }).then((azurite) => { console.log(azurite.connectionString); setInterval(() => {}, 1000); });`;
    buildSync({
      stdin: { contents: entry, resolveDir: process.cwd() },
      bundle: true,
      platform: 'node',
      outfile: bundle,
      define: { __filename: JSON.stringify(join(process.cwd(), 'x.js')) },
    });
    const starter: ChildProcess = spawn(process.execPath, [bundle, copy], { stdio: ['ignore', 'pipe', 'inherit'] });
    const connectionString = await new Promise<string>((resolve) => starter.stdout?.once('data', (line) => resolve(String(line).trim())));
    const { pid } = JSON.parse(readFileSync(join(copy, 'azurite.lock'), 'utf8')) as { pid: number };
    await createArchiveStorage({ connectionString }, { clock: new SystemClock() })
      .table('runs')
      .insert({ partition: 'p', key: 'just before' });

    starter.kill('SIGKILL');
    const next = await startOwn(copy);

    expect(next.wasCleanShutdown).toBe(true);
    expect(next.pid).not.toBe(pid);
    expect((await content(next)).rows).toBe(21);
    await next.stop();
  });
});
