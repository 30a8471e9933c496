import { isTimerSchedule } from '../../../infra/config/timer-schedule';

describe('the schedule of a timer', () => {
  it.each([
    ['every morning', '0 30 6 * * *'],
    ['on workdays', '15 0 22 * * 1-5'],
    ['on workdays by name', '0 0 22 * * Mon-Fri'],
    ['every quarter of an hour', '0 */15 * * * *'],
    ['from the tenth minute on', '0 10/20 * * * *'],
    ['at some hours', '0 0 6,12,18 * * *'],
    ['in some months', '0 0 6 1 jan,JUL *'],
    ['on the 31st, where there is one', '0 0 6 31 2,3 *'],
    ['in a leap year', '0 0 6 29 2 *'],
    ['every other day of a range', '0 0 6 1-15/2 * *'],
  ])('may come %s', (_case, schedule) => {
    expect(isTimerSchedule(schedule)).toBe(true);
  });

  it.each([
    ['five fields', '30 6 * * *'],
    ['seven fields', '0 0 30 6 * * *'],
    ['every second', '* 30 6 * * *'],
    ['a second that does not exist', '60 30 6 * * *'],
    ['a minute that does not exist', '0 61 6 * * *'],
    ['an hour that does not exist', '0 30 24 * * *'],
    ['a day that does not exist', '0 30 6 0 * *'],
    ['a month that does not exist', '0 30 6 * 13 *'],
    ['a weekday that does not exist', '0 30 6 * * 7'],
    ['a name that is none', '0 30 6 * * XYZ'],
    ['a name in another field', '0 30 MON * * *'],
    ['a range that runs backwards', '0 30 6 * * 5-1'],
    ['a step of nothing', '0 */0 6 * * *'],
    ['an empty piece', '0 0 6,,7 * * *'],
    ['two blanks', '0  30 6 * * *'],
    ['a question mark', '0 30 6 ? * *'],
    ['a day that no month of it has', '0 30 6 30 2 *'],
    ['the 31st of short months', '0 30 6 31 4,6,9,11 *'],
    ['a range from everything', '0 *-5 6 * * *'],
    ['words', 'daily'],
    ['nothing', ''],
  ])('is refused with %s', (_case, schedule) => {
    expect(isTimerSchedule(schedule)).toBe(false);
  });
});
