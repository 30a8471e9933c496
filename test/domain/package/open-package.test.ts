import { createHash, randomBytes } from 'node:crypto';
import { PackageEntryError } from '../../../runtime/domain/package/entry-error';
import { readLocated, streamLocated } from '../../../runtime/domain/package/item-locator';
import { openPackage } from '../../../runtime/domain/package/open-package';
import { packageLimits } from '../../../runtime/domain/package/package-limits';
import { bufferReader } from '../../../runtime/domain/package/range-reader';
import { emlOf, packageEntries, yazlZip } from './zip-samples';

const items = [
  { name: 'one.eml', content: emlOf('one') },
  { name: 'two.eml', content: emlOf('two'), isStored: true },
  { name: 'sub/drei-\u00fc.eml', content: emlOf('three '.repeat(200)) },
];

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

describe('a complete package', () => {
  it('gives every item by number, in the order of the package', async () => {
    const zip = await yazlZip(packageEntries(items));

    const opened = await openPackage(bufferReader(zip), 'day.zip', { depth: 'content' });

    expect(opened.check).toEqual({ state: 'complete', items: 3, manifestCount: 3, problems: [], problemCount: 0, notes: [] });
    expect(opened.itemCount).toBe(3);
    for (const [item, { name, content }] of items.entries()) {
      expect(await opened.itemName(item)).toBe(name);
      expect(opened.itemBytes(item)).toBe(content.length);
      expect(await opened.readItem(item)).toEqual(content);
      expect(await collect(opened.streamItem(item))).toEqual(content);
      expect(await opened.itemDigest(item)).toBe(createHash('sha256').update(content).digest('hex'));
    }
  });

  it('gives an item by its locator alone, after a trip through JSON', async () => {
    const zip = await yazlZip(packageEntries(items));
    const opened = await openPackage(bufferReader(zip), 'day.zip');

    for (const [item, { content }] of items.entries()) {
      const locator = JSON.parse(JSON.stringify(opened.locate(item)));
      expect(await readLocated(bufferReader(zip), locator)).toEqual(content);
      expect(await collect(streamLocated(bufferReader(zip), locator))).toEqual(content);
    }
  });
});

describe('a package that is not a ZIP', () => {
  const eml = emlOf('loose');

  it('takes a loose EML file as one item without a manifest', async () => {
    const opened = await openPackage(bufferReader(eml), 'folder/Loose.EML');

    expect(opened.kind).toBe('item');
    expect(opened.check).toEqual({ state: 'complete', items: 1, manifestCount: null, problems: [], problemCount: 0, notes: [] });
    expect(await opened.itemName(0)).toBe('folder/Loose.EML');
    expect(await opened.readItem(0)).toEqual(eml);
    expect(await collect(opened.streamItem(0))).toEqual(eml);
    expect(await readLocated(bufferReader(eml), opened.locate(0))).toEqual(eml);
    expect(await collect(streamLocated(bufferReader(eml), opened.locate(0)))).toEqual(eml);
    expect(() => opened.itemBytes(1)).toThrow(RangeError);
  });

  it('refuses a loose item over the limit and hands out none of it', async () => {
    const opened = await openPackage(bufferReader(eml), 'loose.eml', { limits: packageLimits({ maxItemBytes: 10 }) });

    expect(opened.check).toMatchObject({ state: 'rejected', problems: [{ code: 'entry-too-large' }] });
    expect(opened.barOf(0)).toBe('entry-too-large');
    await expect(opened.readItem(0)).rejects.toThrow(PackageEntryError);
  });

  it.each([
    ['an empty ZIP file', 'day.zip', Buffer.alloc(0), 'empty-file'],
    ['an empty loose item', 'loose.eml', Buffer.alloc(0), 'empty-file'],
    ['a text file', 'day.zip', Buffer.from('no zip at all, but long enough to hold an end record'), 'not-a-zip'],
    ['a file of one byte', 'day.zip', Buffer.from('P'), 'not-a-zip'],
    ['an EML file called .zip', 'day.zip', eml, 'not-a-zip'],
  ])('rejects %s', async (_case, name, content, code) => {
    const opened = await openPackage(bufferReader(content), name);

    expect(opened.itemCount).toBe(0);
    expect(opened.check).toMatchObject({
      state: 'rejected',
      items: 0,
      manifestCount: null,
      problems: [{ code, entry: '' }],
      problemCount: 1,
    });
    expect(() => opened.itemBytes(0)).toThrow(RangeError);
  });
});

