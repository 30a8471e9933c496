import type { TextOutput } from '../local/start/text-output';
import { workLocally } from '../local/start/work-locally';
import type { Rebuilt } from '../main';
import { interruption } from './interrupt';
import { dataOf, STORED_HELP, STORED_OPTIONS } from './stored';
import { type ExitCode, isSet, type Verb } from './verb';

export const rebuildVerb: Verb = {
  name: 'rebuild',
  summary:
    'Makes a ledger again that is lost or came back from an older copy: from reports, packages and the copies in the mailboxes. Nothing is imported again. Exit code 2 when a file or mailbox could not be used.',
  usage: ['rebuild [--data <folder>]'],
  options: STORED_OPTIONS,
  optionHelp: STORED_HELP,
  positionals: { least: 0, most: 0 },
  run: async (args, output) => {
    let rebuilt: Rebuilt | undefined;
    const show = async (): Promise<0> => 0;
    const code = await workLocally(
      { data: dataOf(args), show, isRepair: true },
      async (connector) => {
        rebuilt = await connector.rebuild();
        return rebuilt.runId;
      },
      output,
      interruption(),
    );
    if (rebuilt === undefined || code !== 0) return 1;
    if (isSet(args, 'json')) output.out(JSON.stringify(rebuilt));
    else tell(rebuilt, output);
    return exitCodeOf(rebuilt);
  },
};

const exitCodeOf = ({ findings }: Rebuilt): ExitCode => (findings.length === 0 ? 0 : 2);

function tell({ findings, counts, runId }: Rebuilt, output: TextOutput): void {
  for (const { check, code, where, detail } of findings) output.out(`${check}: ${code}: ${where}: ${detail}`);
  const { reports, imported, held, mailboxes, copies, copiesOfOpenRuns, packages } = counts;
  output.out(
    `Rebuilt from ${reports} reports: ${imported} imported deliveries, ${held} held or failed. ${copies} copies in ${mailboxes} mailboxes, ${copiesOfOpenRuns} of them of runs without a report.`,
  );
  if (runId !== undefined)
    output.out(`Run ${runId} took ${packages} packages up again: signal-archive report ${runId} tells what it found.`);
  output.out('The next start goes on from here; signal-archive verify --mailboxes compares everything.');
}
