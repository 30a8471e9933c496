import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { createSource } from '../../../runtime/adapters/source/create-source';
import { readSimulatorOptions, SimulatorUsageError } from '../../../runtime/local/telemessage-simulator/simulator-options';
import { syntheticDay } from '../../../runtime/local/telemessage-simulator/synthetic/synthetic-day';

const ROOT = join(__dirname, '../../..');
const EVERYTHING = { from: undefined, to: new Date('2100-01-01T00:00:00Z') };
const NEVER = new AbortController().signal;

describe('the simulator as a process', () => {
  const place = mkdtempSync(join(tmpdir(), 'telemessage-simulator-'));
  const bundle = join(place, 'main.js');
  const children: ChildProcess[] = [];

  beforeAll(() => {
    buildSync({
      entryPoints: [join(ROOT, 'runtime/local/telemessage-simulator/main.ts')],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      logLevel: 'error',
    });
  });

  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(place, { recursive: true });
  });

  const start = (args: readonly string[], env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [bundle, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    children.push(child);
    return child;
  };
  const firstLine = async (child: ChildProcess) => {
    if (child.stdout === null) throw new Error('There is no output to read');
    for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Record<string, string>;
    throw new Error('The simulator ended without a word');
  };

  it('serves the day over TLS to a source that trusts what it prints, and ends with its parent', async () => {
    const child = start(['--size', 'tiny', '--past', '2'], { TELEMESSAGE_SIMULATOR_PASSWORD: 'given' });
    const { url = '', username = '', password, certificateAuthority } = await firstLine(child);
    const source = createSource(
      { kind: 'telemessage', url, paths: [], pinnedKeys: [], certificateAuthority, allowsPrivateAddresses: false },
      { read: async () => ({ username, password, privateKey: undefined, passphrase: undefined }) },
    );

    const { packages } = await source.list(EVERYTHING, NEVER);

    expect(password).toBe('given');
    expect(packages.map(({ name }) => name)).toContain(syntheticDay(1, '2026-11-20', 'tiny').packages[0]?.name);
    expect(packages.length).toBeGreaterThan(1);
    source.close();
    child.stdin?.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 30_000);

  it('serves a folder over plain http', async () => {
    const folder = mkdtempSync(join(place, 'folder-'));
    writeFileSync(join(folder, 'own.zip'), 'content');
    const child = start(['--size', 'none', '--folder', folder, '--http']);
    const { url = '', username = '', password } = await firstLine(child);
    const source = createSource(
      { kind: 'telemessage', url, paths: [], pinnedKeys: [], certificateAuthority: undefined, allowsPrivateAddresses: false },
      { read: async () => ({ username, password, privateKey: undefined, passphrase: undefined }) },
    );

    const [listed] = (await source.list(EVERYTHING, NEVER)).packages;
    if (listed === undefined) throw new Error('Nothing is listed');
    const chunks: Buffer[] = [];
    for await (const chunk of source.open(listed, 3, NEVER)) chunks.push(chunk);

    expect([listed.name, Buffer.concat(chunks).toString()]).toEqual(['own.zip', 'tent']);
    source.close();
    child.stdin?.end();
    await once(child, 'exit');
  }, 30_000);

  it('writes the same packages as files, with mapping, users and what must come out', async () => {
    const folder = join(place, 'written');
    const child = start(['--size', 'tiny', '--write', folder]);
    expect(await once(child, 'exit')).toEqual([0, null]);
    const [only] = syntheticDay(1, '2026-11-20', 'tiny').packages;

    expect(readdirSync(folder).sort()).toEqual(['expected.json', 'mapping.csv', 'packages', 'users.json']);
    expect(readFileSync(join(folder, 'packages', only?.name ?? '')).equals(only?.content ?? Buffer.alloc(0))).toBe(true);
  }, 30_000);

  it('ends with 64 and says how it is used when it does not understand', async () => {
    const child = start(['--sizes', 'large']);
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });

    expect((await once(child, 'close'))[0]).toBe(64);
    expect(complaint).toContain('--size <size>');
  }, 30_000);
});

describe('the options of the simulator', () => {
  it('have defaults, and a new password each time', () => {
    const [first, second] = [readSimulatorOptions([], {}), readSimulatorOptions([], {})];

    expect(first).toMatchObject({
      port: 0,
      isPlain: false,
      seed: 1,
      date: '2026-11-20',
      size: 'default',
      past: 0,
      username: 'archive',
      stays: false,
    });
    expect(first.password).not.toBe(second.password);
  });

  it.each([['--port', 'x'], ['--past', '-1'], ['--size', 'huge'], ['--help'], ['--nothing'], ['positional']])(
    'are refused: %s %s',
    (...args) => {
      expect(() => readSimulatorOptions(args, {})).toThrow(SimulatorUsageError);
    },
  );
});
