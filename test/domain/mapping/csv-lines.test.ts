import fc from 'fast-check';
import type { Delimiter } from '../../../runtime/domain/mapping/csv-delimiter';
import { readCsv } from '../../../runtime/domain/mapping/csv-lines';

type Seen = readonly [line: number, cells: readonly string[] | 'quotes' | 'length'];

function readAll(text: string, delimiter: Delimiter = ',', firstLine = 1) {
  const seen: Seen[] = [];
  const damaged: string[] = [];
  const givenUpAt = readCsv(text, delimiter, firstLine, {
    row: (cells, line) => seen.push([line, cells]),
    damaged: (line, why, raw) => {
      seen.push([line, why]);
      damaged.push(raw);
    },
  });
  return { seen, damaged, givenUpAt };
}

describe('readCsv', () => {
  it.each<[string, string, readonly Seen[]]>([
    [
      'plain cells',
      'a,b\nc,d\n',
      [
        [1, ['a', 'b']],
        [2, ['c', 'd']],
      ],
    ],
    ['no line feed at the end', 'a,b', [[1, ['a', 'b']]]],
    ['nothing', '', []],
    [
      'empty lines',
      '\na,b\n\nc,d',
      [
        [1, ['']],
        [2, ['a', 'b']],
        [3, ['']],
        [4, ['c', 'd']],
      ],
    ],
    [
      'lines of any number of cells',
      'a\nb,c,d\n',
      [
        [1, ['a']],
        [2, ['b', 'c', 'd']],
      ],
    ],
    [
      'quoted cells',
      '"a,1","b ""x"""\nc,d',
      [
        [1, ['a,1', 'b "x"']],
        [2, ['c', 'd']],
      ],
    ],
    [
      'a quoted cell of three lines',
      '"a\n\nb",c\nd,e',
      [
        [1, ['a\n\nb', 'c']],
        [4, ['d', 'e']],
      ],
    ],
    [
      'space around quotes',
      ' "a" , "b" \nc,d',
      [
        [1, ['a', 'b']],
        [2, ['c', 'd']],
      ],
    ],
    [
      "Excel's text formula without quotes around",
      '="447700900123",a\nb,c',
      [
        [1, ['="447700900123"', 'a']],
        [2, ['b', 'c']],
      ],
    ],
    ["Excel's text formula with quotes around", '"=""447700900123""",a', [[1, ['="447700900123"', 'a']]]],
    [
      'a quote in the middle of a cell',
      '5" tall,b\nc,d',
      [
        [1, ['5" tall', 'b']],
        [2, ['c', 'd']],
      ],
    ],
    ['a single quote is nothing special', "'a,b'\n", [[1, ["'a", "b'"]]]],
  ])('reads %s', (_case, text, expected) => {
    expect(readAll(text)).toEqual({ seen: expected, damaged: [], givenUpAt: undefined });
  });

  it.each<[string, string, readonly Seen[], readonly string[]]>([
    [
      'text after a closing quote',
      'a,b\n"c"x,d\ne,f\n',
      [
        [1, ['a', 'b']],
        [2, 'quotes'],
        [3, ['e', 'f']],
      ],
      ['"c"x,d'],
    ],
    [
      'a quote that never closes',
      'a,b\n"c,d\ne,f\n',
      [
        [1, ['a', 'b']],
        [2, 'quotes'],
        [3, ['e', 'f']],
      ],
      ['"c,d'],
    ],
    [
      'a quote that closes in a later line',
      '"a,b\n"c",d\ne,f',
      [
        [1, 'quotes'],
        [2, ['c', 'd']],
        [3, ['e', 'f']],
      ],
      ['"a,b'],
    ],
    [
      'a formula with quotes inside',
      '=HYPERLINK("x","y"),a\nb,c',
      [
        [1, 'quotes'],
        [2, ['b', 'c']],
      ],
      ['=HYPERLINK("x","y"),a'],
    ],
    [
      'the last line',
      'a,b\n"c"d',
      [
        [1, ['a', 'b']],
        [2, 'quotes'],
      ],
      ['"c"d'],
    ],
    [
      'a line after a cell of two lines',
      '"a\nb",c\n"d"e,f\ng,h',
      [
        [1, ['a\nb', 'c']],
        [3, 'quotes'],
        [4, ['g', 'h']],
      ],
      ['"d"e,f'],
    ],
  ])('reports one damaged line and goes on: %s', (_case, text, expected, raw) => {
    expect(readAll(text)).toEqual({ seen: expected, damaged: raw, givenUpAt: undefined });
  });

  it('reports a line that is longer than any row', () => {
    const { seen } = readAll(`a,b\n${'x'.repeat(70_000)},y\nc,d\n`);

    expect(seen).toEqual([
      [1, ['a', 'b']],
      [2, 'length'],
      [3, ['c', 'd']],
    ]);
  });

  it('gives up after a thousand damaged lines and says where', () => {
    const { seen, givenUpAt } = readAll(`a,b\n${'"c"x,d\n'.repeat(1_500)}`);

    expect(seen).toHaveLength(1_001);
    expect(givenUpAt).toBe(1_002);
  });

  it('counts lines from where the text begins in its file', () => {
    expect(readAll('a;b\n', ';', 2).seen).toEqual([[2, ['a', 'b']]]);
  });

  it.each([
    ['without quotes', 'x'.repeat(200)],
    ['with quotes', `"${'x'.repeat(200)}"`],
    ['with a line feed inside quotes', `"${'x'.repeat(100)}\n${'x'.repeat(100)}"`],
  ])('keeps every line of a text that is read in pieces, %s', (_case, cell) => {
    const rows = 6_000;

    const { seen } = readAll(`${cell},b\n`.repeat(rows));

    expect(seen).toHaveLength(rows);
    const lineFeeds = cell.includes('\n') ? 2 : 1;
    expect(seen.every(([line, cells], index) => line === 1 + index * lineFeeds && cells.length === 2)).toBe(true);
  });

  it('reads what was written, with every line where it was, whatever the cells hold', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', ';', '"', '\n', ' ', "'", '='), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 8 }), (rows) => {
        const text = rows.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\n');
        let line = 1;
        const expected = rows.map((cells): Seen => {
          const begin = line;
          line += cells.join('').split('\n').length;
          return [begin, cells];
        });

        expect(readAll(text === '' ? '' : `${text}\n`)).toEqual({ seen: expected, damaged: [], givenUpAt: undefined });
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, and names each line once and in order, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', '\n', ',', ' ', '='), maxLength: 60 }), (text) => {
        const lines = readAll(text).seen.map(([line]) => line);

        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
      }),
      { numRuns: 1_000 },
    );
  });
});
