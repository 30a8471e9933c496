import { nextTime, parseCron } from '../../../runtime/local/host/cron';

const next = (expression: string, after: string) => nextTime(parseCron(expression), new Date(after))?.toISOString();

describe('schedules of the Functions host', () => {
  it.each([
    ['every day at a time', '0 30 6 * * *', '2026-11-21T06:29:59Z', '2026-11-21T06:30:00.000Z'],
    ['never at the same time again', '0 30 6 * * *', '2026-11-21T06:30:00Z', '2026-11-22T06:30:00.000Z'],
    ['a part of a second later is later', '0 30 6 * * *', '2026-11-21T06:29:59.999Z', '2026-11-21T06:30:00.000Z'],
    ['every five minutes', '0 */5 * * * *', '2026-11-21T06:58:00Z', '2026-11-21T07:00:00.000Z'],
    ['every second', '* * * * * *', '2026-12-31T23:59:59Z', '2027-01-01T00:00:00.000Z'],
    ['a range with a step', '0 0 9-17/4 * * *', '2026-11-21T13:00:00Z', '2026-11-21T17:00:00.000Z'],
    ['from a value on with a step', '0 5/20 * * * *', '2026-11-21T06:26:00Z', '2026-11-21T06:45:00.000Z'],
    ['a list', '0 0 6,18 * * *', '2026-11-21T06:00:00Z', '2026-11-21T18:00:00.000Z'],
    ['weekdays by name', '0 0 6 * * MON-FRI', '2026-11-20T06:00:00Z', '2026-11-23T06:00:00.000Z'],
    ['Sunday is 0 and 7', '0 0 6 * * 7', '2026-11-21T00:00:00Z', '2026-11-22T06:00:00.000Z'],
    ['months by name', '0 0 0 1 jan *', '2026-11-21T00:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['the last day of a month is no date of every month', '0 0 0 31 * *', '2026-11-01T00:00:00Z', '2026-12-31T00:00:00.000Z'],
    ['a leap day', '0 0 0 29 2 *', '2026-11-21T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['five fields', '30 6 * * *', '2026-11-21T00:00:00Z', '2026-11-21T06:30:00.000Z'],
    ['UTC has no daylight saving', '0 30 2 * * *', '2026-03-29T00:00:00Z', '2026-03-29T02:30:00.000Z'],
  ])('%s', (_case, expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('answers nothing for a day that never comes', () => {
    expect(next('0 0 0 31 2 *', '2026-11-21T00:00:00Z')).toBeUndefined();
  });

  it.each([
    '',
    '* * * *',
    '60 * * * * *',
    '0 0 24 * * *',
    '0 0 0 0 * *',
    '0 0 0 * 13 *',
    '0 0 0 * * 8',
    '0 5-1 * * * *',
    '0 a * * * *',
    '0 */0 * * * *',
    '0 1-2-3 * * * *',
    '-1 * * * * *',
    '0 0 0 * foo *',
  ])('refuses %j and names it', (expression) => {
    expect(() => parseCron(expression)).toThrow(`"${expression}"`);
  });
});
