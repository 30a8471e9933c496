import { storedCommand } from '../local/start/held-command';
import { type LocalExitCode, showReport } from '../local/start/show-report';
import type { TextOutput } from '../local/start/text-output';
import type { Connector } from '../main';
import { dataOf } from './stored';
import { isSet, type VerbArguments } from './verb';

/** The report of a run that the verb has waited for: text for people, or report.json byte for byte. */
export function showRun(args: VerbArguments, output: TextOutput): (runId: string, connector: Connector) => Promise<LocalExitCode> {
  return (runId, connector) =>
    showReport(runId, { json: isSet(args, 'json'), heldCommand: storedCommand('held', dataOf(args)) }, connector, output);
}
