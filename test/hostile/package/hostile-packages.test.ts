import { crc32, deflateRawSync } from 'node:zlib';
import { openPackage } from '../../../runtime/domain/package/open-package';
import { DEFAULT_PACKAGE_LIMITS, packageLimits } from '../../../runtime/domain/package/package-limits';
import { bufferReader } from '../../../runtime/domain/package/range-reader';
import { descriptorOf, emlOf, manifestOf, type RawEntry, type RawZip, rawZip, yazlZip } from '../../domain/package/zip-samples';

const good: RawEntry = { name: 'a.eml', content: emlOf('good') };
const manifest = (...names: string[]): RawEntry => ({ name: 'day.mf', content: Buffer.from(manifestOf(names)) });
const open = (zip: Buffer, limits = {}) => openPackage(bufferReader(zip), 'day.zip', { depth: 'content', limits: packageLimits(limits) });
const codesOf = (problems: readonly { code: string }[]): string[] => [...new Set(problems.map(({ code }) => code))].sort();

/** What is handed out: nothing of an item that is refused. */
async function openedContents(opened: Awaited<ReturnType<typeof open>>): Promise<Buffer[]> {
  const read = await Promise.all(Array.from({ length: opened.itemCount }, (_none, item) => opened.readItem(item).catch(() => undefined)));
  return read.filter((content) => content !== undefined);
}

/** Extra field 0x7075: version, CRC-32 of the plain name, the name in UTF-8. */
function unicodePath(plain: string, name: string): Buffer {
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x7075, 0);
  field.writeUInt16LE(5 + Buffer.byteLength(name), 2);
  field.writeUInt8(1, 4);
  field.writeUInt32LE(crc32(Buffer.from(plain, 'latin1')), 5);
  return Buffer.concat([field, Buffer.from(name)]);
}

const DESCRIPTORS: [string, { hasSignature: boolean; isZip64: boolean }][] = [
  ['with signature', { hasSignature: true, isZip64: false }],
  ['without signature', { hasSignature: false, isZip64: false }],
  ['Zip64 with signature', { hasSignature: true, isZip64: true }],
  ['Zip64 without signature', { hasSignature: false, isZip64: true }],
];

const UNIX = 3 << 8;
const SYMLINK = (0o120777 << 16) >>> 0;
const FIFO = (0o010644 << 16) >>> 0;

describe('a package with an entry that is not what it should be', () => {
  it.each<[string, RawEntry, string[]]>([
    ['an encrypted entry', { ...good, flags: 0x801 }, ['encrypted']],
    ['strong encryption', { ...good, flags: 0x841 }, ['encrypted']],
    ['masked headers', { ...good, flags: 0x2800 }, ['encrypted']],
    ['AES encryption', { ...good, method: 99 }, ['encrypted']],
    ['an unknown method', { ...good, method: 12 }, ['unsupported-method']],
    ['a symbolic link', { ...good, madeBy: UNIX, externalAttributes: SYMLINK }, ['special-file']],
    ['a named pipe', { ...good, madeBy: UNIX, externalAttributes: FIFO }, ['special-file']],
    ['an entry of another disk', { ...good, disk: 1 }, ['multi-disk']],
    ['a wrong CRC', { ...good, crc32: 1 }, ['crc-mismatch']],
    ['a CRC that only the directory has wrong', { ...good, crc32: 1, flags: 0x808 }, ['crc-mismatch']],
    ['fewer bytes than declared', { ...good, bytes: 1000 }, ['size-mismatch']],
    ['more bytes than declared', { ...good, bytes: 3 }, ['size-mismatch']],
    ['data behind the end of the file', { ...good, compressedBytes: 100_000 }, ['truncated']],
    [
      'bytes behind the deflate stream',
      { ...good, raw: Buffer.concat([deflateRawSync(emlOf('good')), Buffer.alloc(9)]) },
      ['damaged-content'],
    ],
    ['data that is no deflate stream', { ...good, raw: Buffer.alloc(40, 0xff) }, ['damaged-content']],
    ['a cut deflate stream', { ...good, raw: deflateRawSync(emlOf('good')).subarray(0, 10) }, ['damaged-content']],
    ['another name in the local header', { ...good, localName: 'b.eml' }, ['header-mismatch']],
    ['other sizes in the local header', { ...good, localBytes: 5 }, ['header-mismatch']],
    ['an offset that points nowhere', { ...good, offset: 3 }, ['garbage-before', 'manifest-unreadable', 'overlap']],
    ['Zip64 sizes that are missing', { ...good, bytes: 0xffffffff }, ['damaged-directory']],
    ['zero bytes', { ...good, content: Buffer.alloc(0) }, ['empty-item']],
  ])('is rejected: %s', async (_case, entry, codes) => {
    const opened = await open(rawZip([entry, manifest('a.eml')]));

    expect(opened.check.state).toBe('rejected');
    expect(codesOf(opened.check.problems)).toEqual(codes);
    expect(opened.check.problems[0]?.detail).not.toBe('');
    expect(opened.itemCount).toBe(1);
  });

  it('hands out nothing of an entry that is not what it says', async () => {
    const entries: RawEntry[] = [
      { ...good, flags: 0x801 },
      { ...good, name: 'b.eml', crc32: 1 },
      { ...good, name: 'c.eml', localName: 'd.eml' },
      { ...good, name: 'e.eml' },
    ];
    const opened = await open(rawZip([...entries, manifest('a.eml', 'b.eml', 'c.eml', 'e.eml')]));

    const read = await Promise.all([0, 1, 2, 3].map((item) => opened.readItem(item).catch((error) => error.problem)));

    expect(read).toEqual(['encrypted', 'crc-mismatch', 'header-mismatch', good.content]);
    expect([0, 1, 2, 3].map((item) => opened.barOf(item))).toEqual(['encrypted', undefined, undefined, undefined]);
  });
});

