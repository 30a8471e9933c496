import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/hostile-input.md'), 'utf8');

/** Each file that the page names, with the words that it quotes from it. */
const NAMED = [...PAGE.matchAll(/`(test\/[\w./-]+)`: ((?:"[^"]+"(?:, )?)+)/g)].map(([, file = '', quoted = '']) => ({
  file,
  titles: [...quoted.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title),
}));

describe('the page of hostile input', () => {
  it('names a test for every class', () => {
    const rows = PAGE.split('\n').filter((line) => line.startsWith('| ') && line.split(' | ').length === 3 && !line.includes('| test |'));

    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter((row) => !/`test\/[^`]+`: "/.test(row))).toEqual([]);
  });

  it.each(NAMED.map(({ file, titles }) => [file, titles] as const))('quotes what stands in %s', (file, titles) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
    const text = readFileSync(join(ROOT, file), 'utf8');

    expect(titles.filter((title) => !text.includes(title))).toEqual([]);
  });
});
