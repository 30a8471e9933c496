import { CONNECTOR_HELP, CONNECTOR_OPTIONS, heldCommandOf, withChosenConnector } from './chosen-connector';
import { isSet, type Verb } from './verb';

export const reportVerb: Verb = {
  name: 'report',
  summary: 'Prints the signed report of a run; without an id, of the last one.',
  usage: ['report [<runId>] [--data <folder>]', 'report [<runId>] --connector <address>'],
  options: CONNECTOR_OPTIONS,
  optionHelp: { ...CONNECTOR_HELP, json: 'print report.json byte for byte' },
  positionals: { least: 0, most: 1 },
  run: (args, output) =>
    withChosenConnector(args, output, async (connector) => {
      const runId = args.positionals[0] ?? (await connector.lastRun());
      const stored = runId === undefined ? undefined : await connector.report(runId);
      if (stored === undefined) {
        output.err(runId === undefined ? 'No run is closed yet' : `There is no report of run ${runId}: signal-archive runs lists the runs`);
        return 1;
      }
      if (isSet(args, 'json')) output.out(stored.bytes.toString('utf8').trimEnd());
      else for (const line of connector.reportText(stored, await connector.openHeld(), heldCommandOf(args))) output.out(line);
      return 0;
    }),
};
