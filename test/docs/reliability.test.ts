import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/reliability.md'), 'utf8');
const FAULTS = Array.from({ length: 23 }, (_none, index) => `F${index + 1}`);

/** Every file or folder of tests that the page names. */
const NAMED = [...new Set([...PAGE.matchAll(/`(test\/[\w./-]+)`/g)].map(([, file = '']) => file))];

/** Each file that the page names, with the words that it quotes from it. */
const QUOTED = [...PAGE.matchAll(/`(test\/[\w./-]+\.ts)`: ((?:"[^"]+"(?:, )?)+)/g)].map(([, file = '', quoted = '']) => ({
  file,
  titles: [...quoted.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title),
}));

const rowsOf = (heading: string): readonly string[] => {
  const section = PAGE.split('\n## ').find((text) => text.startsWith(heading)) ?? '';
  return section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('|---'));
};

describe('the page of reliability', () => {
  it.each(NAMED)('names tests that are there: %s', (file) => {
    const isThere = existsSync(join(ROOT, file)) && (file.endsWith('.ts') || statSync(join(ROOT, file)).isDirectory());

    expect(isThere).toBe(true);
  });

  it.each(QUOTED.map(({ file, titles }) => [file, titles] as const))('quotes what stands in %s', (file, titles) => {
    const text = readFileSync(join(ROOT, file), 'utf8');

    expect(titles.filter((title) => !text.includes(title))).toEqual([]);
  });

  it.each(FAULTS)('names a test for %s', (fault) => {
    const row = rowsOf('The faults').find((line) => line.startsWith(`| ${fault} |`)) ?? '';

    expect(row).toMatch(/`test\/[^`]+`: "/);
  });

  it('names a test for each promise and for each fault that failed at first', () => {
    for (const heading of ['The promises', 'What failed at first']) {
      const rows = rowsOf(heading).slice(1);
      expect(rows.length).toBeGreaterThan(10);
      expect(rows.filter((row) => !/`test\/[^`]+`: "/.test(row))).toEqual([]);
    }
  });
});
