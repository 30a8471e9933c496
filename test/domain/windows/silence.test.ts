import { type DayOfItems, sourceSilence, usualItems, weekdayHours } from '../../../runtime/domain/windows/silence';

const at = (time: string) => new Date(time);
const DAY_IN_MS = 86_400_000;

/** `weeks` of days before Monday 2 November 2026, with so many items from Sunday to Saturday. */
function history(weeks: number, byWeekday: readonly number[]): DayOfItems[] {
  return Array.from({ length: weeks * 7 }, (_, index) => {
    const date = new Date(at('2026-11-01T00:00:00Z').getTime() - index * DAY_IN_MS);
    return { day: date.toISOString().slice(0, 10), items: byWeekday[date.getUTCDay()] ?? 0 };
  });
}

const OFFICE = [0, 100, 110, 120, 130, 140, 0];

describe('usualItems', () => {
  const mondays = (...items: readonly number[]): DayOfItems[] =>
    items.map((count, week) => ({
      day: new Date(at('2026-10-26T00:00:00Z').getTime() - week * 7 * DAY_IN_MS).toISOString().slice(0, 10),
      items: count,
    }));

  it.each([
    ['nothing known', [], undefined],
    ['a single Monday says nothing', [5], undefined],
    ['two: the lower', [5, 9], 5],
    ['three: the middle one', [9, 1, 5], 5],
    ['a flood does not move it', [5, 5, 9_000, 5], 5],
    ['a holiday does not move it', [5, 0, 5, 6], 5],
    ['the latest eight count', [1, 1, 1, 1, 1, 1, 1, 1, 90, 90, 90, 90, 90, 90, 90, 90, 90], 1],
  ])('is the median of the latest Mondays: %s', (_case, items, expected) => {
    const past = [...mondays(...items), { day: '2026-10-27', items: 777 }, { day: '2026-10-20', items: 777 }];

    expect(usualItems(past, 1)).toBe(expected);
    expect(usualItems(past.toReversed(), 1)).toBe(expected);
  });
});

describe('sourceSilence', () => {
  it.each([
    ['Friday evening until Monday morning', '2026-11-06T17:58:00Z', '2026-11-09T06:30:00Z', undefined],
    ['a moment before one working day', '2026-11-04T12:00:00.001Z', '2026-11-05T12:00:00Z', undefined],
    ['one working day', '2026-11-04T12:00:00Z', '2026-11-05T12:00:00Z', 1],
    ['Friday evening until Tuesday morning', '2026-11-06T18:00:00Z', '2026-11-10T06:00:00Z', 1.5],
    ['since a moment ago', '2026-11-05T12:00:00Z', '2026-11-05T12:00:00Z', undefined],
    ['the last item lies ahead: a clock was set back', '2026-11-09T12:00:00Z', '2026-11-05T12:00:00Z', undefined],
  ])('without history, Monday to Friday are working days: %s', (_case, since, now, workingDays) => {
    expect(sourceSilence([], at(since), at(now))?.workingDays).toBe(workingDays);
  });

  it.each([
    ['a weekend that never has items does not count', OFFICE, '2026-11-06T18:00:00Z', '2026-11-09T06:30:00Z', undefined],
    ['a weekend that usually has items does', [12, 100, 110, 120, 130, 140, 15], '2026-11-06T17:58:00Z', '2026-11-08T06:30:00Z', 1.522],
    ['a working week from Sunday to Thursday', [90, 100, 110, 120, 130, 0, 0], '2026-11-05T18:00:00Z', '2026-11-08T06:30:00Z', undefined],
    ['the Sunday of that week', [90, 100, 110, 120, 130, 0, 0], '2026-11-05T18:00:00Z', '2026-11-09T00:00:00Z', 1.25],
  ])('learns the working days: %s', (_case, byWeekday, since, now, workingDays) => {
    const silence = sourceSilence(history(4, byWeekday), at(since), at(now));

    expect(silence === undefined ? undefined : Math.round(silence.workingDays * 1_000) / 1_000).toBe(workingDays);
  });

  it('says since when, and what usually comes on this day', () => {
    const since = at('2026-11-06T17:58:00Z');

    expect(sourceSilence(history(4, [12, 100, 110, 120, 130, 140, 15]), since, at('2026-11-08T06:30:00Z'))).toMatchObject({
      since,
      usualItems: 12,
    });
    expect(sourceSilence([], since, at('2026-11-13T06:30:00Z'))).toMatchObject({ usualItems: 0 });
  });
});

describe('weekdayHours', () => {
  it.each([
    ['no time', '2026-11-20T06:00:00Z', '2026-11-20T06:00:00Z', 0],
    ['within a Friday', '2026-11-20T06:00:00Z', '2026-11-20T09:30:00Z', 3.5],
    ['Friday evening to Monday morning', '2026-11-20T20:00:00Z', '2026-11-23T05:00:00Z', 9],
    ['a weekend', '2026-11-21T00:00:00Z', '2026-11-23T00:00:00Z', 0],
    ['a week', '2026-11-20T06:00:00Z', '2026-11-27T06:00:00Z', 120],
  ])('counts what lies on Monday to Friday: %s', (_case, since, now, expected) => {
    expect(weekdayHours(at(since), at(now))).toBe(expected);
  });
});
