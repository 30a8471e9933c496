import { addToWeek, usualPerWeek } from '../../../runtime/domain/windows/weekly-counts';

const at = (time: string) => new Date(time);
/** So many items in the weeks that begin on Monday 5 October 2026 and later ones. */
function history(...counts: readonly number[]): string {
  return counts.reduce((text, count, week) => addToWeek(text, new Date(Date.UTC(2026, 9, 7 + 7 * week)), count), '');
}
/** Before the first of them. */
const SINCE = at('2026-10-01T12:00:00Z');
const inWeek = (week: number) => new Date(Date.UTC(2026, 9, 7 + 7 * week));

describe('addToWeek', () => {
  it('adds up what falls into one week, Monday to Sunday, UTC', () => {
    const monday = addToWeek('', at('2026-10-05T00:00:00.000Z'), 3);
    const sunday = addToWeek(monday, at('2026-10-11T23:59:59.999Z'), 4);
    const next = addToWeek(sunday, at('2026-10-12T00:00:00.000Z'), 5);

    expect(Object.values(JSON.parse(sunday))).toEqual([7]);
    expect(Object.values(JSON.parse(next))).toEqual([7, 5]);
  });

  it('keeps the week it adds to and eight before it', () => {
    const text = history(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    expect(Object.values(JSON.parse(text))).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('numbers the weeks from 1970, as rows that were written earlier do', () => {
    expect(addToWeek('', at('1970-01-01T00:00:00Z'), 1)).toBe('{"0":1}');
    expect(addToWeek('', at('1970-01-05T00:00:00Z'), 1)).toBe('{"1":1}');
    expect(addToWeek('{"2961":4}', at('2026-10-07T00:00:00Z'), 1)).toBe('{"2961":4,"2962":1}');
  });
});

describe('usualPerWeek', () => {
  it.each([
    ['nothing is known', '', 0, undefined],
    ['one whole week says nothing', history(7), 1, undefined],
    ['two whole weeks: the lower', history(9, 5), 2, 5],
    ['three: the middle one', history(9, 1, 5), 3, 5],
    ['numbers are compared as numbers', history(100, 9, 20), 3, 20],
    ['the current week is not whole', history(5, 5, 900), 2, 5],
    ['a week without any counts as zero', history(6, 7), 5, 0],
    ['the latest eight count', history(90, 90, 90, 90, 90, 1, 1, 1, 1, 1, 1, 1, 1), 13, 1],
    ['a week that begins the eight counts', history(90, 90, 90, 90, 9, 9, 9, 1), 8, 9],
  ])('%s', (_case, text, week, expected) => {
    expect(usualPerWeek(text, SINCE, inWeek(week))).toBe(expected);
  });

  it('leaves out the week in which it began, and all before', () => {
    const text = history(0, 0, 4, 8, 8);

    expect(usualPerWeek(text, inWeek(2), inWeek(5))).toBe(8);
    expect(usualPerWeek(text, inWeek(4), inWeek(5))).toBeUndefined();
    expect(usualPerWeek(text, inWeek(9), inWeek(5))).toBeUndefined();
  });
});
