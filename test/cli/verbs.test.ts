import { VERBS } from '../../runtime/cli/verbs';
import { runVerb } from './run-verb';

/** Architecture, section 9. */
const PROMISED = [
  'local',
  'inspect',
  'headers',
  'package check',
  'mapping check',
  'mapping preview',
  'import',
  'replay',
  'resume',
  'status',
  'runs',
  'held',
  'report',
  'verify',
  'doctor',
  'probe',
];

describe('the verbs of signal-archive', () => {
  it('has every verb that is promised', () => {
    const names = VERBS.map(({ name }) => name);

    expect(names).toEqual(expect.arrayContaining(PROMISED));
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(VERBS.map((verb) => [verb.name, verb] as const))('%s explains itself and each of its options', async (name, verb) => {
    const { code, out } = await runVerb([...name.split(' '), '--help'], VERBS);
    const text = out.join('\n');

    expect(code).toBe(0);
    expect(verb.summary.length).toBeGreaterThan(20);
    for (const usage of verb.usage) expect(usage.startsWith(name)).toBe(true);
    for (const option of Object.keys(verb.options)) {
      expect(verb.optionHelp[option]?.length).toBeGreaterThan(10);
      expect(text).toContain(`--${option}`);
    }
    expect(Object.keys(verb.optionHelp).filter((option) => !(option in verb.options))).toEqual([]);
  });

  it.each(VERBS.filter(({ name }) => name !== 'local').map(({ name, options }) => [name, options] as const))(
    '%s speaks to machines too',
    (_name, options) => {
      expect(options['json']).toEqual({ type: 'boolean' });
    },
  );
});