describe('names', () => {
  it.each<[string, string | Buffer, string]>([
    ['leaves its folder', '../a.eml', 'unsafe-name'],
    ['leaves its folder in the middle', 'x/../../a.eml', 'unsafe-name'],
    ['is absolute', '/etc/a.eml', 'unsafe-name'],
    ['has a drive letter', 'C:a.eml', 'unsafe-name'],
    ['has a backslash', 'x\\a.eml', 'unsafe-name'],
    ['has a NUL', 'a.eml\0.eml', 'unsafe-name'],
    ['has a line end', 'a\r\nX: y.eml', 'unsafe-name'],
    ['is very long', `${'x'.repeat(2000)}.eml`, 'unsafe-name'],
    ['is an archive', 'inner.ZIP', 'nested-archive'],
    ['is another archive', 'inner.tar.gz', 'nested-archive'],
    ['is no item', 'readme.txt', 'unexpected-entry'],
    ['is empty', '', 'unsafe-name'],
  ])('are refused: one that %s', async (_case, name, code) => {
    const opened = await open(rawZip([good, { name, content: emlOf('x') }, manifest('a.eml')]));

    expect(opened.check.state).toBe('rejected');
    expect(codesOf(opened.check.problems)).toContain(code);
    expect(await opened.readItem(0)).toEqual(good.content);
  });

  it('are refused when they say UTF-8 and are not, and the item is still readable', async () => {
    const opened = await open(
      rawZip([{ name: Buffer.from([0xff, 0x2e, 0x65, 0x6d, 0x6c]), flags: 0x800, content: emlOf('x') }, manifest('a.eml')]),
    );

    expect(codesOf(opened.check.problems)).toContain('unsafe-name');
    expect(await opened.readItem(0)).toEqual(emlOf('x'));
  });

  it.each([
    ['exactly', 'a.eml'],
    ['but for case', 'A.EML'],
  ])('are refused when two are the same %s', async (_case, second) => {
    const opened = await open(rawZip([good, { name: second, content: emlOf('second') }, manifest('a.eml', second)]));

    expect(codesOf(opened.check.problems)).toContain('duplicate-name');
    expect(await opened.readItem(0)).toEqual(good.content);
    expect(await opened.readItem(1)).toEqual(emlOf('second'));
  });

  it('are refused when two differ by Unicode spelling only', async () => {
    const [composed, decomposed] = ['\u00e9.eml', 'e\u0301.eml'];
    const opened = await open(rawZip([{ ...good, name: composed }, { ...good, name: decomposed }, manifest(composed, decomposed)]));

    expect(codesOf(opened.check.problems)).toEqual(['duplicate-name']);
  });

  it.each<[string, Buffer, Buffer | undefined, string]>([
    ['code page 437', Buffer.from('M\x81ller.eml', 'latin1'), undefined, 'M\u00fcller.eml'],
    ['UTF-8 without the flag, as macOS writes it', Buffer.from('M\u00fcller.eml'), undefined, 'M\u00fcller.eml'],
    [
      'the Unicode path field of Info-ZIP',
      Buffer.from('M\x81ller.eml', 'latin1'),
      unicodePath('M\x81ller.eml', '\u5c71.eml'),
      '\u5c71.eml',
    ],
    [
      'a Unicode path field of another name',
      Buffer.from('M\x81ller.eml', 'latin1'),
      unicodePath('Meyer.eml', '\u5c71.eml'),
      'M\u00fcller.eml',
    ],
  ])('without the UTF-8 flag are read: %s', async (_case, bytes, extra, text) => {
    const opened = await open(rawZip([{ ...good, name: bytes, ...(extra && { extra }) }, manifest(text)]));

    expect(opened.check.problems).toEqual([]);
    expect(await opened.itemName(0)).toBe(text);
  });

  it('never carry control or bidi characters into a problem', async () => {
    const opened = await open(rawZip([{ name: 'a\u202egpj\n.txt', content: emlOf('x') }]));

    expect(JSON.stringify(opened.check.problems)).not.toMatch(/\\n|\u202e/);
  });
});

