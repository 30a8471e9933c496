import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headersVerb } from '../../runtime/cli/headers';
import { inspectVerb } from '../../runtime/cli/inspect';
import { mappingCheckVerb } from '../../runtime/cli/mapping-check';
import { packageCheckVerb } from '../../runtime/cli/package-check';
import { runVerb } from './run-verb';

const VERBS = [inspectVerb, headersVerb, packageCheckVerb, mappingCheckVerb];
const SAMPLES = join(__dirname, '..', 'fixtures', 'samples');
const sample = (name: string): string => join(SAMPLES, name);
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const folder = mkdtempSync(join(tmpdir(), 'signal-archive-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ITEM = [
  'From: Anna Lee 447700900123 <anna@contoso.example>',
  'To: Bob Ray 447700900456 <bob@fabrikam.example>',
  'Cc: Desk <desk@contoso.example>',
  'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
  'Date: Fri, 20 Nov 2026 11:00:00 +0100',
  'Message-ID: <1795168800000_447700900123@vendor.example>',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'one',
  'two',
  '--b',
  'Content-Type: text/csv; name="a.csv"',
  'Content-Disposition: attachment; filename="a.csv"',
  'Content-Transfer-Encoding: base64',
  '',
  'YSxiCg==',
  '--b--',
  '',
].join('\r\n');

function put(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const inspect = async (path: string) => {
  const { code, out } = await runVerb(['inspect', path], VERBS);
  return { code, items: out.map((line) => JSON.parse(line)) };
};

describe('inspect', () => {
  it('prints what outside tools rely on', async () => {
    const file = put('one.eml', ITEM);

    const { code, items } = await inspect(file);

    expect(code).toBe(0);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      file,
      itemId: sha256(file),
      subject: 'Grüße',
      from: { name: 'Anna Lee 447700900123', address: 'anna@contoso.example' },
      to: [{ name: 'Bob Ray 447700900456', address: 'bob@fabrikam.example' }],
      cc: [{ name: 'Desk', address: 'desk@contoso.example' }],
      date: '2026-11-20T10:00:00.000Z',
      messageId: '1795168800000_447700900123@vendor.example',
      text: 'one\ntwo',
      attachments: [{ name: 'a.csv', contentType: 'text/csv', bytes: 4, sha256: createHash('sha256').update('a,b\n').digest('hex') }],
      problems: [],
    });
    expect(items[0].participants).toEqual([
      expect.objectContaining({ name: 'Anna Lee', phone: '447700900123', email: 'anna@contoso.example', role: 'from' }),
      expect.objectContaining({ name: 'Bob Ray', phone: '447700900456', email: 'bob@fabrikam.example', role: 'to' }),
      expect.objectContaining({ name: 'Desk', phone: null, email: 'desk@contoso.example', role: 'cc' }),
    ]);
    expect(items[0].headers.slice(0, 2)).toEqual([
      ['From', 'Anna Lee 447700900123 <anna@contoso.example>'],
      ['To', 'Bob Ray 447700900456 <bob@fabrikam.example>'],
    ]);
  });

  it('names the entry of a ZIP, and goes on after a bad one', async () => {
    const zip = sample('25-bad-packages/empty-item/202611200000-TeleMessage_1_090000.zip');

    const { code, items } = await inspect(zip);

    expect(code).toBe(2);
    expect(items.map(({ file }) => file)).toEqual([`${zip}!/one.eml`, `${zip}!/two.eml`]);
    expect(items.map(({ problems }) => problems.length > 0)).toEqual([false, true]);
    expect(items[1].problems[0]).toEqual({ code: expect.any(String), detail: expect.any(String) });
  });

  it('reads a folder with its sub-folders in name order, past what cannot be opened', async () => {
    const inside = join(folder, 'mixed');
    mkdirSync(join(inside, 'sub'), { recursive: true });
    mkdirSync(join(inside, 'folder.eml'));
    writeFileSync(join(inside, 'b.eml'), ITEM);
    writeFileSync(join(inside, 'sub', 'C.EML'), ITEM);
    writeFileSync(join(inside, 'notes.txt'), 'x');
    symlinkSync(join(inside, 'nowhere'), join(inside, 'a.eml'));

    const { code, items } = await inspect(inside);

    expect(code).toBe(2);
    expect(items.map(({ file, problems }) => [file, problems.map((problem: { code: string }) => problem.code)])).toEqual([
      ['a.eml', ['unreadable-file']],
      ['b.eml', []],
      ['folder.eml', ['unreadable-file']],
      ['sub/C.EML', []],
    ]);
  });

  it.each([
    ['a file that is not there', 'nothing.eml'],
    ['a folder that is not there', 'nothing/'],
  ])('ends with 1 for %s', async (_case, name) => {
    expect(await runVerb(['inspect', join(folder, name)], VERBS)).toMatchObject({ code: 1, out: [] });
  });
});

describe('headers', () => {
  it('prints names in order and what the settings read from them', async () => {
    const { code, out } = await runVerb(['headers', put('one.eml', ITEM)], VERBS);

    expect(code).toBe(0);
    expect(out.slice(0, 3)).toEqual(['From', 'To', 'Cc']);
    expect(out).toContain('MESSAGE_ID_HEADERS=Message-ID: Message-ID, read as 1795168800000_447700900123');
  });

  it('ends with 2 for what is no item', async () => {
    expect((await runVerb(['headers', put('rubbish.eml', Buffer.from([0, 255]))], VERBS)).code).toBe(2);
  });
});

describe('package check', () => {
  const check = async (file: string) => {
    const { code, out, err } = await runVerb(['package', 'check', file, '--json'], VERBS);
    return { code, err, result: out[0] === undefined ? undefined : JSON.parse(out[0]) };
  };

  it.each([
    ['a folder', folder],
    ['what is not there', join(folder, 'no.zip')],
  ])('cannot run on %s', async (_case, file) => {
    const { code, err, result } = await check(file);

    expect({ code, result }).toEqual({ code: 1, result: undefined });
    expect(err[0]).toContain(file);
  });

  it('tells a person the same', async () => {
    const { code, out } = await runVerb(
      ['package', 'check', sample('25-bad-packages/encrypted/202611200000-TeleMessage_1_090000.zip')],
      VERBS,
    );

    expect(code).toBe(2);
    expect(out[0]).toMatch(/^202611200000-TeleMessage_1_090000\.zip: rejected\. 2 items, manifest says 2\. SHA-256 [0-9a-f]{64}$/);
    expect(out[1]).toMatch(/^ {2}encrypted \(one\.eml\): /);
  });
});

describe('mapping check', () => {
  const check = async (file: string, ...more: string[]) => {
    const { code, out } = await runVerb(['mapping', 'check', file, '--json', ...more], VERBS);
    return { code, result: JSON.parse(out[0] ?? 'null') };
  };

  it('counts what a file changes against another', async () => {
    const before = put('before.csv', 'mobile,mailbox\n447700900123,anna@contoso.example\n447700900124,ben@contoso.example\n');
    const after = put('after.csv', 'mobile,mailbox\n447700900123,carl@contoso.example\n447700900125,dan@contoso.example\n');

    expect((await check(after, '--against', before)).result.difference).toEqual({
      rowsAdded: 1,
      rowsRemoved: 1,
      numbersRerouted: 1,
      numbersChanged: 0,
    });
  });
});
