import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headersVerb } from '../../runtime/cli/headers';
import { inspectVerb } from '../../runtime/cli/inspect';
import { mappingCheckVerb } from '../../runtime/cli/mapping-check';
import { packageCheckVerb } from '../../runtime/cli/package-check';
import { sha256 } from '../domain/item/read-mail';
import { emlOf, manifestOf, packageEntries, rawZip, yazlZip } from '../domain/package/zip-samples';
import { runVerb, type VerbRun } from './run-verb';

const VERBS = [inspectVerb, headersVerb, packageCheckVerb, mappingCheckVerb];
const MAIL = 'From: Jones, Sam 17819988776 <>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1_2>\r\n\r\nHi\r\n';
const INSPECTED = ['file', 'itemId', 'subject', 'from', 'to', 'cc', 'date', 'messageId', 'text', 'attachments'];
const INSPECTED_LAST = ['participants', 'headers', 'problems'];

describe('the verbs that only check', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signal-archive-verbs-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, content: Buffer | string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  async function run(...argv: string[]): Promise<VerbRun & { lines: Record<string, unknown>[] }> {
    const { code, out, err } = await runVerb(argv, VERBS);
    return { code, out, err, lines: argv.includes('--json') ? out.map((line) => JSON.parse(line)) : [] };
  }

  describe('inspect', () => {
    it('prints one line an item, fields in the promised order, and nothing in a participant that was not promised', async () => {
      const { code, lines } = await run('inspect', put('a.eml', MAIL), '--json');

      expect(code).toBe(0);
      expect(Object.keys(lines[0] ?? {}).slice(0, 13)).toEqual([...INSPECTED, ...INSPECTED_LAST]);
      expect(lines).toMatchObject([
        {
          file: join(folder, 'a.eml'),
          itemId: sha256(MAIL),
          from: { name: 'Jones, Sam 17819988776', address: '' },
          date: '2026-11-20T10:00:00.000Z',
          messageId: '1_2',
          text: 'Hi\n',
          participants: [{ name: 'Jones, Sam', phone: '17819988776', email: null, role: 'from' }],
        },
      ]);
      const [participant = {}] = (lines[0]?.['participants'] as object[] | undefined) ?? [];
      expect(Object.keys(participant)).toEqual(['name', 'phone', 'email', 'role']);
    });

    it('goes through a folder and its packages, past every bad one', async () => {
      mkdirSync(join(folder, 'sub'));
      put('sub/b.eml', MAIL);
      put('empty.eml', '');
      put('noise.eml', Buffer.alloc(50, 1));
      put('day.zip', await yazlZip(packageEntries([{ name: 'in/1.eml', content: emlOf('one') }])));
      put('locked.zip', rawZip([{ name: 'l.eml', content: emlOf('x'), flags: 0x801 }]));
      put('page.zip', '<html>not found</html>');
      put('readme.txt', 'no item');

      const { code, lines } = await run('inspect', folder, '--json');

      expect(code).toBe(2);
      expect(lines.map(({ file, problems }) => [file, (problems as { code: string }[]).map((problem) => problem.code)])).toEqual([
        ['day.zip!/in/1.eml', ['from-missing', 'date-missing', 'message-id-missing']],
        ['empty.eml', ['empty-item']],
        ['locked.zip!/l.eml', ['encrypted']],
        ['noise.eml', ['not-a-mail']],
        ['page.zip', ['not-a-zip']],
        ['sub/b.eml', []],
      ]);
    });

    it('reads a file of any name: a ZIP when it begins like one, else an item', async () => {
      expect((await run('inspect', put('message.txt', MAIL), '--json')).lines).toMatchObject([{ itemId: sha256(MAIL) }]);
      const zip = await yazlZip(packageEntries([{ name: '1.eml', content: emlOf('one') }]));
      expect((await run('inspect', put('day.bin', zip), '--json')).lines).toMatchObject([{ file: join(folder, 'day.bin!/1.eml') }]);
    });

    it('says nothing of a package that is complete and empty', async () => {
      expect(await run('inspect', put('day.zip', await yazlZip(packageEntries([]))), '--json')).toMatchObject({ code: 0, out: [] });
    });
  });

  describe('package check', () => {
    it('prints state and problems in the promised shape', async () => {
      const good = await yazlZip(packageEntries([{ name: '1.eml', content: emlOf('one') }]));
      const bad = await yazlZip(packageEntries([{ name: '1.eml', content: emlOf('one') }], manifestOf(['1.eml', '2.eml'])));

      const [complete, rejected] = [
        await run('package', 'check', put('good.zip', good), '--json'),
        await run('package', 'check', put('bad.zip', bad), '--json'),
      ];

      expect([complete.code, rejected.code]).toEqual([0, 2]);
      expect(complete.lines).toMatchObject([
        { name: 'good.zip', sha256: sha256(good), items: 1, manifestCount: 1, state: 'complete', problems: [] },
      ]);
      expect(Object.keys(rejected.lines[0] ?? {}).slice(0, 6)).toEqual(['name', 'sha256', 'items', 'manifestCount', 'state', 'problems']);
      expect(rejected.lines[0]?.['problems']).toEqual([
        { code: 'count-mismatch', entry: 'package.mf', detail: expect.any(String) },
        { code: 'missing-item', entry: '2.eml', detail: expect.any(String) },
      ]);
    });
  });

  describe('mapping check', () => {
    it('prints rows, version, problems and state', async () => {
      const csv = 'mobile,mailbox\n445204334324,susan@contoso.example\n+44 5204 334324,bob@contoso.example\n';

      const { code, lines } = await run('mapping', 'check', put('users.csv', csv), '--json');

      expect(code).toBe(2);
      expect(Object.keys(lines[0] ?? {}).slice(0, 4)).toEqual(['rows', 'version', 'problems', 'state']);
      expect(lines).toMatchObject([{ rows: 2, version: sha256(csv), state: 'refused', problems: [{ line: 3, code: 'conflict' }] }]);
    });
  });

  it('end with 1 for a file that is not there, and 64 for a wrong use', async () => {
    const missing = join(folder, 'missing');
    for (const verb of [['inspect'], ['headers'], ['package', 'check'], ['mapping', 'check']]) {
      const { code, err } = await run(...verb, missing);
      expect([code, err]).toEqual([1, [expect.stringContaining(`${missing} cannot be read (ENOENT)`)]]);
      expect((await run(...verb)).code).toBe(64);
      expect((await run(...verb, 'a', '--never')).code).toBe(64);
    }
  });
});
