import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { createChecks } from '../main-checks';
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
  run: async ({ positionals: [path = ''] }, output) => {
    const checks = createChecks(process.env);
    let problems = 0;
    for (const file of await filesOf(path)) {
      const ranges = await openFileRanges(file);
      try {
        for await (const item of checks.inspect(shownName(path, file), await kindName(file, ranges), ranges)) {
          output.out(JSON.stringify(item));
          if (!item.isReadable) problems += 1;
        }
      } finally {
        await ranges.close();
      }
    }
    return problems > 0 ? 2 : 0;
  },
};

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