describe('the shape of the file', () => {
  const entries = [good, manifest('a.eml')];
  it.each<[string, RawZip, string[], number]>([
    ['bytes before it, offsets not corrected', { prefix: Buffer.alloc(100, 0x41) }, ['garbage-before'], 1],
    ['bytes before it, offsets corrected', {}, ['garbage-before'], 1],
    ['bytes behind it', { suffix: Buffer.alloc(100, 0x41) }, ['garbage-after'], 1],
    ['a second part', { disk: 1 }, ['multi-disk'], 1],
    ['more entries than it announces', { count: 1 }, ['damaged-directory'], 1],
    ['fewer entries than it announces', { count: 3 }, ['damaged-directory'], 1],
    ['a directory that ends in something else', { directoryTail: Buffer.alloc(60, 0x41) }, ['damaged-directory'], 1],
    ['no end record', { withoutEnd: true }, ['truncated'], 1],
  ])('rejects a ZIP with %s; its items stay readable', async (label, shape, codes, itemCount) => {
    const zip = label.includes('offsets corrected') ? withCorrectedPrefix(entries) : rawZip(entries, shape);

    const opened = await open(zip);

    expect(opened.check.state).toBe('rejected');
    expect(codesOf(opened.check.problems)).toEqual(codes);
    expect(opened.itemCount).toBe(itemCount);
    expect(await opened.readItem(0)).toEqual(good.content);
  });

  it('accepts a comment, and Zip64 records that agree', async () => {
    expect((await open(rawZip(entries, { comment: Buffer.from('made on a Monday') }))).check.state).toBe('complete');
    expect((await open(rawZip(entries, { hasZip64: true }))).check.state).toBe('complete');
  });

  it('refuses a comment that holds a second end record', async () => {
    const empty = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');

    const opened = await open(rawZip(entries, { comment: empty }));

    expect(codesOf(opened.check.problems)).toContain('ambiguous-directory');
  });

  it('never fails for a directory that would reach beyond the end of the file', async () => {
    const zip = rawZip(entries);
    const end = zip.length - 22;
    zip.writeUInt32LE(zip.readUInt32LE(end + 16) + 46 + 5, end + 16);

    const opened = await open(zip);

    expect(opened.check.state).toBe('rejected');
    expect(await opened.readItem(0)).toEqual(good.content);
  });

  it.each([
    ['the offset of the end record', false],
    ['the end of the file', true],
  ])('refuses two directories, of which readers that trust %s see different ones', async (_case, isSecondWanted) => {
    const shown = rawZip([good, manifest('a.eml')]);
    const hidden = rawZip([{ ...good, content: emlOf('evil') }, manifest('a.eml')]);
    const directoryOf = (zip: Buffer) => zip.subarray(zip.readUInt32LE(zip.length - 6), zip.length - 22);
    const [first, second] = [directoryOf(shown), directoryOf(hidden)];
    const body = shown.subarray(0, shown.length - 22 - first.length);
    const end = Buffer.from(shown.subarray(shown.length - 22));
    if (isSecondWanted) end.writeUInt32LE(body.length + first.length, 16);

    const opened = await open(Buffer.concat([body, first, second, end]));

    expect(first.length).toBe(second.length);
    expect(opened.check.state).toBe('rejected');
    expect(await openedContents(opened)).toEqual(isSecondWanted ? [] : [good.content]);
  });

  it('finds an entry that the directory does not name', async () => {
    const opened = await open(rawZip([good, { name: 'hidden.eml', content: emlOf('hidden'), isHidden: true }, manifest('a.eml')]));

    expect(opened.check.problems).toMatchObject([{ code: 'hidden-entry', entry: 'a.eml' }]);
  });

  const described = DESCRIPTORS.map(([, form], index): RawEntry => {
    const content = emlOf(`described ${index}`);
    return { name: `${index}.eml`, content, flags: 0x808, trailer: descriptorOf(content, form) };
  });

  it('accepts data descriptors of every form', async () => {
    const opened = await open(rawZip([...described, manifest(...described.map(({ name }) => String(name)))]));

    expect(opened.check.problems).toEqual([]);
  });

  it.each(DESCRIPTORS)('reads an item whose sizes stand in a descriptor (%s) when the directory is lost', async (_case, form) => {
    const content = emlOf('described');
    const entry: RawEntry = { name: 'a.eml', content, flags: 0x808, trailer: descriptorOf(content, form) };

    const opened = await open(rawZip([entry, { ...entry, name: 'b.eml' }], { withoutEnd: true }));

    expect(opened.itemCount).toBe(2);
    expect(await opened.readItem(1)).toEqual(content);
  });

  it('does not take for an item what only happens to inflate', async () => {
    const entry: RawEntry = { name: 'a.eml', content: emlOf('described'), flags: 0x808, trailer: descriptorOf(emlOf('another')) };

    expect((await open(rawZip([entry, good], { withoutEnd: true }))).itemCount).toBe(1);
  });

  it('reads whole items before the cut of a truncated ZIP, by descriptor or by size', async () => {
    const contents = Array.from({ length: 20 }, (_none, index) => emlOf(`item ${index} `.repeat(200)));
    for (const isStored of [false, true]) {
      const zip = await yazlZip(contents.map((content, index) => ({ name: `${index}.eml`, content, isStored })));

      const opened = await open(zip.subarray(0, Math.floor(zip.length / 2)));

      expect(codesOf(opened.check.problems)).toEqual(['truncated']);
      expect(opened.itemCount).toBeGreaterThan(5);
      expect(opened.itemCount).toBeLessThan(20);
      for (let item = 0; item < opened.itemCount; item += 1) {
        expect(await opened.itemName(item)).toBe(`${item}.eml`);
        expect(await opened.readItem(item)).toEqual(contents[item]);
      }
    }
  });
});

