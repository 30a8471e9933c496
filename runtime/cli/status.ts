import type { ClosedRun, CommandedConnector } from '../main';
import { CONNECTOR_HELP, CONNECTOR_OPTIONS, withChosenConnector } from './chosen-connector';
import { type ExitCode, isSet, type Verb } from './verb';

export const statusVerb: Verb = {
  name: 'status',
  summary:
    'One look: runs at work, the last run, what is held. Exit code 2 when something is held, 1 when the last run does not add up or something failed.',
  usage: ['status [--data <folder>]', 'status --connector <address>'],
  options: CONNECTOR_OPTIONS,
  optionHelp: CONNECTOR_HELP,
  positionals: { least: 0, most: 0 },
  run: (args, output) =>
    withChosenConnector(args, output, async (connector) => {
      const status = await statusOf(connector);
      if (isSet(args, 'json')) output.out(JSON.stringify(status));
      else for (const line of statusLines(status)) output.out(line);
      return exitCodeOf(status);
    }),
};

interface Status {
  readonly open: readonly string[];
  readonly progress: { readonly phase: string; readonly decided: number; readonly deliveries: number } | null;
  readonly last: ClosedRun | null;
  /** Open held entries by reason; `failed`: deliveries that someone must look at. */
  readonly held: Readonly<Record<string, number>>;
}

async function statusOf(connector: CommandedConnector): Promise<Status> {
  const open = await connector.openRuns();
  return {
    open,
    progress: open.length === 0 ? null : await connector.progress(open),
    last: await newest(connector),
    held: Object.fromEntries(await connector.openHeld()),
  };
}

async function newest(connector: CommandedConnector): Promise<ClosedRun | null> {
  for await (const run of connector.closedRuns()) return run;
  return null;
}

function statusLines({ open, progress, last, held }: Status): readonly string[] {
  const reasons = Object.entries(held).map(([reason, count]) => `${count} ${reason}`);
  return [
    progress === null
      ? 'No run is at work.'
      : `${open.length === 1 ? 'A run is' : `${open.length} runs are`} at work (${progress.phase}): ${progress.decided} of ${progress.deliveries} deliveries.`,
    last === null
      ? 'No run is closed yet.'
      : `Last run ${last.runId}, ${last.state}: window ${last.window.from ?? 'beginning'} to ${last.window.to}, imported ${last.counts.imported}, failed ${last.counts.failed}.`,
    reasons.length === 0 ? 'Nothing is held.' : `Held, not imported yet: ${reasons.join(', ')}.`,
  ];
}

function exitCodeOf({ last, held }: Status): ExitCode {
  if ((last !== null && (last.state === 'incomplete' || last.counts.failed > 0)) || (held['failed'] ?? 0) > 0) return 1;
  return Object.keys(held).length > 0 ? 2 : 0;
}
