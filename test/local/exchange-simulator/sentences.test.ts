import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSwitches } from '../../../runtime/local/exchange-simulator/switches';

const README = readFileSync(join(__dirname, '../../../runtime/local/exchange-simulator/README.md'), 'utf8');
const TESTS = readdirSync(__dirname)
  .filter((file) => file.endsWith('.test.ts') && file !== 'sentences.test.ts')
  .map((file) => readFileSync(join(__dirname, file), 'utf8'))
  .join('\n');

const rows = (heading: string): string[][] => {
  const section = README.slice(README.indexOf(`\n## ${heading}`) + 1).split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| -'));
  return lines.slice(1).map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | *\|$/g, '').trim()));
};

describe('the README of the simulator', () => {
  it('names at least one test for every sentence', () => {
    const sentences = rows('What it models');

    expect(sentences.length).toBeGreaterThan(45);
    for (const cells of sentences) expect(cells).toHaveLength(3);
  });

  it.each(rows('What it models').flatMap(([, , tests = '']) => tests.split('; ').map((test) => [test] as const)))(
    'has the test "%s"',
    (test) => {
      expect(TESTS.includes(test)).toBe(true);
    },
  );

  it('explains every switch', () => {
    const section = README.slice(README.indexOf('## Switches'), README.indexOf('## Faults'));

    for (const name of Object.keys(defaultSwitches())) expect(section).toContain(`\`${name}\``);
  });
});
