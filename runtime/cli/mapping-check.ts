import { readFile } from 'node:fs/promises';
import { createChecks } from '../main-checks';
import { isSet, JSON_HELP, JSON_OPTION, type Verb } from './verb';

export const mappingCheckVerb: Verb = {
  name: 'mapping check',
  summary: 'Checks a mapping file as a whole: usable, or refused with every problem and its line.',
  usage: ['mapping check <csv>'],
  options: JSON_OPTION,
  optionHelp: JSON_HELP,
  positionals: { least: 1, most: 1 },
  run: async (args, output) => {
    const [path = ''] = args.positionals;
    const { file } = createChecks(process.env).mapping(await readBytes(path));
    const { version, problems, problemCount, state } = file;
    if (isSet(args, 'json')) output.out(JSON.stringify({ rows: file.rows.length, version, problems, problemCount, state }));
    else {
      output.out(`${path}: ${state}. ${file.rows.length} rows, version ${version}`);
      for (const { line, code, detail } of problems) output.out(`  line ${line}: ${code}: ${detail}`);
      if (problemCount > problems.length) output.out(`  and ${problemCount - problems.length} more`);
    }
    return state === 'usable' ? 0 : 2;
  },
};

export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Error(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}
