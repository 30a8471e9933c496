import fc from 'fast-check';
import { nextOccurrence, readSchedule } from '../../../runtime/domain/windows/schedule';

const next = (schedule: string, after: string) => nextOccurrence(schedule, new Date(after))?.toISOString();

describe('nextOccurrence', () => {
  it.each([
    ['the default: 06:30 UTC, later today', '0 30 6 * * *', '2026-11-20T06:29:59Z', '2026-11-20T06:30:00.000Z'],
    ['the default, tomorrow', '0 30 6 * * *', '2026-11-20T06:30:00Z', '2026-11-21T06:30:00.000Z'],
    ['within the second', '0 30 6 * * *', '2026-11-20T06:29:59.999Z', '2026-11-20T06:30:00.000Z'],
    ['every five minutes', '0 */5 * * * *', '2026-11-20T06:31:00Z', '2026-11-20T06:35:00.000Z'],
    ['every second', '* * * * * *', '2026-11-20T06:31:00Z', '2026-11-20T06:31:01.000Z'],
    ['at the end of an hour', '0 */5 * * * *', '2026-11-20T06:55:00Z', '2026-11-20T07:00:00.000Z'],
    ['at the end of a year', '0 0 0 1 1 *', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['weekdays', '0 30 6 * * 1-5', '2026-11-20T06:30:00Z', '2026-11-23T06:30:00.000Z'],
    ['weekdays by name', '0 30 6 * * Mon-Fri', '2026-11-20T06:30:00Z', '2026-11-23T06:30:00.000Z'],
    ['whole names, any case', '0 30 6 * DECEMBER sunday', '2026-11-20T06:30:00Z', '2026-12-06T06:30:00.000Z'],
    ['Sunday is 0', '0 0 0 * * 0', '2026-11-20T00:00:00Z', '2026-11-22T00:00:00.000Z'],
    ['Saturday is 6', '0 0 0 * * 6', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00.000Z'],
    ['day and day of the week must both fit', '0 0 0 13 * 5', '2026-11-20T00:00:00Z', '2027-08-13T00:00:00.000Z'],
    ['lists', '0 15,45 8,20 * * *', '2026-11-20T08:20:00Z', '2026-11-20T08:45:00.000Z'],
    ['a list out of order', '0 45,15 20,8 * * *', '2026-11-20T08:00:00Z', '2026-11-20T08:15:00.000Z'],
    ['a range with steps', '0 10-30/10 * * * *', '2026-11-20T08:11:00Z', '2026-11-20T08:20:00.000Z'],
    ['from a value on, in steps', '0 0 5/8 * * *', '2026-11-20T05:00:00Z', '2026-11-20T13:00:00.000Z'],
    ['the 31st skips short months', '0 0 0 31 * *', '2026-01-31T00:00:00Z', '2026-03-31T00:00:00.000Z'],
    ['29 February', '0 0 0 29 2 *', '2026-11-20T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['29 February over a year without one', '0 0 0 29 2 *', '2096-02-29T00:00:00Z', '2104-02-29T00:00:00.000Z'],
    ['no summer time: the hour that London skips', '0 30 1 * * *', '2027-03-27T12:00:00Z', '2027-03-28T01:30:00.000Z'],
    ['no summer time: the hour that London has twice', '0 30 1 * * *', '2026-10-25T01:30:00Z', '2026-10-26T01:30:00.000Z'],
    ['spaces around and between', '  0  30 6 *\t* *  ', '2026-11-20T06:29:59Z', '2026-11-20T06:30:00.000Z'],
  ])('%s', (_case, schedule, after, expected) => {
    expect(next(schedule, after)).toBe(expected);
  });

  it.each(
    ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'].map(
      (name, index) => [name, index + 1] as const,
    ),
  )('knows %s by its name and by three letters of it', (name, month) => {
    expect([readSchedule(`0 0 0 1 ${name} *`), readSchedule(`0 0 0 1 ${name.slice(0, 3)} *`)]).toMatchObject([
      { months: new Set([month]) },
      { months: new Set([month]) },
    ]);
  });

  it.each(['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'].map((name, index) => [name, index] as const))(
    'knows %s by its name and by three letters of it',
    (name, weekday) => {
      expect([readSchedule(`0 0 0 * * ${name}`), readSchedule(`0 0 0 * * ${name.slice(0, 3)}`)]).toMatchObject([
        { weekdays: new Set([weekday]) },
        { weekdays: new Set([weekday]) },
      ]);
    },
  );

  it('is never for a day that does not exist', () => {
    expect(next('0 0 0 30 2 *', '2026-11-20T00:00:00Z')).toBeUndefined();
  });

  it('throws for a text that is no schedule, and says why', () => {
    expect(() => nextOccurrence('30 6 * * *', new Date())).toThrow(
      new RangeError('"30 6 * * *" is no schedule: a schedule has 6 fields, from seconds to day of the week, got 5'),
    );
  });

  it('is later than asked, fits, and nothing before it fits', () => {
    const minute = fc.nat(59);
    const after = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(minute, fc.nat(23), after, (atMinute, atHour, date) => {
        const found = nextOccurrence(`0 ${atMinute} ${atHour} * * *`, date);

        expect(found?.toISOString().slice(11)).toBe(`${String(atHour).padStart(2, '0')}:${String(atMinute).padStart(2, '0')}:00.000Z`);
        const wait = (found?.getTime() ?? 0) - date.getTime();
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(86_400_000);
      }),
    );
  });
});

describe('readSchedule', () => {
  it.each([
    ['too few fields', '0 30 6 * *', 'a schedule has 6 fields, from seconds to day of the week, got 5'],
    ['too many fields', '0 30 6 * * * 2026', 'a schedule has 6 fields, from seconds to day of the week, got 7'],
    ['a second over 59', '60 * * * * *', '"60" is no second (0 to 59)'],
    ['a minute over 59', '0 60 * * * *', '"60" is no minute (0 to 59)'],
    ['an hour over 23', '0 0 24 * * *', '"24" is no hour (0 to 23)'],
    ['day 0', '0 0 0 0 * *', '"0" is no day (1 to 31)'],
    ['day 32', '0 0 0 32 * *', '"32" is no day (1 to 31)'],
    ['month 13', '0 0 0 * 13 *', '"13" is no month (1 to 12)'],
    ['weekday 7', '0 0 0 * * 7', '"7" is no day of the week (0 to 6)'],
    ['a range that runs backwards', '0 30-10 * * * *', '"30-10" is no minute (0 to 59)'],
    ['a range beyond the end', '0 30-61 * * * *', '"30-61" is no minute (0 to 59)'],
    ['steps of 0', '0 */0 * * * *', '"*/0" is no minute (0 to 59)'],
    ['a value in steps of 0', '0 5/0 * * * *', '"5/0" is no minute (0 to 59)'],
    ['a name where there are none', '0 jan * * * *', '"jan" is no minute (0 to 59)'],
    ['a range that ends with an unknown name', '0 0 0 * jan-smarch *', '"jan-smarch" is no month (1 to 12)'],
    ['a range that begins with an unknown name', '0 0 0 * smarch-dec *', '"smarch-dec" is no month (1 to 12)'],
    ['an unknown name', '0 0 0 * smarch *', '"smarch" is no month (1 to 12)'],
    ['a name of two letters', '0 0 0 * ma *', '"ma" is no month (1 to 12)'],
    ['a name with something behind it', '0 0 0 * * mondays', '"mondays" is no day of the week (0 to 6)'],
    ['an empty list entry', '0 1,,2 * * * *', '"1,,2" is no minute (0 to 59)'],
    ['a negative number', '0 -1 * * * *', '"-1" is no minute (0 to 59)'],
    ['three digits', '0 005 * * * *', '"005" is no minute (0 to 59)'],
    ['an interval of App Service plans', '01:00:00', 'a schedule has 6 fields, from seconds to day of the week, got 1'],
  ])('says what is wrong: %s', (_case, schedule, problem) => {
    expect(readSchedule(schedule)).toBe(problem);
  });

  it('reads the months from 1 and the weekdays from 0', () => {
    expect(readSchedule('0 0 0 * jan,dec sun,sat')).toMatchObject({
      months: new Set([1, 12]),
      weekdays: new Set([0, 6]),
      days: new Set(Array.from({ length: 31 }, (_, index) => index + 1)),
    });
  });
});

describe('names in a schedule', () => {
  const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
  const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
  const valuesOf = (schedule: string, field: 'months' | 'weekdays') => {
    const read = readSchedule(schedule);
    return typeof read === 'string' ? read : [...read[field]];
  };

  it.each(MONTHS.map((name, index) => [name, index + 1] as const))('%s is month %i, whole or by its first three letters', (name, month) => {
    expect([valuesOf(`0 0 0 * ${name} *`, 'months'), valuesOf(`0 0 0 * ${name.slice(0, 3)} *`, 'months')]).toEqual([[month], [month]]);
  });

  it.each(WEEKDAYS.map((name, index) => [name, index] as const))(
    '%s is day %i of the week, whole or by its first three letters',
    (name, day) => {
      expect([valuesOf(`0 0 0 * * ${name}`, 'weekdays'), valuesOf(`0 0 0 * * ${name.slice(0, 3)}`, 'weekdays')]).toEqual([[day], [day]]);
    },
  );

  it.each([
    ['monda', [1]],
    ['mondays', '"mondays" is no day of the week (0 to 6)'],
    ['mo', '"mo" is no day of the week (0 to 6)'],
  ])('%s: a name may be shortened, to three letters at least', (name, expected) => {
    expect(valuesOf(`0 0 0 * * ${name}`, 'weekdays')).toEqual(expected);
  });
});
