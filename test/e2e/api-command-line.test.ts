import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeApiDay } from './support/api-day';
import { type LocalMode, startLocalMode } from './support/local-mode';
import { type CommandResult, runCommand } from './support/run-command';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'signal-archive-remote-'));
const data = join(folder, 'data');
let local: LocalMode;
let files: ReturnType<typeof writeApiDay>;

beforeAll(async () => {
  files = writeApiDay(folder);
  local = await startLocalMode(['--source', files.source, '--mapping', files.mapping, '--data', data]);
}, 180_000);
afterAll(async () => {
  await local?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const near = (...args: readonly string[]): Promise<CommandResult> => runCommand([...args, '--data', data]);
const far = (...args: readonly string[]): Promise<CommandResult> => runCommand([...args, '--connector', local.origin]);
const jsonOf = ({ out }: CommandResult): Record<string, unknown> => JSON.parse(out) as Record<string, unknown>;
const linesOf = ({ out }: CommandResult): readonly Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the command line over the API', () => {
  it.each([['status'], ['runs'], ['held'], ['report']])('%s says the same as over the data folder', async (verb) => {
    const [over, by] = [await near(verb), await far(verb)];

    expect(by.code).toBe(over.code);
    expect(withoutCommands(by.out)).toEqual(withoutCommands(over.out));
  });

  it('speaks to machines in the same form', async () => {
    const [status, report, held, runs] = [
      await Promise.all([near('status', '--json'), far('status', '--json')]),
      await Promise.all([near('report', '--json'), far('report', '--json')]),
      await Promise.all([near('held', '--json'), far('held', '--json')]),
      await Promise.all([near('runs', '--json'), far('runs', '--json')]),
    ];

    expect(jsonOf(status[1])['held']).toEqual(jsonOf(status[0])['held']);
    expect(jsonOf(status[1])['last']).toMatchObject(jsonOf(status[0])['last'] as object);
    expect(report[1].out).toBe(report[0].out);
    const names = (result: CommandResult) =>
      linesOf(result)
        .map((line) => [line['id'], Object.keys(line).toSorted()])
        .toSorted();
    expect(names(held[1])).toEqual(names(held[0]));
    expect((jsonOf(runs[1])['closed'] as object[])[0]).toMatchObject((jsonOf(runs[0])['closed'] as object[])[0] as object);
  });

  it('previews and activates a mapping, waits for the run that it begins, and shows its report', async () => {
    const csv = join(folder, 'next.csv');
    writeFileSync(csv, `${readFileSync(files.mapping, 'utf8')}447700900151,grace.adeyemi@contoso.example\n`);

    const preview = jsonOf(await far('mapping', 'preview', csv, '--since', '3d', '--json'));
    const activated = await far('mapping', 'activate', csv, '--because', 'joiner', '--json');

    expect(preview).toMatchObject({ state: 'usable', preview: { changedNumbers: 1, days: 3 } });
    expect(activated.err).toContain('is the current one now');
    expect(jsonOf(activated)).toMatchObject({ trigger: 'replay', reconciled: true, counts: { imported: 4 } });
  });

  it('refuses a large change, and says how to confirm it', async () => {
    const csv = join(folder, 'few.csv');
    writeFileSync(csv, readFileSync(files.mapping, 'utf8').split('\n').slice(0, 4).join('\n'));

    const { code, err } = await far('mapping', 'activate', csv);

    expect(code).toBe(1);
    expect(err).toMatch(/rows go.*--confirm [0-9a-f]{64}/);
  });

  it('imports, replays and resumes', async () => {
    const imported = await far('import', '--from', '2026-11-01', '--to', '2026-11-21', '--json');
    const replayed = await far('replay', '--reason', 'mailbox-unavailable', '--json');
    const resumed = await far('resume');

    expect(jsonOf(imported)).toMatchObject({ trigger: 'manual', window: { to: '2026-11-21T00:00:00.000Z' }, counts: { imported: 0 } });
    expect(jsonOf(replayed)).toMatchObject({ trigger: 'replay', heldBalance: { resolved: 0 } });
    expect([imported.code, replayed.code, resumed.code, resumed.out.trim()]).toEqual([2, 2, 0, 'No run is open.']);
  });

  it('ends with one clear line when nobody answers there', async () => {
    const port = await closedPort();
    const { code, err } = await runCommand(['status', '--connector', `http://127.0.0.1:${port}`]);

    expect(code).toBe(1);
    expect(err.trim()).toBe(`signal-archive status: http://127.0.0.1:${port} does not answer: ECONNREFUSED`);
  });
});

/** A port at which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What lists the held entries differs, of course. */
const withoutCommands = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/npx signal-archive held.*$/, ''))
    .toSorted();
