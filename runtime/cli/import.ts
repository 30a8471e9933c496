import { CONNECTOR_HELP, CONNECTOR_OPTIONS, workOnChosen } from './chosen-connector';
import { localPerson } from './local-person';
import { textOf, UsageError, type Verb, type VerbArguments } from './verb';

export const importVerb: Verb = {
  name: 'import',
  summary: 'Opens a run by hand: everything since the last one, or a past window; waits, and prints the report. Nothing is imported twice.',
  usage: [
    'import [--data <folder>]',
    'import --from <time> --to <time> [--data <folder>]',
    'import [--from <time> --to <time>] --connector <address>',
  ],
  options: { ...CONNECTOR_OPTIONS, from: { type: 'string' }, to: { type: 'string' } },
  optionHelp: {
    ...CONNECTOR_HELP,
    from: 'beginning of the window, by arrival, e.g. 2026-11-20 or 2026-11-20T06:30:00Z',
    to: 'end of the window, not in it any more',
  },
  positionals: { least: 0, most: 0 },
  run: async (args, output) => {
    const window = windowOf(args);
    return workOnChosen(args, output, (connector) => connector.acts(localPerson()).importWindow(window));
  },
};

function windowOf(args: VerbArguments): { from: Date; to: Date } | undefined {
  const from = timeOf(args, 'from');
  const to = timeOf(args, 'to');
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) throw new UsageError('a past window needs both --from and --to');
  if (from >= to) throw new UsageError('--from must be before --to');
  return { from, to };
}

const TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z)?$/;

/** A date means 00:00 UTC. */
function timeOf(args: VerbArguments, name: string): Date | undefined {
  const text = textOf(args, name);
  if (text === undefined) return undefined;
  const time = new Date(text);
  if (!TIME.test(text) || Number.isNaN(time.getTime()))
    throw new UsageError(`--${name} must be a date or a UTC time such as 2026-11-20T06:30:00Z, got '${text}'`);
  return time;
}
