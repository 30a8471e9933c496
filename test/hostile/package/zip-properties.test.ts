import fc from 'fast-check';
import { openPackage } from '../../../runtime/domain/package/open-package';
import { bufferReader } from '../../../runtime/domain/package/range-reader';
import { packageEntries, rawZip, type SampleEntry, yazlZip } from '../../domain/package/zip-samples';
import { yauzlAll } from './independent-zip';

const content = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 3000 }))
    .map(([text, times]) => Buffer.from(text.repeat(times))),
);
const baseName = fc.stringMatching(/^[\w\u00e0-\u00ff\u5c71 -]{1,20}$/).filter((name) => name.trim() === name);
const entry: fc.Arbitrary<SampleEntry> = fc.record({
  name: fc.tuple(fc.boolean(), baseName).map(([isInFolder, name]) => `${isInFolder ? 'in/' : ''}${name}.eml`),
  content,
  isStored: fc.boolean(),
  isZip64: fc.boolean(),
});
const items = fc.uniqueArray(entry, { maxLength: 12, selector: ({ name }) => name.normalize('NFC').toLowerCase() });

/** Jest compares buffers byte by byte in JavaScript; strings at once. */
const asText = ({ name, content: bytes }: SampleEntry): string => `${name}\n${bytes.toString('latin1')}`;

async function readAll(zip: Buffer): Promise<SampleEntry[]> {
  const opened = await openPackage(bufferReader(zip), 'day.zip');
  const read: SampleEntry[] = [];
  for (let item = 0; item < opened.itemCount; item += 1)
    read.push({ name: await opened.itemName(item), content: await opened.readItem(item) });
  return read;
}

describe('the ZIP reader', () => {
  it('reads what an independent writer wrote, and what an independent reader reads', async () => {
    await fc.assert(
      fc.asyncProperty(items, async (written) => {
        const zip = await yazlZip(packageEntries(written));

        const opened = await openPackage(bufferReader(zip), 'day.zip', { depth: 'content' });
        const read = await readAll(zip);

        expect(opened.check).toMatchObject({ state: 'complete', items: written.length, problems: [] });
        expect(read.map(asText)).toEqual(written.map(asText));
        expect(read.map(asText)).toEqual((await yauzlAll(zip)).map(asText));
      }),
      { numRuns: 150 },
    );
  });

  it('never takes changed bytes for the item, whatever byte changes', async () => {
    const written = Array.from({ length: 4 }, (_none, index) => ({
      name: `${index}.eml`,
      content: Buffer.from(`content ${index} `.repeat(20)),
      isStored: index % 2 === 0,
    }));
    const zip = await yazlZip(packageEntries(written));
    const known = new Set(written.map((item) => item.content.toString('hex')));

    for (let at = 0; at < zip.length; at += 1) {
      const changed = Buffer.from(zip);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const opened = await openPackage(bufferReader(changed), 'day.zip', { depth: 'content' });
      for (let item = 0; item < opened.itemCount; item += 1) {
        const bytes = await opened.readItem(item).catch((error) => expect(error.code).toBe('PACKAGE_ENTRY_UNREADABLE'));
        if (bytes !== undefined) expect(known.has(bytes.toString('hex'))).toBe(true);
      }
    }
  });

  it('ends with a verdict for any bytes, cuts and splices', async () => {
    const zip = rawZip(
      [
        { name: 'a.eml', content: Buffer.from('x'.repeat(500)) },
        { name: 'b.eml', content: Buffer.from('yz'.repeat(300)), method: 0 },
      ],
      { hasZip64: true },
    );
    const edit = fc.record({ at: fc.nat(zip.length), cut: fc.nat(40), insert: fc.uint8Array({ maxLength: 12 }) });
    const spliced = fc
      .array(edit, { minLength: 1, maxLength: 6 })
      .map((edits) =>
        edits.reduce((bytes, { at, cut, insert }) => Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + cut)]), zip),
      );
    await fc.assert(
      fc.asyncProperty(spliced, async (bytes) => {
        const opened = await openPackage(bufferReader(bytes), 'day.zip', { depth: 'content' });
        expect(opened.check.state).toBe('rejected');
        for (let item = 0; item < opened.itemCount; item += 1) {
          await opened.itemName(item);
          await opened.readItem(item).catch((error) => expect(error.code).toBe('PACKAGE_ENTRY_UNREADABLE'));
        }
      }),
      { numRuns: 800 },
    );
  });
});
