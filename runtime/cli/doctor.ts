import type { Examination } from '../main';
import { ADMINISTERED_HELP, ADMINISTERED_OPTIONS, withAdministered } from './administered';
import { chosenApi } from './chosen-connector';
import { localPerson } from './local-person';
import { isSet, textOf, type Verb } from './verb';

export const doctorVerb: Verb = {
  name: 'doctor',
  summary: 'Checks every precondition: what was found, and the exact command that mends it. Exit code 2 when something has to be mended.',
  usage: [
    'doctor [--mailbox <address>] [--outside <address>] [--data <folder>]',
    'doctor [--mailbox <address>] [--outside <address>] --connector <address>',
  ],
  options: ADMINISTERED_OPTIONS,
  optionHelp: { ...ADMINISTERED_HELP, mailbox: 'a mailbox that must be in scope; it gets a test item, which is removed at once' },
  positionals: { least: 0, most: 0 },
  run: async (args, output) => {
    const request = { mailbox: textOf(args, 'mailbox'), outside: textOf(args, 'outside') };
    const api = chosenApi(args);
    const examination =
      api === undefined
        ? await withAdministered(args, output, ({ connector, hasSource }) => connector.examine({ ...request, hasSource }, localPerson()))
        : await api.postJson<Examination>('/api/setup/doctor', request);
    if (isSet(args, 'json')) output.out(JSON.stringify(examination));
    else for (const line of examinationLines(examination)) output.out(line);
    return examination.state === 'fine' ? 0 : 2;
  },
};

const MARKS = { ok: 'ok', problem: 'MEND', 'not-checked': '-' } as const;

/** Each precondition in a line, with what mends it below. */
export function examinationLines({ checks, state }: Examination): readonly string[] {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap((check) => [
    `${MARKS[check.state].padEnd(5)}${check.name.padEnd(width)}  ${check.found}`,
    ...(check.fix === '' ? [] : [`${' '.repeat(width + 7)}=> ${check.fix}`]),
  ]);
  const problems = checks.filter((check) => check.state === 'problem').length;
  const end = state === 'fine' ? 'Nothing has to be mended.' : `${problems} ${problems === 1 ? 'thing has' : 'things have'} to be mended.`;
  return [...lines, '', end];
}
