import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemNode } from './support/older-node';
import { RunningCommand, runCommand } from './support/run-command';
import { vendorItem, vendorZip } from './support/vendor-files';

jest.setTimeout(240_000);

const BIN = join(__dirname, '..', '..', 'runtime', 'cli', 'signal-archive.js');
const MARK = 'a-text-that-stands-in-no-other-file';

/** `npx signal-archive`, whatever Node the system has. */
describe('the command of the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  const program = [systemNode(), BIN] as const;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(async () => {
    mkdirSync(join(folder, 'in'));
    const item = vendorItem({ id: '1_447700900301', from: 'Anna 447700900301 <anna@contoso.example>', to: [], text: MARK });
    writeFileSync(join(folder, 'in', 'one.eml'), item);
    writeFileSync(join(folder, 'day.zip'), await vendorZip(new Map([['one.eml', item]]), 2));
  });

  it.each([
    ['what is fine', ['inspect', 'in'], 0],
    ['what is rejected', ['package', 'check', 'day.zip'], 2],
    ['what is not there', ['mapping', 'check', 'nothing.csv'], 1],
    ['a wrong use', ['local', '--port', 'http'], 64],
  ])('hands on the exit code of %s', async (_case, args, code) => {
    expect((await runCommand(args, { cwd: folder, program })).code).toBe(code);
  });

  it('ends in order when it is told to, with everything that it has started', async () => {
    const command = new RunningCommand(['local', '--source', 'in', '--data', 'data', '--port', '0'], { cwd: folder, program });
    await command.said(/^Ctrl-C ends it\.$/m);

    command.signal('SIGTERM');

    // Nobody is Anna in the synthetic directory: her item is held.
    expect((await command.result).code).toBe(2);
    expect(existsSync(join(folder, 'data', 'storage', 'clean-shutdown'))).toBe(true);
  });

  it('finds one byte that was changed in the stored package, and names the package', async () => {
    const before = await runCommand(['verify', '--data', 'data'], { cwd: folder, program });
    const blobs = join(folder, 'data', 'storage', '__blobstorage__');
    for (const file of readdirSync(blobs)) {
      const content = readFileSync(join(blobs, file));
      const at = content.indexOf(MARK);
      if (at >= 0) writeFileSync(join(blobs, file), content.fill('A', at, at + 1));
    }

    const after = await runCommand(['verify', '--data', 'data'], { cwd: folder, program });

    expect([before.code, before.out]).toEqual([0, expect.stringContaining('Verified: 1 reports')]);
    expect([after.code, after.out]).toEqual([1, expect.stringMatching(/packages: changed-package: .*one\.eml/)]);
  });
});
