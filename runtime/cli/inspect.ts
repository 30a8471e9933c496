import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { type Checks, createChecks, type ItemInspection } from '../main-checks';
import { type FileRanges, openFileRanges } from './file-ranges';
import { JSON_HELP, JSON_OPTION, type Verb } from './verb';

/** One line of JSON an item, with or without `--json`: it is a text for people and tools alike. */
export const inspectVerb: Verb = {
  name: 'inspect',
  summary: 'Prints what the connector reads in each item, one JSON line an item.',
  usage: ['inspect <eml, zip or folder>'],
  options: JSON_OPTION,
  optionHelp: JSON_HELP,
  positionals: { least: 1, most: 1 },
  notes: ['Exit code 2 when any item has a problem: docs/problem-codes.md says what each means.'],
  run: async ({ positionals: [path = ''] }, output) => {
    const checks = createChecks(process.env);
    let problems = 0;
    for (const file of await filesOf(path)) {
      for await (const item of inspectFile(file, path, checks)) {
        output.out(JSON.stringify(item));
        problems += item.problems.length;
        await output.drained();
      }
    }
    return problems > 0 ? 2 : 0;
  },
};

/** In a folder, a file that cannot be read is a line like a bad item: it never stops the others. */
async function* inspectFile(file: string, path: string, checks: Checks): AsyncGenerator<ItemInspection> {
  const shown = shownName(path, file);
  let ranges: FileRanges;
  try {
    ranges = await openFileRanges(file);
  } catch (error) {
    if (file === path) throw error;
    yield checks.unreadable(shown, { code: 'unreadable-file', detail: (error as Error).message });
    return;
  }
  try {
    yield* checks.inspect(shown, await kindName(file, ranges), ranges);
  } finally {
    await ranges.close();
  }
}

/** In a folder every ZIP and EML, also in sub-folders, in name order. */
export async function filesOf(path: string): Promise<readonly string[]> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read (${error.code ?? 'unknown error'})`);
  });
  if (!stats.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => /\.(eml|zip)$/i.test(name))
    .sort()
    .map((name) => join(path, name));
}

/** A file of another name is a ZIP when it begins like one, else an item: `inspect message.txt` shall show what is in it. */
async function kindName(file: string, ranges: FileRanges): Promise<string> {
  const name = basename(file);
  if (/\.(eml|zip)$/i.test(name)) return name;
  const start = await ranges.read(0, Math.min(2, ranges.byteLength));
  return start.toString('latin1') === 'PK' ? name : `${name}.eml`;
}

/** As the user named it: relative to the folder, else the path itself. */
function shownName(path: string, file: string): string {
  return file === path ? path : relative(path, file).replaceAll('\\', '/');
}
