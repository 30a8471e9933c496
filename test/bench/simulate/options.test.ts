import { readOptions, UsageError } from './options';
import { DEFAULT_SCENARIO, FIGURES } from './scenario';
import { helpText } from './text-of-result';

it('takes each figure by its option and keeps the defaults of the others', () => {
  const { scenario, isJson } = readOptions(['--mailboxes', '500000', '--items-per-day', '20_000_000', '--graph-ms', '250.5', '--json']);

  expect(scenario).toEqual({ ...DEFAULT_SCENARIO, mailboxes: 500_000, itemsPerDay: 20_000_000, graphMs: 250.5 });
  expect(isJson).toBe(true);
});

it.each([
  ['a word', ['--mailboxes', 'many'], '--mailboxes takes a whole number from 1 to 5000000, not "many"'],
  ['nothing', ['--mailboxes', ''], '--mailboxes takes a whole number from 1 to 5000000, not ""'],
  ['a fraction of a mailbox', ['--mailboxes', '1.5'], '--mailboxes takes a whole number from 1 to 5000000, not "1.5"'],
  ['less than there can be', ['--instances', '0'], '--instances takes a whole number from 1 to 1000, not "0"'],
  ['more than a share', ['--group-share', '2'], '--group-share takes a number from 0 to 1, not "2"'],
  ['a negative price', ['--price-gigabyte-second', '-1'], '--price-gigabyte-second takes a number of 0 or more, not "-1"'],
  ['an option that is none', ['--mailbox', '5'], "Unknown option '--mailbox'. See --help"],
])('refuses %s in one line', (_case, args, message) => {
  // After an equals sign a value may begin with a minus.
  const read = () => readOptions([args.join('=')]);

  expect(read).toThrow(UsageError);
  expect(read).toThrow(message);
});

it('writes the table only when the table is asked for', () => {
  expect(readOptions(['--sizes']).sizes).toBe('show');
  expect(readOptions(['--sizes', '--write']).sizes).toBe('write');
  expect(() => readOptions(['--write'])).toThrow('--write needs --sizes. See --help');
});

it('helps with every option, and says where each limit is from', () => {
  const help = helpText();

  for (const { option, source } of Object.values(FIGURES)) {
    expect(help).toContain(`--${option} `);
    expect(help).toContain(source);
  }
});

it('has a source for each figure that is documented or uncertain', () => {
  for (const { sureness, source } of Object.values(FIGURES)) {
    if (sureness === 'documented' || sureness === 'uncertain') expect(source).not.toBe('');
  }
});