function withCorrectedPrefix(entries: readonly RawEntry[]): Buffer {
  const prefix = Buffer.alloc(64, 0x41);
  const plain = rawZip(entries);
  let offset = prefix.length;
  const moved = entries.map((entry) => {
    const at = offset;
    offset += rawZip([entry], { withoutEnd: true }).length;
    return { ...entry, offset: at };
  });
  const directoryOffset = plain.readUInt32LE(plain.length - 22 + 16) + prefix.length;
  return rawZip(moved, { prefix, directoryOffset });
}

describe('bombs end at a limit', () => {
  const zeros = deflateRawSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });

  it('by ratio: 64 MiB out of 64 KiB', async () => {
    const opened = await open(rawZip([{ name: 'a.eml', raw: zeros, bytes: 64 * 1024 * 1024 }, manifest('a.eml')]));

    expect(codesOf(opened.check.problems)).toEqual(['ratio']);
    await expect(opened.readItem(0)).rejects.toMatchObject({ problem: 'ratio' });
  });

  it('by a lie about the size: inflating stops at the declared size', async () => {
    const opened = await open(rawZip([{ name: 'a.eml', raw: zeros, bytes: 100_000 }, manifest('a.eml')]));

    expect(codesOf(opened.check.problems)).toEqual(['size-mismatch']);
    const before = process.memoryUsage().rss;
    await expect(opened.readItem(0)).rejects.toMatchObject({ problem: 'size-mismatch' });
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  });

  it('by a lie about a large size: the stream stops at the declared size', async () => {
    const opened = await open(rawZip([{ name: 'a.eml', raw: zeros, bytes: 10_000_000 }, manifest('a.eml')]));

    expect(codesOf(opened.check.problems)).toEqual(['size-mismatch']);
  });

  it('by overlap: many entries share one kernel', async () => {
    const kernel: RawEntry = { name: 'k.eml', raw: zeros, bytes: 64 * 1024 * 1024 };
    const shared = Array.from({ length: 5000 }, (_none, index) => ({
      ...kernel,
      raw: Buffer.alloc(0),
      name: `${index}.eml`,
      compressedBytes: zeros.length,
      bytes: 10_000_000,
      offset: 0,
    }));

    const opened = await open(rawZip([kernel, ...shared]));

    expect(codesOf(opened.check.problems)).toContain('overlap');
    expect(opened.check.problemCount).toBeGreaterThan(5000);
    expect(opened.check.problems).toHaveLength(200);
  });

  it('by total: entries of an allowed size, too many of them', async () => {
    const entry = { ...good, raw: zeros, bytes: 64 * 1024 * 1024 };

    const opened = await open(rawZip([entry, { ...entry, name: 'b.eml' }]), { maxTotalBytes: 100_000_000, maxRatio: 2000 });

    expect(codesOf(opened.check.problems)).toEqual(['manifest-missing', 'total-too-large']);
    await expect(opened.readItem(1)).rejects.toMatchObject({ problem: 'total-too-large' });
  });

  it('by total ratio: each entry under the free size', async () => {
    const part = deflateRawSync(Buffer.alloc(12 * 1024 * 1024), { level: 9 });
    const entries = Array.from({ length: 20 }, (_none, index) => ({ name: `${index}.eml`, raw: part, bytes: 12 * 1024 * 1024 }));

    const opened = await open(rawZip(entries));

    expect(codesOf(opened.check.problems)).toEqual(['manifest-missing', 'ratio']);
  });

  it('by count', async () => {
    const opened = await open(rawZip([good, { ...good, name: 'b.eml' }, manifest('a.eml', 'b.eml')]), { maxEntries: 2 });

    expect(opened.check.problems).toMatchObject([{ code: 'too-many-entries' }]);
    expect(opened.itemCount).toBe(0);
  });

  it('by an announced count of billions', async () => {
    const zip = rawZip([good], { hasZip64: true, count: 4_000_000_000 });

    expect((await open(zip)).check.problems).toMatchObject([{ code: 'too-many-entries' }]);
  });

  it('by a count that lies about a large directory', async () => {
    const zip = rawZip([good, { ...good, name: 'b.eml' }, { ...good, name: 'c.eml' }, manifest('a.eml')], { count: 1 });

    expect((await open(zip, { maxEntries: 3 })).check.problems).toContainEqual(expect.objectContaining({ code: 'too-many-entries' }));
  });

  it('by size of one entry, of the directory and of the manifest', async () => {
    const zip = rawZip([good, manifest('a.eml')]);

    expect(codesOf((await open(zip, { maxItemBytes: 10 })).check.problems)).toContain('entry-too-large');
    expect(codesOf((await open(zip, { maxDirectoryBytes: 10 })).check.problems)).toEqual(['directory-too-large']);
    expect(codesOf((await open(zip, { maxManifestBytes: 3 })).check.problems)).toEqual(['manifest-unreadable']);
  });

  it('in a file without a directory too', async () => {
    const described: RawEntry = { name: 'a.eml', raw: zeros, bytes: 64 * 1024 * 1024, flags: 0x808, trailer: Buffer.alloc(16) };
    const started = performance.now();

    const opened = await open(
      rawZip(
        Array.from({ length: 50 }, () => described),
        { withoutEnd: true },
      ),
    );

    expect(opened.itemCount).toBe(0);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('limits', () => {
  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1.5])('are never switched off: %p is refused', (value) => {
    for (const name of Object.keys(DEFAULT_PACKAGE_LIMITS))
      expect(() => packageLimits({ [name]: value })).toThrow(`${name} must be a positive whole number`);
  });
});
