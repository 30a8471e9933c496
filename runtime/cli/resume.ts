import { CONNECTOR_HELP, CONNECTOR_OPTIONS, workOnChosen } from './chosen-connector';
import { localPerson } from './local-person';
import { isSet, type Verb } from './verb';

export const resumeVerb: Verb = {
  name: 'resume',
  summary: 'Goes on with every run that is open, a stopped one included, and waits until all are closed.',
  usage: ['resume [--data <folder>]', 'resume --connector <address>'],
  options: CONNECTOR_OPTIONS,
  optionHelp: CONNECTOR_HELP,
  positionals: { least: 0, most: 0 },
  run: (args, output) =>
    workOnChosen(args, output, async (connector) => {
      const runIds = await connector.acts(localPerson()).resumeAll();
      if (runIds.length === 0) output.out(isSet(args, 'json') ? 'null' : 'No run is open.');
      return runIds.at(-1);
    }),
};
