import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { claimDataFolder, rememberedStart, rememberStart, workingProcess } from '../../../runtime/local/start/data-folder';

describe('a data folder of local mode', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'data-folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const lock = (content: unknown) => writeFileSync(join(folder, 'local-mode.json'), JSON.stringify(content));
  /** Lives as long as the test: a process that is certainly another one. */
  const ANOTHER = process.ppid;

  it('is worked on by one process at a time', () => {
    lock({ pid: ANOTHER });

    expect(() => claimDataFolder(folder)).toThrow(`Local mode works on ${folder} already, as process ${ANOTHER}`);
  });

  it('is taken over from a process that is gone', () => {
    lock({ pid: 2 ** 30 });

    claimDataFolder(folder).free();

    expect(workingProcess(folder)).toBeUndefined();
  });

  it('tells other commands where source and mailboxes are, and no credential', () => {
    claimDataFolder(folder).announce({ graph: 'http://127.0.0.1:1/v1.0', source: { SOURCE_KIND: 'telemessage' } });
    const { pid, ...told } = JSON.parse(readFileSync(join(folder, 'local-mode.json'), 'utf8'));

    lock({ pid: ANOTHER, ...told });

    expect(pid).toBe(process.pid);
    expect(workingProcess(folder)).toEqual({
      pid: ANOTHER,
      workingWith: { graph: 'http://127.0.0.1:1/v1.0', source: { SOURCE_KIND: 'telemessage' } },
    });
  });

  it.each([
    ['a path, wherever the next command is typed', 'in/day', resolve('in/day')],
    ['an address as it is', 'sftp://files.example/in', 'sftp://files.example/in'],
    ['the synthetic day', undefined, undefined],
  ])('remembers %s', (_case, source, remembered) => {
    rememberStart(folder, { source, graph: undefined, domains: ['a.example'] });

    expect(rememberedStart(folder)).toEqual({ source: remembered, graph: undefined, domains: ['a.example'] });
  });

  it('remembers nothing of a start whose note was cut off', () => {
    writeFileSync(join(folder, 'last-start.json'), '{"source":');

    expect(rememberedStart(folder)).toEqual({ source: undefined, graph: undefined, domains: [] });
  });
});
