import type { MappingPreview } from '../main';
import { CONNECTOR_HELP, CONNECTOR_OPTIONS, withChosenConnector } from './chosen-connector';
import { localPerson } from './local-person';
import { readBytes } from './mapping-check';

import { isSet, textOf, UsageError, type Verb, type VerbArguments } from './verb';

const MAX_DAYS = 7;

export const mappingPreviewVerb: Verb = {
  name: 'mapping preview',
  summary: 'Says what a mapping file would change, and which held items would then be imported. Changes nothing.',
  usage: ['mapping preview <csv> [--since 7d] [--data <folder>]', 'mapping preview <csv> [--since 7d] --connector <address>'],
  options: { ...CONNECTOR_OPTIONS, since: { type: 'string' }, graph: { type: 'string' } },
  optionHelp: {
    ...CONNECTOR_HELP,
    since: `count the items of so many days, 1d to ${MAX_DAYS}d (default: ${MAX_DAYS}d)`,
    graph: 'a Graph endpoint on this machine (default: that of the last start)',
  },
  positionals: { least: 1, most: 1 },
  run: async (args, output) => {
    const [path = ''] = args.positionals;
    const days = daysOf(args);
    const bytes = await readBytes(path);
    return withChosenConnector(
      args,
      output,
      async (connector) => {
        const { file, preview } = await connector.acts(localPerson()).previewMapping(bytes, days);
        const { version, rowCount: rows, problems, problemCount, state } = file;
        if (isSet(args, 'json')) output.out(JSON.stringify({ rows, version, state, problems, problemCount, preview }));
        else {
          output.out(`${path}: ${state}. ${rows} rows, version ${version}`);
          for (const { line, code, detail } of problems) output.out(`  line ${line}: ${code}: ${detail}`);
          for (const line of preview === undefined ? [] : previewLines(preview)) output.out(line);
        }
        return state === 'usable' ? 0 : 2;
      },
      true,
    );
  },
};

function previewLines({ against, rows, change, changedNumbers, heldItems, days }: MappingPreview): readonly string[] {
  return [
    `Against the active version ${against.slice(0, 12)}: ${change.rowsAdded} rows added, ${change.rowsRemoved} removed, ${change.numbersRerouted} numbers re-routed, ${change.numbersChanged} changed.`,
    ...rows.map(
      ({ number, kind, before, after, inDirectory, inScope, recentItems, heldItems: held }) =>
        `  ${kind.padEnd(9)} ${number.padEnd(15)} ${before.join(', ') || '-'} -> ${after.join(', ') || '-'}; in directory: ${inDirectory}, in scope: ${inScope}; items of the last ${days} days: ${recentItems}, held items that would go: ${held}`,
    ),
    ...(changedNumbers > rows.length ? [`  and ${changedNumbers - rows.length} more`] : []),
    `Held items that would now be imported: ${heldItems}.`,
  ];
}

function daysOf(args: VerbArguments): number {
  const text = textOf(args, 'since') ?? `${MAX_DAYS}d`;
  const days = /^(\d)d$/.exec(text)?.[1];
  if (days === undefined || Number(days) < 1 || Number(days) > MAX_DAYS)
    throw new UsageError(`--since must be 1d to ${MAX_DAYS}d, got '${text}': longer activity is not kept`);
  return Number(days);
}
