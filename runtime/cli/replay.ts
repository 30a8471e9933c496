import { CONNECTOR_HELP, CONNECTOR_OPTIONS, workOnChosen } from './chosen-connector';
import { localPerson } from './local-person';
import { isSet, textOf, UsageError, type Verb } from './verb';

export const replayVerb: Verb = {
  name: 'replay',
  summary:
    'Tries again what is held: the entries that are named, or all of a reason; waits, and prints the report. Nothing is imported twice.',
  usage: [
    'replay <held id>... [--data <folder>]',
    'replay --reason <reason> [--data <folder>]',
    'replay --all [--data <folder>]',
    'replay --release <held id>... [--data <folder>]',
    'replay --all --connector <address>',
  ],
  options: {
    ...CONNECTOR_OPTIONS,
    reason: { type: 'string' },
    all: { type: 'boolean' },
    release: { type: 'boolean' },
    because: { type: 'string' },
  },
  optionHelp: {
    ...CONNECTOR_HELP,
    reason: 'everything that is held for this reason, e.g. unmatched',
    all: 'everything that is held and does not wait for a release',
    release: 'let go what the vendor has not sent again: items of rejected packages, and what cannot be read',
    because: 'why; it goes into the record of acts',
  },
  positionals: { least: 0, most: 10_000 },
  run: async (args, output) => {
    const reason = textOf(args, 'reason');
    const named = [args.positionals.length > 0, reason !== undefined, isSet(args, 'all')].filter(Boolean).length;
    if (named !== 1) throw new UsageError('name held entries, or --reason, or --all: one of the three');
    const selection = args.positionals.length > 0 ? { ids: args.positionals } : { filter: reason === undefined ? {} : { reason } };
    return workOnChosen(args, output, async (connector) => {
      const acts = connector.acts(localPerson());
      const take = isSet(args, 'release') ? acts.release : acts.replay;
      const { runId, count, skipped } = await take(selection, textOf(args, 'because') ?? '');
      output.err(
        `Run ${runId} takes up ${count} held ${count === 1 ? 'entry' : 'entries'}${skipped > 0 ? `; ${skipped} are left out` : ''}.`,
      );
      return runId;
    });
  },
};