describe('a package behind a range reader', () => {
  it('reads 2,000 small items in order with about one range read per 4 MiB', async () => {
    const many = Array.from({ length: 2000 }, (_none, index) => ({ name: `${index}.eml`, content: randomBytes(4000), isStored: true }));
    const counted = countingReader(await yazlZip(packageEntries(many)));
    const opened = await openPackage(counted.reader, 'day.zip');
    const readsToOpen = counted.reads();

    for (const [item, { content }] of many.entries()) expect((await opened.readItem(item)).equals(content)).toBe(true);

    expect(readsToOpen).toBeLessThanOrEqual(8);
    // 8 MB in windows of 64, 256, 1,024 and 4,096 KiB, and the same for the names beside them
    expect(counted.reads() - readsToOpen).toBeLessThanOrEqual(12);
  });

  it('reads items side by side without mixing them up', async () => {
    const many = Array.from({ length: 300 }, (_none, index) => ({ name: `${index}.eml`, content: emlOf(`item ${index} `.repeat(index)) }));
    const opened = await openPackage(countingReader(await yazlZip(packageEntries(many))).reader, 'day.zip');

    const read = await Promise.all(many.map((_none, index) => opened.readItem((index * 7) % 300)));

    for (const [index, content] of read.entries()) expect(content.toString()).toBe(many[(index * 7) % 300]?.content.toString());
  });

  it('reads a large deflated item at once, as a stream and by its locator', async () => {
    const content = randomBytes(50_000).toString('hex').repeat(40);
    const { reader } = countingReader(await yazlZip(packageEntries([...items, { name: 'large.eml', content: Buffer.from(content) }])));
    const opened = await openPackage(reader, 'day.zip', { depth: 'content' });

    expect(opened.check.state).toBe('complete');
    expect((await opened.readItem(3)).toString() === content).toBe(true);
    expect((await collect(opened.streamItem(3))).toString() === content).toBe(true);
    expect((await readLocated(reader, opened.locate(3))).toString() === content).toBe(true);
    expect((await collect(streamLocated(reader, opened.locate(3)))).toString() === content).toBe(true);
  });

  it.each([
    ['a stored item', { name: 'picture.eml', content: randomBytes(300_000) }],
    ['an item at the very end of the file', { name: 'last.eml', content: randomBytes(2_000) }],
  ])('reads %s by its locator with one request', async (_case, item) => {
    const counted = countingReader(await yazlZip(packageEntries([...items, item])));
    const opened = await openPackage(counted.reader, 'day.zip');
    const before = counted.reads();

    expect((await collect(streamLocated(counted.reader, opened.locate(3)))).equals(item.content)).toBe(true);

    expect(counted.reads() - before).toBe(1);
  });

  it('lets a large item be left in the middle', async () => {
    const { reader } = countingReader(await yazlZip(packageEntries([{ name: 'large.eml', content: randomBytes(6_000_000) }])));
    const opened = await openPackage(reader, 'day.zip');

    for await (const chunk of opened.streamItem(0)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }

    expect((await opened.readItem(0)).length).toBe(6_000_000);
  });

  it('keeps what it handed out when it reads on', async () => {
    const stored = Array.from({ length: 3 }, (_none, index) => ({
      name: `${index}.eml`,
      content: Buffer.alloc(3_000_000, index + 1),
      isStored: true,
    }));
    const opened = await openPackage(countingReader(await yazlZip(packageEntries(stored))).reader, 'day.zip');

    const first = await opened.readItem(0);
    await opened.readItem(2);

    expect(first.equals(Buffer.alloc(3_000_000, 1))).toBe(true);
  });

  it('reports a package that answers too few bytes as something to read again', async () => {
    const zip = await yazlZip(packageEntries(items));
    const reader = { byteLength: zip.length, read: async (offset: number, length: number) => zip.subarray(offset, offset + length - 1) };

    await expect(openPackage(reader, 'day.zip')).rejects.toMatchObject({ code: 'PACKAGE_SHORT_READ', disposition: 'retry' });
  });

  it('hands on an error of the storage as it is, from a stream too', async () => {
    const zip = await yazlZip(packageEntries([{ name: 'large.eml', content: randomBytes(6_000_000) }]));
    let isBroken = false;
    const read = async (offset: number, length: number): Promise<Buffer> => {
      if (isBroken) throw new Error('storage is away');
      return zip.subarray(offset, offset + length);
    };
    const opened = await openPackage({ byteLength: zip.length, read }, 'day.zip');
    isBroken = true;

    await expect(opened.readItem(0)).rejects.toThrow('storage is away');
    await expect(collect(opened.streamItem(0))).rejects.toThrow('storage is away');
  });
});

function countingReader(content: Buffer) {
  let reads = 0;
  const read = async (offset: number, length: number): Promise<Buffer> => {
    reads += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return Buffer.from(content.subarray(offset, offset + length));
  };
  return { reader: { byteLength: content.length, read }, reads: () => reads };
}
