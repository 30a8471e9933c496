import { CONNECTOR_HELP, CONNECTOR_OPTIONS, withChosenConnector } from './chosen-connector';
import { isSet, type Verb } from './verb';

const SHOWN_RUNS = 30;

export const runsVerb: Verb = {
  name: 'runs',
  summary: 'Lists the runs, the newest first: window, state, counts.',
  usage: ['runs [--data <folder>]', 'runs --connector <address>'],
  options: CONNECTOR_OPTIONS,
  optionHelp: CONNECTOR_HELP,
  positionals: { least: 0, most: 0 },
  run: (args, output) =>
    withChosenConnector(args, output, async (connector) => {
      const open = await connector.openRuns();
      const closed = [];
      for await (const run of connector.closedRuns()) {
        closed.push(run);
        if (closed.length === SHOWN_RUNS) break;
      }
      if (isSet(args, 'json')) {
        output.out(JSON.stringify({ open, closed }));
        return 0;
      }
      for (const runId of open) output.out(`${runId}  open`);
      for (const { runId, state, trigger, window, counts } of closed) {
        const { imported, importedInPart, skippedAsDuplicate, held, failed } = counts;
        output.out(
          `${runId}  ${state.padEnd(10)} ${trigger.padEnd(8)} ${window.from ?? 'beginning'} to ${window.to}: imported ${imported}, in part ${importedInPart}, duplicates ${skippedAsDuplicate}, held ${held}, failed ${failed}`,
        );
      }
      if (open.length + closed.length === 0) output.out('No run yet.');
      return 0;
    }),
};
