import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeApiDay } from './support/api-day';
import { startLocalMode } from './support/local-mode';
import { type CommandResult, runCommand } from './support/run-command';

jest.setTimeout(180_000);

interface Finding {
  readonly id: string;
  readonly state: string;
}

const MAILBOX = 'maya.okafor@contoso.example';
const folder = mkdtempSync(join(tmpdir(), 'signal-archive-doctor-'));
const data = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const jsonOf = <T>({ out }: CommandResult): T => JSON.parse(out) as T;
const states = (findings: readonly Finding[]): ReadonlyMap<string, string> => new Map(findings.map(({ id, state }) => [id, state]));

describe('doctor and probe', () => {
  const far: { doctor?: CommandResult; probe?: CommandResult; stranger?: CommandResult } = {};

  beforeAll(async () => {
    const files = writeApiDay(folder);
    const local = await startLocalMode(['--source', files.source, '--mapping', files.mapping, '--data', data]);
    try {
      far.doctor = await runCommand(['doctor', '--json', '--connector', local.origin]);
      far.probe = await runCommand(['probe', '--mailbox', MAILBOX, '--json', '--connector', local.origin]);
      far.stranger = await runCommand(['doctor', '--mailbox', 'nobody@contoso.example', '--connector', local.origin]);
    } finally {
      await local.stop();
    }
  });

  it('examine a connector over its API', () => {
    const examination = jsonOf<{ state: string; checks: readonly Finding[] }>(far.doctor as CommandResult);

    expect(far.doctor?.code).toBe(0);
    expect(examination.state).toBe('fine');
    const found = states(examination.checks);
    for (const id of ['storage', 'clock', 'signing-key', 'source', 'token', 'directory', 'scope-inside', 'probe', 'mapping'])
      expect([id, found.get(id)]).toEqual([id, 'ok']);
  });

  it('ask a test mailbox over the API, and remove what they made', () => {
    const probe = jsonOf<{ answers: readonly Finding[]; itemsMade: number; itemsLeft: number }>(far.probe as CommandResult);

    expect([0, 2]).toContain(far.probe?.code);
    expect(probe).toMatchObject({ itemsMade: 5, itemsLeft: 0 });
    const found = states(probe.answers);
    for (const id of ['scope-inside', 'flags', 'dates', 'class', 'people', 'inline', 'attach', 'upload', 'move'])
      expect([id, found.get(id)]).toEqual([id, 'as-expected']);
  });

  it('say so when nobody has the mailbox that is named', () => {
    expect(far.stranger?.out).toContain('A mailbox inside');
    expect(far.stranger?.out).toContain('no mailbox is known to ask');
  });

  it('examine the same data folder when nothing works on it, with the source of its last start', async () => {
    const { code, out } = await runCommand(['doctor', '--data', data]);

    expect(code).toBe(0);
    expect(out).toMatch(/^ok +Source: sign-in, host key, listing +directory source/m);
    expect(out).toContain('Nothing has to be mended.');
  });

  it('cannot begin without the source of the last start, and say so', async () => {
    rmSync(join(folder, 'source'), { recursive: true, force: true });

    const { code, err } = await runCommand(['doctor', '--data', data]);

    expect(code).toBe(1);
    expect(err).toMatch(/There is no .*source/);
  });
});
