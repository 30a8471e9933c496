import { PackageEntryError } from './entry-error';
import { fileChunks } from './item-locator';
import { digestOf, type OpenedPackage } from './opened-package';
import type { PackageLimits } from './package-limits';
import { ProblemList } from './package-problem';
import type { RangeReader } from './range-reader';

/** Loose items are known by their name. A ZIP that is called `.eml` becomes an unreadable item, never an open door. */
export const isLooseItem = (name: string): boolean => /\.eml$/i.test(name);

/** One EML file without a manifest: a package of one item. */
export function openLooseItem(reader: RangeReader, name: string, limits: PackageLimits): OpenedPackage {
  const problems = new ProblemList();
  const bytes = reader.byteLength;
  const isTooLarge = bytes > limits.maxItemBytes;
  if (isTooLarge) problems.add('entry-too-large', '', `${bytes} bytes, at most ${limits.maxItemBytes}`);
  const content = (): AsyncIterable<Buffer> => {
    if (isTooLarge) throw new PackageEntryError('entry-too-large', 'the package was refused for it');
    return fileChunks(reader, bytes);
  };
  return {
    kind: 'item',
    check: {
      state: isTooLarge ? 'rejected' : 'complete',
      items: 1,
      manifestCount: null,
      problems: problems.listed,
      problemCount: problems.count,
      notes: [],
    },
    itemCount: 1,
    itemName: onlyItem(async () => name),
    itemBytes: onlyItem(() => bytes),
    barOf: onlyItem(() => (isTooLarge ? 'entry-too-large' : undefined)),
    readItem: onlyItem(async () => concat(content(), bytes)),
    streamItem: onlyItem(content),
    itemDigest: onlyItem(async () => digestOf(content())),
    locate: onlyItem(() => ({ item: 0, form: 'file', offset: 0, compressedBytes: bytes, bytes, crc32: 0 })),
  };
}

function onlyItem<T>(answer: () => T): (item: number) => T {
  return (item) => {
    if (item !== 0) throw new RangeError(`Item ${item} of 1 does not exist`);
    return answer();
  };
}

async function concat(chunks: AsyncIterable<Buffer>, bytes: number): Promise<Buffer> {
  const content = Buffer.allocUnsafeSlow(bytes);
  let filled = 0;
  for await (const chunk of chunks) filled += chunk.copy(content, filled);
  return content;
}

/**
 * A file of zero bytes holds nothing, whatever its name: a transfer that broke before its first byte. It is rejected, not an unreadable item,
 * so that the file that follows with content is not taken for a second item.
 */
export function openEmptyFile(name: string): OpenedPackage {
  const problems = new ProblemList();
  problems.add('empty-file', '', 'the file has zero bytes');
  const none = (item: number): never => {
    throw new RangeError(`Item ${item} of 0 does not exist`);
  };
  return {
    kind: isLooseItem(name) ? 'item' : 'zip',
    check: { state: 'rejected', items: 0, manifestCount: null, problems: problems.listed, problemCount: 1, notes: [] },
    itemCount: 0,
    itemName: async (item) => none(item),
    itemBytes: none,
    barOf: none,
    readItem: async (item) => none(item),
    streamItem: none,
    itemDigest: async (item) => none(item),
    locate: none,
  };
}
