import { entryLocator } from './item-locator';
import { isLooseItem, openEmptyFile, openLooseItem } from './open-loose-item';
import { type CheckDepth, openZip } from './open-zip';
import { digestOf, type OpenedPackage } from './opened-package';
import type { PackageCheck } from './package-check';
import { DEFAULT_PACKAGE_LIMITS, type PackageLimits } from './package-limits';
import type { RangeReader } from './range-reader';

export type { OpenedPackage };

export interface OpenPackageOptions {
  readonly limits?: PackageLimits;
  /** Default `directory`. `content` reads the whole package once more; use it once, before the first item is taken. */
  readonly depth?: CheckDepth;
}

/**
 * Opens a package by its name: `*.eml` is one loose item, everything else must be a ZIP with its manifest. Bad content is never an exception
 * here but a problem of the check; only reading the bytes themselves can fail (`PackageShortReadError`, the reader's own errors).
 */
export async function openPackage(reader: RangeReader, name: string, options: OpenPackageOptions = {}): Promise<OpenedPackage> {
  const limits = options.limits ?? DEFAULT_PACKAGE_LIMITS;
  if (reader.byteLength === 0) return openEmptyFile(name);
  if (isLooseItem(name)) return openLooseItem(reader, name, limits);
  const { check, entries, items } = await openZip(reader, limits, options.depth ?? 'directory');
  const entryOf = (item: number): number => {
    const entry = items[item];
    if (entry === undefined) throw new RangeError(`Item ${item} of ${items.length} does not exist`);
    return entry;
  };
  return {
    kind: 'zip',
    check,
    itemCount: items.length,
    itemName: (item) => entries.name(entryOf(item)),
    itemBytes: (item) => entries.directory.bytesOf(entryOf(item)),
    barOf: (item) => entries.directory.barOf(entryOf(item)),
    readItem: (item) => entries.read(entryOf(item)),
    streamItem: (item) => entries.stream(entryOf(item)),
    itemDigest: (item) => digestOf(entries.stream(entryOf(item))),
    locate: (item) => entryLocator(item, entries.directory.entry(entryOf(item))),
  };
}

/** The check alone, as deep as it goes: also every entry's local header, size and CRC. */
export async function checkPackage(
  reader: RangeReader,
  name: string,
  limits: PackageLimits = DEFAULT_PACKAGE_LIMITS,
): Promise<PackageCheck> {
  return (await openPackage(reader, name, { limits, depth: 'content' })).check;
}
