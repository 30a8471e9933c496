import { isSet, textOf, UsageError, type Verb, wholeOf } from '../../runtime/cli/verb';
import { runVerb } from './run-verb';

const SHOW: Verb = {
  name: 'show',
  summary: 'Shows something.',
  usage: ['show <file> [--lines <n>]'],
  options: { lines: { type: 'string' }, json: { type: 'boolean' } },
  optionHelp: { lines: 'how many', json: 'for machines' },
  optionValues: { lines: 'n' },
  notes: ['A note.'],
  positionals: { least: 1, most: 2 },
  run: async (args, output) => {
    if (args.positionals[0] === 'bad') throw new UsageError('bad is no file');
    if (args.positionals[0] === 'broken') throw new Error('the disk is gone');
    output.out(`${args.positionals.join('+')} ${wholeOf(args, 'lines', 10, 1, 99)} ${isSet(args, 'json')} ${textOf(args, 'lines')}`);
    return 2;
  },
};
const GROUP_CHECK: Verb = { ...SHOW, name: 'group check', usage: ['group check <file>'] };
const VERBS = [SHOW, GROUP_CHECK];

describe('the command line', () => {
  it.each([
    ['no verb', [], 64],
    ['a verb that does not exist', ['nothing'], 64],
    ['half a verb', ['group'], 64],
    ['an option that does not exist', ['show', 'a', '--bogus'], 64],
    ['an option without its value', ['show', 'a', '--lines'], 64],
    ['an option with an empty value', ['show', 'a', '--lines', ''], 64],
    ['a value that does not fit', ['show', 'a', '--lines', '100'], 64],
    ['a value that is no number', ['show', 'a', '--lines', '1e1'], 64],
    ['a value for a switch', ['show', 'a', '--json=yes'], 64],
    ['too few arguments', ['show'], 64],
    ['too many arguments', ['show', 'a', 'b', 'c'], 64],
    ['a verb that refuses its arguments', ['show', 'bad'], 64],
    ['a verb that fails', ['show', 'broken'], 1],
    ['the code of the verb', ['show', 'a'], 2],
    ['help', ['--help'], 0],
    ['help of a verb', ['show', '--help'], 0],
    ['help, the other way round', ['help', 'group', 'check'], 0],
  ])('ends with the exit code of %s', async (_case, argv, code) => {
    expect((await runVerb(argv, VERBS)).code).toBe(code);
  });

  it('hands on arguments and options', async () => {
    expect((await runVerb(['show', 'a', '--lines', '7', 'b', '--json'], VERBS)).out).toEqual(['a+b 7 true 7']);
  });

  it('finds a verb of two words', async () => {
    expect((await runVerb(['group', 'check', 'a'], VERBS)).out).toEqual(['a 10 false undefined']);
  });

  it('names the verbs of a group when only the group was given', async () => {
    const { err } = await runVerb(['group'], VERBS);

    expect(err[0]).toContain('group check');
    expect(err[0]).not.toContain('show');
  });

  it('says what was wrong, with the value and where help is, on standard error only', async () => {
    const { out, err } = await runVerb(['show', 'a', '--lines', '100'], VERBS);

    expect(out).toEqual([]);
    expect(err).toEqual(["signal-archive show: --lines must be a whole number from 1 to 99, got '100'", 'Try signal-archive show --help']);
  });

  it('says in one line why a verb failed', async () => {
    expect((await runVerb(['show', 'broken'], VERBS)).err).toEqual(['signal-archive show: the disk is gone']);
  });

  it('describes a verb: use, purpose, options with what they take, notes', async () => {
    expect((await runVerb(['show', '--help'], VERBS)).out).toEqual([
      'Usage: signal-archive show <file> [--lines <n>]',
      '',
      'Shows something.',
      '',
      '  --lines <n>  how many',
      '  --json       for machines',
      '',
      'A note.',
    ]);
  });
});
