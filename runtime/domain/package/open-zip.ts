import { checkContents } from './check-content';
import { PackageEntryError } from './entry-error';
import { entryKindOf, foldedName } from './entry-name';
import { manifestLines } from './manifest';
import { compareWithManifest } from './manifest-comparison';
import { nameHash, repeatedNumbers } from './name-hash';
import type { PackageCheck } from './package-check';
import type { PackageLimits } from './package-limits';
import { ProblemList } from './package-problem';
import type { RangeReader } from './range-reader';
import { ZipDirectory } from './zip-directory';
import { type DirectoryContents, readDirectory } from './zip-directory-reader';
import { type DirectoryPlace, findDirectory } from './zip-end';
import { ZipEntries } from './zip-entries';
import { LOCAL_SIGNATURE } from './zip-format';
import { barOverlaps } from './zip-overlap';
import { salvageEntries } from './zip-salvage';

/**
 * - `directory`: names, count, sizes, flags, offsets; reads the directory and the manifest only
 * - `content`: also reads every entry once and checks local header, size and CRC
 */
export type CheckDepth = 'directory' | 'content';

export interface OpenedZip {
  readonly check: PackageCheck;
  readonly entries: ZipEntries;
  /** Indexes of the EML entries. */
  readonly items: Uint32Array;
}

/** Opens and checks a ZIP of any quality. What can be read can be read whatever the check says. */
export async function openZip(reader: RangeReader, limits: PackageLimits, depth: CheckDepth): Promise<OpenedZip> {
  const problems = new ProblemList();
  const place = await findDirectory(reader, problems);
  const contents = place === undefined ? undefined : await readDirectory(reader, place, limits, problems);
  if (place === undefined || contents?.isWhole === false) return salvaged(reader, limits, problems);
  if (contents === undefined) return rejected(reader, problems);
  const entries = new ZipEntries(reader, contents.directory);
  await checkDirectory(entries, contents, place, problems);
  const found = await checkManifest(entries, contents, limits, problems);
  if (depth === 'content') await checkContents(entries, place.offset, problems);
  return { check: checkOf(contents.items.length, found.count, problems, found.notes), entries, items: contents.items };
}

async function checkDirectory(
  entries: ZipEntries,
  contents: DirectoryContents,
  place: DirectoryPlace,
  problems: ProblemList,
): Promise<void> {
  const firstOffset = barOverlaps(contents.directory, problems);
  if (firstOffset > place.shift) problems.add('garbage-before', '', `${firstOffset - place.shift} bytes stand before the first entry`);
  await reportDuplicates(entries, contents, problems);
}

async function reportDuplicates(entries: ZipEntries, contents: DirectoryContents, problems: ProblemList): Promise<void> {
  const hashes = contents.foldedHashes.sorted();
  const repeated = repeatedNumbers(hashes);
  if (repeated.size === 0) return;
  let unnamed = hashes.reduce((count, hash) => (repeated.has(hash) ? count + 1 : count), 0);
  for (let index = 0; index < contents.directory.count && problems.hasRoom; index += 1) {
    const name = await entries.name(index);
    if (entryKindOf(name) === 'folder' || !repeated.has(nameHash(foldedName(name)))) continue;
    problems.add('duplicate-name', name, 'another entry has this name, or one that differs by case or spelling only');
    unnamed -= 1;
  }
  problems.addUnlisted(unnamed);
}

interface ManifestFound {
  readonly count: number | undefined;
  readonly notes: PackageCheck['notes'];
}

async function checkManifest(
  entries: ZipEntries,
  contents: DirectoryContents,
  limits: PackageLimits,
  problems: ProblemList,
): Promise<ManifestFound> {
  const [manifest, ...others] = contents.manifests;
  if (manifest === undefined) problems.add('manifest-missing', '', 'no entry ends in .mf');
  if (manifest === undefined || others.length > 0) {
    if (others.length > 0) problems.add('manifest-several', '', `${others.length + 1} entries end in .mf`);
    return { count: undefined, notes: [] };
  }
  const name = await entries.name(manifest);
  try {
    if (contents.directory.bytesOf(manifest) > limits.maxManifestBytes)
      throw new PackageEntryError('manifest-unreadable', `it has more than ${limits.maxManifestBytes} bytes`);
    const sides = {
      manifest: name,
      lines: () => manifestLines(entries.stream(manifest)),
      itemHashes: contents.itemHashes,
      itemNames: () => namesOf(entries, contents.items),
    };
    const { count, otherLines } = await compareWithManifest(sides, problems);
    return {
      count,
      notes: otherLines.map((line) => ({
        code: 'manifest-other-line',
        detail: `line ${line} of the manifest is neither the count nor a name`,
      })),
    };
  } catch (error) {
    if (!(error instanceof PackageEntryError)) throw error;
    problems.add('manifest-unreadable', name, error.detail);
    return { count: undefined, notes: [] };
  }
}

async function* namesOf(entries: ZipEntries, items: Uint32Array): AsyncGenerator<string> {
  for (const index of items) yield await entries.name(index);
}

/** Without a usable directory the local headers tell what is there: whole entries before the damage stay readable. */
async function salvaged(reader: RangeReader, limits: PackageLimits, problems: ProblemList): Promise<OpenedZip> {
  if (!(await beginsWithEntry(reader))) {
    if (problems.count === 0) problems.add('not-a-zip', '', 'neither the beginning nor the end of a ZIP is there');
    return rejected(reader, problems);
  }
  if (problems.count === 0) problems.add('truncated', '', 'the file has no end: its central directory is missing');
  const { directory, items } = await salvageEntries(reader, limits);
  return { check: checkOf(items.length, undefined, problems, []), entries: new ZipEntries(reader, directory), items };
}

async function beginsWithEntry(reader: RangeReader): Promise<boolean> {
  return reader.byteLength >= 4 && (await reader.read(0, 4)).readUInt32LE(0) === LOCAL_SIGNATURE;
}

function rejected(reader: RangeReader, problems: ProblemList): OpenedZip {
  const entries = new ZipEntries(reader, new ZipDirectory(0, 0, false));
  return { check: checkOf(0, undefined, problems, []), entries, items: new Uint32Array(0) };
}

function checkOf(items: number, count: number | undefined, problems: ProblemList, notes: PackageCheck['notes']): PackageCheck {
  const state = problems.count === 0 ? 'complete' : 'rejected';
  return { state, items, manifestCount: count ?? null, problems: problems.listed, problemCount: problems.count, notes };
}
