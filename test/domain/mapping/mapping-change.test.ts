import fc from 'fast-check';
import { compareMappings } from '../../../runtime/domain/mapping/mapping-change';
import type { MappingRow } from '../../../runtime/domain/mapping/user-mapping';

type Spelling = readonly [phone: string, mailbox: string, from?: string, to?: string];

function rows(...spellings: readonly Spelling[]): MappingRow[] {
  return spellings.map(([phone, mailbox, from = '', to = ''], index) => ({
    phone,
    mailbox,
    validFrom: from === '' ? undefined : new Date(from),
    validTo: to === '' ? undefined : new Date(to),
    line: index + 1,
  }));
}

const many = (count: number) => rows(...Array.from({ length: count }, (_, index): Spelling => [`${100 + index}`, 'a']));

describe('compareMappings', () => {
  it.each<[string, readonly Spelling[], readonly Spelling[], readonly (readonly [string, string])[]]>([
    [
      'nothing',
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
      [],
    ],
    [
      'nothing but the order of lines',
      [
        ['1', 'a', '', '2026-01-01'],
        ['1', 'b', '2026-01-01'],
        ['2', 'b'],
      ],
      [
        ['2', 'b'],
        ['1', 'b', '2026-01-01'],
        ['1', 'a', '', '2026-01-01'],
      ],
      [],
    ],
    [
      'a number added',
      [['1', 'a']],
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
      [['added', '2']],
    ],
    [
      'a number removed',
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
      [['1', 'a']],
      [['removed', '2']],
    ],
    ['a number re-routed', [['1', 'a']], [['1', 'b']], [['re-routed', '1']]],
    [
      'a number handed on at a date',
      [['1', 'a']],
      [
        ['1', 'a', '', '2026-01-01'],
        ['1', 'b', '2026-01-01'],
      ],
      [['re-routed', '1']],
    ],
    [
      'a number given to somebody else after it had ended',
      [['1', 'a', '', '2026-01-01']],
      [
        ['1', 'a', '', '2026-01-01'],
        ['1', 'b', '2026-01-01'],
      ],
      [['changed', '1']],
    ],
    ['another end of validity', [['1', 'a', '', '2026-01-01']], [['1', 'a', '', '2026-02-01']], [['changed', '1']]],
    ['another beginning', [['1', 'a', '2026-01-01']], [['1', 'a', '2026-02-01']], [['changed', '1']]],
    ['the new mailbox begins when the old one ends', [['1', 'a', '', '2026-01-01']], [['1', 'b', '2026-01-01']], [['changed', '1']]],
    [
      'the new mailbox begins a day before the old one ended',
      [['1', 'a', '', '2026-01-02']],
      [['1', 'b', '2026-01-01']],
      [['re-routed', '1']],
    ],
    [
      'several, by number',
      [
        ['3', 'a'],
        ['1', 'a'],
      ],
      [
        ['2', 'a'],
        ['1', 'b'],
      ],
      [
        ['re-routed', '1'],
        ['added', '2'],
        ['removed', '3'],
      ],
    ],
  ])('finds %s', (_case, before, after, expected) => {
    const change = compareMappings(rows(...before), rows(...after));

    expect(change.changes.map(({ kind, phone }) => [kind, phone])).toEqual(expected);
  });

  it('counts rows and numbers, and shows the rows of a change', () => {
    const before = rows(['1', 'a', '', '2026-01-01'], ['1', 'b', '2026-01-01'], ['2', 'c'], ['3', 'd'], ['4', 'e']);
    const after = rows(['2', 'c'], ['3', 'x'], ['4', 'e', '2026-01-01'], ['5', 'f', '', '2026-01-01'], ['5', 'g', '2026-01-01']);

    const change = compareMappings(before, after);

    expect(change).toMatchObject({ rowsAdded: 2, rowsRemoved: 2, numbersRerouted: 1, numbersChanged: 1, numbersUnchanged: 1 });
    expect(change.changes.find(({ phone }) => phone === '3')).toEqual({
      kind: 're-routed',
      phone: '3',
      before: [before[3]],
      after: [after[1]],
    });
    expect(change.changes.find(({ phone }) => phone === '1')).toMatchObject({ before: before.slice(0, 2), after: [] });
  });

  it.each<[string, readonly MappingRow[], readonly MappingRow[], readonly unknown[]]>([
    ['the first mapping', [], many(3), []],
    ['rows added', many(3), many(30), []],
    ['20 % fewer rows', many(10), many(8), []],
    ['more than 20 % fewer rows', many(10), many(7), [{ kind: 'shrinks', before: 10, after: 7 }]],
    ['one row less of five', many(5), many(4), []],
    ['one row less of four', many(4), many(3), [{ kind: 'shrinks', before: 4, after: 3 }]],
    ['no rows any more', many(4), [], [{ kind: 'empty' }]],
    ['no rows as before', [], [], [{ kind: 'empty' }]],
    [
      'numbers re-routed',
      rows(['1', 'a'], ['2', 'a'], ['3', 'a']),
      rows(['1', 'b'], ['2', 'b'], ['3', 'a']),
      [{ kind: 're-routes', numbers: 2 }],
    ],
    [
      'fewer rows and one re-routed',
      rows(['1', 'a'], ['2', 'a']),
      rows(['1', 'b']),
      [
        { kind: 'shrinks', before: 2, after: 1 },
        { kind: 're-routes', numbers: 1 },
      ],
    ],
    ['only the validity changed', rows(['1', 'a']), rows(['1', 'a', '2026-01-01']), []],
  ])('asks for confirmation when it must: %s', (_case, before, after, reasons) => {
    expect(compareMappings(before, after)).toMatchObject({ reasons, needsConfirmation: reasons.length > 0 });
  });

  it('is the same whatever the order of rows, and says re-routed exactly when some moment has another mailbox', () => {
    const day = fc.integer({ min: 0, max: 6 });
    const version = fc.array(fc.tuple(fc.constantFrom('1', '2'), fc.constantFrom('a', 'b'), day, day), { maxLength: 3 }).map((drawn) =>
      // At most one row a number and mailbox pair, and never two mailboxes at one moment.
      drawn.filter(
        ([phone, mailbox, from, to], index) =>
          from < to &&
          !drawn.slice(0, index).some((other) => other[0] === phone && (other[1] !== mailbox || true) && other[2] < to && from < other[3]),
      ),
    );
    const toRows = (drawn: readonly (readonly [string, string, number, number])[]) =>
      drawn.map(
        ([phone, mailbox, from, to], index): MappingRow => ({
          phone,
          mailbox,
          validFrom: new Date(from),
          validTo: new Date(to),
          line: index + 1,
        }),
      );
    fc.assert(
      fc.property(version, version, (before, after) => {
        const change = compareMappings(toRows(before), toRows(after));
        const mailboxAt = (drawn: typeof before, phone: string, moment: number) =>
          drawn.find((row) => row[0] === phone && row[2] <= moment && moment < row[3])?.[1];
        const isRerouted = (phone: string) =>
          [0, 1, 2, 3, 4, 5, 6].some((moment) => {
            const [old, next] = [mailboxAt(before, phone, moment), mailboxAt(after, phone, moment)];
            return old !== undefined && next !== undefined && old !== next;
          });

        expect(change.changes.filter(({ kind }) => kind === 're-routed').map(({ phone }) => phone)).toEqual(['1', '2'].filter(isRerouted));
        const summary = ({ changes, ...counts }: typeof change) => ({
          ...counts,
          kinds: changes.map(({ kind, phone }) => `${kind} ${phone}`),
        });
        expect(summary(compareMappings(toRows(before.toReversed()), toRows(after.toReversed())))).toEqual(summary(change));
      }),
      { numRuns: 1_000 },
    );
  });
});
