import { readManifestLine } from './manifest';
import { leftOver, NumberList, nameHash, repeatedNumbers } from './name-hash';
import { MAX_LISTED_PROBLEMS, type ProblemList } from './package-problem';

/** The names on both sides, read as often as they are wanted. */
export interface ManifestSides {
  /** Name of the manifest's entry. */
  readonly manifest: string;
  lines(): AsyncIterable<readonly string[]>;
  /** Hashes of the items' names. */
  readonly itemHashes: NumberList;
  itemNames(): AsyncIterable<string>;
}

export interface ManifestFindings {
  /** What `Count:` says; undefined when there is no such line, or several that differ. */
  readonly count: number | undefined;
  readonly otherLines: readonly number[];
}

/** More names than this that do not fit are not looked through for sub-folders and numbering. */
const MAX_LEFT_OVER = 50_000;
const MAX_OTHER_LINES = 20;

/**
 * Checks count and names as the vendor asks: the count is the number of EML entries, and every name is there exactly.
 *
 * Names are compared as hashes in typed arrays; texts are read again only for what does not fit.
 */
export async function compareWithManifest(sides: ManifestSides, problems: ProblemList): Promise<ManifestFindings> {
  const listed = await readListed(sides, problems);
  const itemCount = sides.itemHashes.count;
  if (listed.count !== undefined && listed.count !== itemCount) {
    problems.add('count-mismatch', sides.manifest, `the manifest says Count: ${listed.count}, the ZIP holds ${itemCount} EML entries`);
  }
  if (listed.count !== undefined && listed.count !== listed.hashes.count) {
    problems.add('count-mismatch', sides.manifest, `the manifest says Count: ${listed.count} and lists ${listed.hashes.count} names`);
  }
  const listedHashes = listed.hashes.sorted();
  const twice = repeatedNumbers(listedHashes);
  for (const name of await namesOf(twice, listedNames(sides)))
    problems.add('listed-twice', name, 'the manifest lists this name more than once');
  const left = leftOver(distinct(listedHashes), distinct(sides.itemHashes.sorted()));
  await reportLeftOver(sides, new Set(left.onlyA), new Set(left.onlyB), problems);
  return { count: listed.count, otherLines: listed.otherLines };
}

interface Listed {
  readonly count: number | undefined;
  readonly hashes: NumberList;
  readonly otherLines: readonly number[];
}

async function readListed(sides: ManifestSides, problems: ProblemList): Promise<Listed> {
  const counts = new Set<number>();
  const hashes = new NumberList(sides.itemHashes.count);
  const otherLines: number[] = [];
  let lineNumber = 0;
  for await (const lines of sides.lines()) {
    for (const text of lines) {
      lineNumber += 1;
      const line = readManifestLine(text);
      if (line.kind === 'name') hashes.push(nameHash(line.name));
      if (line.kind === 'count') counts.add(line.count);
      if (line.kind === 'other' && otherLines.length < MAX_OTHER_LINES) otherLines.push(lineNumber);
    }
  }
  if (counts.size === 0) problems.add('manifest-count', sides.manifest, 'no line says Count:');
  if (counts.size > 1) problems.add('manifest-count', sides.manifest, `${counts.size} different lines say Count:`);
  return { count: counts.size === 1 ? [...counts][0] : undefined, hashes, otherLines };
}

async function* listedNames(sides: ManifestSides): AsyncGenerator<string> {
  for await (const lines of sides.lines()) {
    for (const text of lines) {
      const line = readManifestLine(text);
      if (line.kind === 'name') yield line.name;
    }
  }
}

async function reportLeftOver(
  sides: ManifestSides,
  missing: ReadonlySet<number>,
  unlisted: ReadonlySet<number>,
  problems: ProblemList,
): Promise<void> {
  const isSmall = missing.size <= MAX_LEFT_OVER && unlisted.size <= MAX_LEFT_OVER;
  const limit = isSmall ? MAX_LEFT_OVER : MAX_LISTED_PROBLEMS;
  const names = { missing: await namesOf(missing, listedNames(sides), limit), unlisted: await namesOf(unlisted, sides.itemNames(), limit) };
  const still = isSmall ? withoutLooseFits(names.missing, names.unlisted) : names;
  for (const name of still.missing) problems.add('missing-item', name, 'the manifest lists it, the ZIP does not hold it');
  for (const name of still.unlisted) problems.add('unlisted-item', name, 'the ZIP holds it, the manifest does not list it');
  if (!isSmall) problems.addUnlisted(missing.size - names.missing.length + unlisted.size - names.unlisted.length);
}

/**
 * Names that fit but for their folder or a numbering in front. Whether the vendor's entries stand in a sub-folder and what else stands in a
 * manifest's line is not published, so one-to-one fits of the last part are taken; anything that fits twice is not.
 */
function withoutLooseFits(
  missing: readonly string[],
  unlisted: readonly string[],
): { missing: readonly string[]; unlisted: readonly string[] } {
  let left = { missing, unlisted };
  for (const keyOfListed of [lastPart, (name: string) => lastPart(lastToken(name))]) {
    const listedKeys = keyCounts(left.missing.map(keyOfListed));
    const itemKeys = keyCounts(left.unlisted.map(lastPart));
    const fits = (key: string): boolean => listedKeys.get(key) === 1 && itemKeys.get(key) === 1;
    left = {
      missing: left.missing.filter((name) => !fits(keyOfListed(name))),
      unlisted: left.unlisted.filter((name) => !fits(lastPart(name))),
    };
  }
  return left;
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
const lastToken = (name: string): string => name.split(/[\s,;|"'<>=()[\]]/).at(-1) ?? name;

function keyCounts(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** The names behind hashes, each once, in the order of the file. */
async function namesOf(hashes: ReadonlySet<number>, names: AsyncIterable<string>, limit = MAX_LISTED_PROBLEMS): Promise<string[]> {
  const wanted = new Set(hashes);
  const found: string[] = [];
  if (wanted.size === 0) return found;
  for await (const name of names) {
    if (!wanted.delete(nameHash(name))) continue;
    found.push(name);
    if (wanted.size === 0 || found.length === limit) break;
  }
  return found;
}

function distinct(sorted: Float64Array): Float64Array {
  return sorted.filter((number, index) => index === 0 || number !== sorted[index - 1]);
}
