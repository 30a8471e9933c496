import { readFile } from 'node:fs/promises';
import { createChecks } from '../main-checks';
import { isSet, JSON_HELP, JSON_OPTION, textOf, type Verb } from './verb';

export const mappingCheckVerb: Verb = {
  name: 'mapping check',
  summary: 'Checks a mapping file as a whole: usable, or refused with every problem and its line.',
  usage: ['mapping check <csv>'],
  options: { ...JSON_OPTION, against: { type: 'string' } },
  optionHelp: { ...JSON_HELP, against: 'also count what the file changes against this one' },
  positionals: { least: 1, most: 1 },
  run: async (args, output) => {
    const [path = ''] = args.positionals;
    const checks = createChecks(process.env);
    const bytes = await readBytes(path);
    const { file } = checks.mapping(bytes);
    const { rowCount, version, problems, problemCount, state } = file;
    const before = textOf(args, 'against');
    const difference = before === undefined ? undefined : checks.mappingDifference(await readBytes(before), bytes);
    if (isSet(args, 'json'))
      output.out(JSON.stringify({ rows: rowCount, version, problems, state, problemCount, usableRows: file.rows.length, difference }));
    else {
      output.out(`${path}: ${state}. ${rowCount} ${rowCount === 1 ? 'row' : 'rows'}, version ${version}`);
      for (const { line, code, detail } of problems) output.out(`  line ${line}: ${code}: ${detail}`);
      if (difference !== undefined) {
        const { rowsAdded, rowsRemoved, numbersRerouted, numbersChanged } = difference;
        output.out(
          `  against ${before}: ${rowsAdded} rows added, ${rowsRemoved} removed, ${numbersRerouted} numbers re-routed, ${numbersChanged} changed`,
        );
      }
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
