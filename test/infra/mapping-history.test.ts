import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkMapping, MappingRefusedError } from '../../infra/mapping-check';
import { describeMappingChange, findVersion } from '../../infra/mapping-history';
import { bundleCommandLine } from './support/bundled-command-line';
import { PROJECT_ROOT } from './support/example-stack';

const FIRST = 'phone,mailbox\n+447700900123,anna@contoso.example\n+447700900124,ben@contoso.example\n';
const SECOND = 'phone,mailbox\n+447700900123,cara@contoso.example\n+447700900125,dan@contoso.example\n';
const FILE = path.join('mappings', 'contoso.csv');

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the mapping file of a stack', () => {
  let root: string;

  beforeAll(() => {
    bundleCommandLine();
    root = mkdtempSync(path.join(tmpdir(), 'signal-archive-history-'));
    const git = (...args: string[]): void =>
      void execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@contoso.example', ...args], { stdio: 'ignore' });
    symlinkSync(path.join(PROJECT_ROOT, 'dist'), path.join(root, 'dist'));
    mkdirSync(path.join(root, 'mappings'));
    git('init');
    writeFileSync(path.join(root, FILE), FIRST);
    git('add', FILE);
    git('commit', '-m', 'first');
    writeFileSync(path.join(root, FILE), SECOND);
    git('commit', '-am', 'second');
  });

  it('is checked by the very code that will read it', async () => {
    expect(await checkMapping(FILE, root)).toEqual({ version: sha256(SECOND), rows: 2 });
  });

  it('is refused with the lines of its problems, without repeating a number or an address', async () => {
    writeFileSync(path.join(root, 'bad.csv'), 'phone,mailbox\n+447700900123,anna\n+44,ben@contoso.example\n');

    const refusal = await checkMapping('bad.csv', root).catch((error: unknown) => error as Error);

    expect(refusal).toBeInstanceOf(MappingRefusedError);
    expect(String(refusal)).toMatch(/line 2: not-a-mailbox/);
    expect(String(refusal)).toMatch(/line 3: number-too-short/);
    expect(String(refusal)).not.toMatch(/447700900123|ben@/);
  });

  it('is compared with the active version out of the history of git, in counts', async () => {
    const check = await checkMapping(FILE, root);

    const line = await describeMappingChange(FILE, check, sha256(FIRST), root);

    expect(line).toContain(`2 rows, version ${sha256(SECOND)}`);
    expect(line).toContain('1 rows added, 1 removed, 1 numbers re-routed, 0 with other times');
    expect(line).not.toMatch(/4477009|contoso\.example/);
  });

  it.each<[string, () => string, RegExp | undefined]>([
    ['nothing of the version that is active', () => sha256(SECOND), undefined],
    ['that it is the first', () => '', /It is the first one of this stack/],
    ['that an unknown version cannot be compared', () => 'ab'.repeat(32), /is not in the history of this file/],
  ])('says %s', async (_case, active, text) => {
    const line = await describeMappingChange(FILE, await checkMapping(FILE, root), active(), root);
    if (text === undefined) expect(line).toBeUndefined();
    else expect(line).toMatch(text);
  });

  it('is found in the history through a link, too', () => {
    const link = mkdtempSync(path.join(tmpdir(), 'signal-archive-link-'));
    symlinkSync(path.join(root, 'mappings'), path.join(link, 'mappings'));
    expect(findVersion(path.join(link, FILE), sha256(FIRST))?.toString()).toBe(FIRST);
  });
});
