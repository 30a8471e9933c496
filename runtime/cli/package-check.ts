import { basename } from 'node:path';
import { createChecks } from '../main-checks';
import { openFileRanges } from './file-ranges';
import { isSet, JSON_HELP, JSON_OPTION, type Verb } from './verb';

export const packageCheckVerb: Verb = {
  name: 'package check',
  summary: 'Checks a ZIP against its manifest: complete, or rejected with every problem.',
  usage: ['package check <zip>'],
  options: JSON_OPTION,
  optionHelp: JSON_HELP,
  positionals: { least: 1, most: 1 },
  run: async (args, output) => {
    const [path = ''] = args.positionals;
    const ranges = await openFileRanges(path);
    const result = await createChecks(process.env)
      .package(basename(path), ranges)
      .finally(() => ranges.close());
    if (isSet(args, 'json')) output.out(JSON.stringify(result));
    else {
      output.out(
        `${result.name}: ${result.state}. ${result.items} items, manifest says ${result.manifestCount ?? 'nothing'}. SHA-256 ${result.sha256}`,
      );
      for (const { code, entry, detail } of result.problems) output.out(`  ${code}${entry === '' ? '' : ` (${entry})`}: ${detail}`);
      if (result.problemCount > result.problems.length) output.out(`  and ${result.problemCount - result.problems.length} more`);
    }
    return result.state === 'complete' ? 0 : 2;
  },
};
