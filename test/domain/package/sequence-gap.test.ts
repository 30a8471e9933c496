import { sequenceGaps } from '../../../runtime/domain/package/sequence-gap';

const nameOf = (day: string, sequence: number): string => `${day}0000-TeleMessage_${sequence}_1210.zip`;

describe('a hole in the sequence numbers of a day', () => {
  it.each([
    ['no package', [], []],
    ['one package', [nameOf('20261120', 1)], []],
    ['three in any order', [3, 1, 2].map((number) => nameOf('20261120', number)), []],
    ['the same number twice (sent again)', [1, 2, 2].map((number) => nameOf('20261120', number)), []],
    ['names of another form', ['day.zip', 'loose.eml'], []],
    ['the second is missing', [1, 3].map((number) => nameOf('20261120', number)), ['20261120: package 2 of 3 has not arrived']],
    ['the first is missing', [2].map((number) => nameOf('20261120', number)), ['20261120: package 1 of 2 has not arrived']],
    ['a number 0 is no reason for a gap', [0, 1].map((number) => nameOf('20261120', number)), []],
    ['in a sub-folder, in lower case', [`in/${nameOf('20261120', 2).toLowerCase()}`], ['20261120: package 1 of 2 has not arrived']],
    [
      'two days, each for itself',
      [nameOf('20261121', 2), nameOf('20261120', 1), nameOf('20261120', 4)],
      ['20261120: package 2, 3 of 4 has not arrived', '20261121: package 1 of 2 has not arrived'],
    ],
  ])('is named by day: %s', (_case, names, expected) => {
    expect(sequenceGaps(names).map(({ detail }) => detail)).toEqual(expected);
  });

  it.each([
    ['began before the listing does', '2026-11-20T06:30:00Z', []],
    ['may have begun before, in the zone of the vendor', '2026-11-19T10:01:00Z', []],
    ['begins with the listing in every zone', '2026-11-19T10:00:00Z', ['20261120: package 1 of 2 has not arrived']],
  ])('is nothing that a listing can tell of a day that %s', (_case, shownFrom, expected) => {
    expect(sequenceGaps([nameOf('20261120', 2)], new Date(shownFrom)).map(({ detail }) => detail)).toEqual(expected);
  });

  it('of a forged number costs nothing', () => {
    const [gap] = sequenceGaps([nameOf('20261120', 999_999_999)]);

    expect(gap).toEqual({
      code: 'sequence-gap',
      detail: expect.stringContaining('1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 999999988 more of 999999999'),
    });
  });

  it('follows another pattern of names', () => {
    const pattern = /^batch-(?<date>\d{8})-(?<sequence>\d+)\.zip$/;

    expect(sequenceGaps(['batch-20261120-1.zip', 'batch-20261120-3.zip'], undefined, pattern)).toHaveLength(1);
  });
});
