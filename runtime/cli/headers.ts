import { basename } from 'node:path';
import { createChecks } from '../main-checks';
import { openFileRanges } from './file-ranges';
import { isSet, JSON_HELP, JSON_OPTION, type Verb } from './verb';

const MAX_ITEM_BYTES = 256 * 1024 * 1024;

export const headersVerb: Verb = {
  name: 'headers',
  summary: 'Prints the header names that an item carries, and what the settings read from them.',
  usage: ['headers <eml>'],
  options: JSON_OPTION,
  optionHelp: JSON_HELP,
  positionals: { least: 1, most: 1 },
  run: async (args, output) => {
    const [path = ''] = args.positionals;
    const ranges = await openFileRanges(path);
    const bytes = await ranges.read(0, Math.min(ranges.byteLength, MAX_ITEM_BYTES)).finally(() => ranges.close());
    const found = createChecks(process.env).headers(bytes);
    if (found === undefined) {
      output.err(`${basename(path)} is no item: it has no header and no readable text`);
      return 2;
    }
    if (isSet(args, 'json')) {
      output.out(JSON.stringify(found));
      return 0;
    }
    for (const { name, count } of found.names) output.out(count === 1 ? name : `${name} (${count} times)`);
    output.out('');
    for (const { setting, names, present, reads } of found.settings) {
      output.out(
        `${setting}=${names.join(',') || '(none)'}: ${present.length === 0 ? 'not in this item' : present.join(', ')}${reads === null ? '' : `, read as ${reads}`}`,
      );
    }
    return 0;
  },
};
