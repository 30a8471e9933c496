import fc from 'fast-check';
import { checkRowsTogether } from '../../../runtime/domain/mapping/mapping-conflicts';
import { ProblemList } from '../../../runtime/domain/mapping/problem-list';
import type { MappingRow } from '../../../runtime/domain/mapping/user-mapping';

type Spelling = readonly [phone: string, mailbox: string, from?: string, to?: string];

function rowsOf(spellings: readonly Spelling[]): MappingRow[] {
  return spellings.map(([phone, mailbox, from, to], index) => ({
    phone,
    mailbox,
    validFrom: from === undefined || from === '' ? undefined : new Date(from),
    validTo: to === undefined ? undefined : new Date(to),
    line: index + 1,
  }));
}

function check(spellings: readonly Spelling[]) {
  const problems = new ProblemList();
  const rows = checkRowsTogether(rowsOf(spellings), problems);
  return {
    lines: rows.map(({ line }) => line),
    found: problems.list().map(({ line, code, detail }) => [line, code, detail.split(':')[0]]),
  };
}

describe('checkRowsTogether', () => {
  it.each<[string, readonly Spelling[]]>([
    [
      'different numbers, one mailbox',
      [
        ['1', 'a'],
        ['2', 'a'],
      ],
    ],
    [
      'different numbers, different mailboxes',
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
    ],
    [
      'one mailbox after the other',
      [
        ['1', 'a', '', '2026-01-01'],
        ['1', 'b', '2026-01-01'],
      ],
    ],
    [
      'one mailbox after the other, the later one first',
      [
        ['1', 'b', '2026-01-01'],
        ['1', 'a', '', '2026-01-01'],
      ],
    ],
    [
      'a gap between two mailboxes',
      [
        ['1', 'a', '2026-01-01', '2026-02-01'],
        ['1', 'b', '2026-03-01', '2026-04-01'],
      ],
    ],
    [
      'the same mailbox with times that overlap',
      [
        ['1', 'a', '', '2026-03-01'],
        ['1', 'a', '2026-02-01'],
      ],
    ],
    [
      'there and back',
      [
        ['1', 'a', '', '2026-01-01'],
        ['1', 'b', '2026-01-01', '2026-02-01'],
        ['1', 'a', '2026-02-01'],
      ],
    ],
  ])('finds nothing wrong with %s', (_case, spellings) => {
    expect(check(spellings)).toEqual({ lines: spellings.map((_, index) => index + 1), found: [] });
  });

  it.each<[string, readonly Spelling[], readonly unknown[]]>([
    [
      'two mailboxes at all times',
      [
        ['1', 'a'],
        ['2', 'x'],
        ['1', 'b'],
      ],
      [[3, 'conflict', 'With line 1']],
    ],
    [
      'two mailboxes on the same day',
      [
        ['1', 'a', '', '2026-01-02'],
        ['1', 'b', '2026-01-01'],
      ],
      [[2, 'conflict', 'With line 1']],
    ],
    [
      'the earlier line begins later',
      [
        ['1', 'a', '2026-05-01'],
        ['1', 'b'],
      ],
      [[2, 'conflict', 'With line 1']],
    ],
    [
      'equal times',
      [
        ['1', 'a', '2026-01-01', '2026-02-01'],
        ['1', 'b', '2026-01-01', '2026-02-01'],
      ],
      [[2, 'conflict', 'With line 1']],
    ],
    [
      'behind a row with the same mailbox',
      [
        ['1', 'a'],
        ['1', 'b', '2026-01-01', '2026-02-01'],
        ['1', 'b', '2026-03-01'],
      ],
      [
        [2, 'conflict', 'With line 1'],
        [3, 'conflict', 'With line 1'],
      ],
    ],
    [
      'with the second longest row, because the longest names the same mailbox',
      [
        ['1', 'a', '', '2026-06-01'],
        ['1', 'b', '2026-01-01', '2026-03-01'],
        ['1', 'a', '2026-02-01', '2026-05-01'],
      ],
      [
        [2, 'conflict', 'With line 1'],
        [3, 'conflict', 'With line 2'],
      ],
    ],
    [
      'with a long row that a longer one of another mailbox has overtaken',
      [
        ['1', 'a', '2026-01-01', '2026-06-01'],
        ['1', 'b', '2026-02-01', '2026-09-01'],
        ['1', 'b', '2026-05-01', '2026-05-02'],
      ],
      [
        [2, 'conflict', 'With line 1'],
        [3, 'conflict', 'With line 1'],
      ],
    ],
  ])('refuses %s', (_case, spellings, found) => {
    expect(check(spellings).found).toEqual(found);
  });

  it('drops a row that says the same as an earlier one, and warns', () => {
    const spellings: Spelling[] = [
      ['1', 'a'],
      ['2', 'b', '2026-01-01'],
      ['1', 'a'],
      ['2', 'b', '2026-01-01'],
      ['2', 'b', '2026-01-01'],
    ];

    expect(check(spellings)).toEqual({
      lines: [1, 2],
      found: [
        [3, 'duplicate', 'As line 1'],
        [4, 'duplicate', 'As line 2'],
        [5, 'duplicate', 'As line 2'],
      ],
    });
  });

  it('keeps rows of one mailbox that differ in one end of their validity', () => {
    const spellings: Spelling[] = [
      ['1', 'a'],
      ['1', 'a', '2026-01-01'],
      ['1', 'a', '', '2026-01-01'],
    ];

    expect(check(spellings)).toEqual({ lines: [1, 2, 3], found: [] });
  });

  it('finds a conflict exactly when one moment has two mailboxes', () => {
    const day = fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined });
    const row = fc
      .record({ phone: fc.constantFrom('1', '2'), mailbox: fc.constantFrom('a', 'b', 'c'), from: day, to: day })
      .filter(({ from, to }) => from === undefined || to === undefined || from < to);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 7 }), (drawn) => {
        const rows = drawn.map(({ phone, mailbox, from, to }, index) => ({
          phone,
          mailbox,
          validFrom: from === undefined ? undefined : new Date(from),
          validTo: to === undefined ? undefined : new Date(to),
          line: index + 1,
        }));
        const problems = new ProblemList();

        checkRowsTogether(rows, problems);

        const isValid = (each: (typeof drawn)[number], moment: number) => (each.from ?? -9) <= moment && moment < (each.to ?? 99);
        const mailboxesAt = (phone: string, moment: number) =>
          new Set(drawn.filter((each) => each.phone === phone && isValid(each, moment)).map(({ mailbox }) => mailbox));
        const moments = Array.from({ length: 12 }, (_, index) => index - 2);
        const isTorn = ['1', '2'].some((phone) => moments.some((moment) => mailboxesAt(phone, moment).size > 1));
        expect(problems.refusesFile).toBe(isTorn);
      }),
      { numRuns: 1_500 },
    );
  });

  it('does not compare every row of a number with every other', () => {
    /** How often the begin of a row is read. */
    const readsOf = (count: number): number => {
      let reads = 0;
      const rows = Array.from({ length: count }, (_, index) => ({
        phone: '1',
        mailbox: `m${index % 3}`,
        get validFrom() {
          reads += 1;
          return new Date(index * 2);
        },
        validTo: new Date(index * 2 + 2),
        line: index + 1,
      }));
      const problems = new ProblemList();
      expect([checkRowsTogether(rows, problems).length, problems.count]).toEqual([count, 0]);
      return reads;
    };

    expect(readsOf(4_000) / readsOf(1_000)).toBeLessThan(5);
  });
});
