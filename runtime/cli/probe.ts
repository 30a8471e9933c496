import type { FullProbe } from '../main';
import { ADMINISTERED_HELP, ADMINISTERED_OPTIONS, withAdministered } from './administered';
import { chosenApi } from './chosen-connector';
import { localPerson } from './local-person';
import { isSet, textOf, UsageError, type Verb } from './verb';

export const probeVerb: Verb = {
  name: 'probe',
  summary:
    'Asks a test mailbox what only the tenant can answer, prints the switches that follow, and removes its items. Exit code 2 when a switch has to be set.',
  usage: [
    'probe --mailbox <address> [--outside <address>] [--data <folder>]',
    'probe --mailbox <address> [--outside <address>] --connector <address>',
  ],
  options: ADMINISTERED_OPTIONS,
  optionHelp: { ...ADMINISTERED_HELP, mailbox: 'a mailbox for tests, inside the scope' },
  positionals: { least: 0, most: 0 },
  run: async (args, output) => {
    const mailbox = textOf(args, 'mailbox');
    if (mailbox === undefined) throw new UsageError('name a mailbox for tests: --mailbox <address>');
    const request = { mailbox, outside: textOf(args, 'outside') };
    const api = chosenApi(args);
    const probe =
      api === undefined
        ? await withAdministered(args, output, ({ connector }) => connector.fullProbe(request, localPerson()))
        : fromApi(await api.postJson<ProbeAnswer>('/api/setup/full-probe', request));
    if (isSet(args, 'json')) output.out(JSON.stringify(probe));
    else for (const line of probeLines(probe)) output.out(line);
    return probe.state === 'as-configured' ? 0 : 2;
  },
};

/** The API says null for what could not be told. */
type ProbeAnswer = Omit<FullProbe, 'switches'> & {
  readonly switches: readonly (Omit<FullProbe['switches'][number], 'value'> & { readonly value: string | null })[];
};

const fromApi = (answer: ProbeAnswer): FullProbe => ({
  ...answer,
  switches: answer.switches.map((each) => ({ ...each, value: each.value ?? undefined })),
});

const MARKS = { 'as-expected': 'ok', otherwise: 'LOOK', 'not-answered': '-' } as const;

/** Each question with its answer, then the switches as they stand in a stack file. */
export function probeLines({ mailbox, answers, switches, itemsMade, itemsLeft }: FullProbe): readonly string[] {
  const left =
    itemsLeft === 0 ? 'all are removed' : `${itemsLeft} could not be removed: they are in the hidden folder "Signal Archiver staging"`;
  return [
    `Mailbox ${mailbox}: ${itemsMade} test items made, ${left}.`,
    '',
    ...answers.flatMap(({ state, question, found }) => [`${MARKS[state].padEnd(5)}${question}`, `     ${found}`]),
    '',
    'Switches of the stack:',
    ...switches.map(({ key, current, value }) => `  signal-archive:${key}: ${value ?? current}${remark(current, value)}`),
  ];
}

function remark(current: string, value: string | undefined): string {
  if (value === undefined) return '   # could not be told; as it is';
  return value === current ? '   # as it is' : `   # now ${current}: set it`;
}
