import { createHash } from 'node:crypto';
import { readLocated, streamLocated } from '../../../runtime/domain/package/item-locator';
import { checkPackage, openPackage } from '../../../runtime/domain/package/open-package';
import { bufferReader } from '../../../runtime/domain/package/range-reader';
import { emlOf, manifestOf, packageEntries, rawZip, yazlZip } from './zip-samples';

const items = [
  { name: 'one.eml', content: emlOf('one') },
  { name: 'two.eml', content: emlOf('two'), isStored: true },
  { name: 'sub/drei-\u00fc.eml', content: emlOf('three '.repeat(5000)) },
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
