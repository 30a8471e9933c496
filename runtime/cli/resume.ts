import { workLocally } from '../local/start/work-locally';
import { interruption } from './interrupt';
import { localPerson } from './local-person';
import { showRun } from './show-run';
import { dataOf, STORED_HELP, STORED_OPTIONS } from './stored';
import { isSet, type Verb } from './verb';

export const resumeVerb: Verb = {
  name: 'resume',
  summary: 'Goes on with every run that is open, a stopped one included, and waits until all are closed.',
  usage: ['resume [--data <folder>]'],
  options: STORED_OPTIONS,
  optionHelp: STORED_HELP,
  positionals: { least: 0, most: 0 },
  run: (args, output) =>
    workLocally(
      { data: dataOf(args), show: showRun(args, output) },
      async (connector) => {
        const runIds = await connector.acts(localPerson()).resumeAll();
        if (runIds.length === 0) output.out(isSet(args, 'json') ? 'null' : 'No run is open.');
        return runIds.at(-1);
      },
      output,
      interruption(),
    ),
};
