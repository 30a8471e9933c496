import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const ANNA = '11111111-0000-4000-8000-000000000001';

let folder: string;
let script: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-process-'));
  script = join(folder, 'main.js');
  writeFileSync(join(folder, 'users.json'), JSON.stringify([{ id: ANNA, userPrincipalName: 'anna.lee@contoso.example' }]));
  await build({
    entryPoints: [join(__dirname, '../../../runtime/local/exchange-simulator/main.ts')],
    bundle: true,
    platform: 'node',
    outfile: script,
    logLevel: 'error',
  });
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

async function start(...args: string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [script, '--token', 'secret', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, url: (JSON.parse(line.toString()) as { url: string }).url };
}

const headers = { authorization: 'Bearer secret', prefer: 'IdType="ImmutableId"', 'content-type': 'application/json' };
const create = (url: string) =>
  fetch(`${url}/users/${ANNA}/mailFolders/inbox/messages`, { method: 'POST', headers, body: JSON.stringify({ subject: 'Kept' }) });

describe('the simulator as a process', () => {
  it('prints where it is and ends with its standard input', async () => {
    const { child, url } = await start('--users', join(folder, 'users.json'));
    expect((await create(url)).status).toBe(201);

    child.stdin?.end();
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
  });

  it('keeps what it has answered when it is killed', async () => {
    const data = join(folder, 'data');
    const first = await start('--users', join(folder, 'users.json'), '--data', data);
    for (let count = 0; count < 3; count += 1) expect((await create(first.url)).status).toBe(201);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const second = await start('--data', data);
    const listed = await fetch(`${second.url}/users/${ANNA}/mailFolders/inbox/messages?$select=subject`, { headers });
    expect(((await listed.json()) as { value: unknown[] }).value).toHaveLength(3);
  });

  it('says what is wrong with its options', async () => {
    const child = spawn(process.execPath, [script, '--users', join(folder, 'nothing.json')], { stdio: ['pipe', 'pipe', 'pipe'] });
    children.push(child);
    const [text] = (await once(child.stderr as NodeJS.ReadableStream, 'data')) as [Buffer];

    expect(text.toString()).toContain('did not start');
  });
});
