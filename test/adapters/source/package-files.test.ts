import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSafeRelativeName, LISTING_PROBLEM_CODES, ListingBuilder, shownName } from '../../../runtime/adapters/source/package-files';
import type { ListedPackage } from '../../../runtime/ports/source';

function listed(name: string, differences: Partial<ListedPackage> = {}): ListedPackage {
  return { name, bytes: 1, stamp: 's', arrivedAt: undefined, modifiedAt: undefined, ...differences };
}

describe('a relative name', () => {
  it.each([
    ['a plain name', 'a.zip', true],
    ['folders', 'a/b/c.zip', true],
    ['dots inside a part', 'a..b/..c/d...zip', true],
    ['spaces, percent, accents', 'a b/100%/é.zip', true],
    ['nothing', '', false],
    ['the parent', '..', false],
    ['a way up', '../a.zip', false],
    ['a way up in the middle', 'a/../../b.zip', false],
    ['the folder itself', './a.zip', false],
    ['an absolute path', '/etc/a.zip', false],
    ['a path of Windows', 'a\\b.zip', false],
    ['a drive behind a backslash', 'C:\\a.zip', false],
    ['an empty part', 'a//b.zip', false],
    ['a slash at the end', 'a.zip/', false],
    ['a NUL', 'a\0.zip', false],
  ])('is safe or not: %s', (_case, name, isSafe) => {
    expect(isSafeRelativeName(name)).toBe(isSafe);
  });
});

describe('a name before people', () => {
  it.each([
    ['line ends', 'a\r\nb.zip', 'a\uFFFD\uFFFDb.zip'],
    ['a terminal escape', 'a\u001b[31m.zip', 'a\uFFFD[31m.zip'],
    ['a mark that turns the direction', 'a\u202egnp.zip', 'a\uFFFDgnp.zip'],
    ['a lone surrogate', 'a\ud800.zip', 'a\uFFFD.zip'],
    ['accents and emoji', 'Größe 😀.zip', 'Größe 😀.zip'],
  ])('is cleaned: %s', (_case, name, shown) => {
    expect(shownName(name)).toBe(shown);
  });

  it('is cut to the length of a line', () => {
    expect(shownName('x'.repeat(1000))).toHaveLength(163);
  });
});

describe('a listing', () => {
  it('orders by arrival, then by name in code unit order', () => {
    const builder = new ListingBuilder();
    builder.add(listed('c.zip', { arrivedAt: new Date(2) }));
    builder.add(listed('b.zip', { arrivedAt: new Date(1) }));
    builder.add(listed('a.zip', { arrivedAt: new Date(1) }));
    builder.add(listed('A.zip', { arrivedAt: new Date(1) }));

    expect(builder.build().packages.map(({ name }) => name)).toEqual(['A.zip', 'a.zip', 'b.zip', 'c.zip']);
  });

  it('holds a package that is listed twice once, and two contents of one name both', () => {
    const builder = new ListingBuilder();
    for (const stamp of ['s', 's', 't']) builder.add(listed('a.zip', { stamp }));

    expect(builder.build().packages.map(({ stamp }) => stamp)).toEqual(['s', 't']);
  });

  it('shows a hundred problems of each kind at most, and how many more there are', () => {
    const builder = new ListingBuilder();
    for (let index = 0; index < 1_234; index++) builder.accepts(`notes-${index}.txt`);
    builder.report('unreadable-file', 'a.zip', 'it may not be read');

    const { problems } = builder.build();

    expect(problems).toHaveLength(102);
    expect(problems.slice(-2)).toEqual([
      { code: 'unreadable-file', detail: 'a.zip: it may not be read' },
      { code: 'problems-left-out', detail: '1134 more problems of this listing are not shown: 1134 ignored-file' },
    ]);
  });
});

describe('the problems of a listing', () => {
  const table = readFileSync(join(__dirname, '../../../docs/problem-codes.md'), 'utf8').split('## Listings')[1] ?? '';

  it.each(LISTING_PROBLEM_CODES)('%s is explained in docs/problem-codes.md', (code) => {
    expect(table).toContain(`| \`${code}\` |`);
  });
});
