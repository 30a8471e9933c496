import fc from 'fast-check';
import { retryAfterInMs, retryAt } from '../../../runtime/domain/limits/retry-after';

const now = new Date('2026-11-20T12:00:00Z');

describe('retryAfterInMs', () => {
  it.each([
    ['seconds', '120', 120_000],
    ['one second', '1', 1_000],
    ['seconds with space around', ' 7 ', 7_000],
    ['half a second', '0.5', 500],
    ['now', '0', 0],
    ['an hour', '3600', 3_600_000],
    ['more than an hour is an hour', '3601', 3_600_000],
    ['an absurd time is an hour', '1000000000', 3_600_000],
    ['an HTTP date', 'Fri, 20 Nov 2026 12:02:00 GMT', 120_000],
    ['an HTTP date of the old form', 'Friday, 20-Nov-26 12:02:00 GMT', 120_000],
    ["an HTTP date of C's form, which means GMT", 'Fri Nov 20 12:02:00 2026', 120_000],
    ['an HTTP date of the past', 'Fri, 20 Nov 2026 11:00:00 GMT', 0],
    ['an HTTP date far away', 'Sun, 20 Nov 2056 12:00:00 GMT', 3_600_000],
  ])('reads %s', (_case, header, wait) => {
    expect(retryAfterInMs(header, now)).toBe(wait);
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['white space', '  '],
    ['negative', '-1'],
    ['words', 'soon'],
    ['a date that is none of HTTP', '2026-11-20T12:02:00Z'],
    ['a day and no date', 'Friday'],
    ['seconds with a unit', '5s'],
    ['seconds before a date', '5, Fri, 20 Nov 2026 12:02:00 GMT'],
    ['hexadecimal', '0x10'],
    ['an exponent', '1e3'],
    ['no whole number before the point', '.5'],
    ['infinity', 'Infinity'],
  ])('reads nothing: %s', (_case, header) => {
    expect(retryAfterInMs(header, now)).toBeUndefined();
  });

  it('counts an HTTP date from the time of the server', () => {
    expect(retryAfterInMs('Fri, 20 Nov 2026 12:02:00 GMT', new Date('2026-11-20T12:01:30Z'))).toBe(30_000);
  });
});

describe('retryAt', () => {
  const wait = (asked: number | undefined, tries: number, random: number) => retryAt(asked, tries, now, random).getTime() - now.getTime();

  it.each([
    ['first try, least jitter', undefined, 0, 0, 500],
    ['first try, most jitter', undefined, 0, 0.9999999, 1_000],
    ['doubles with each try', undefined, 3, 0, 4_000],
    ['at most a minute', undefined, 6, 0.9999999, 60_000],
    ['at most a minute, however often', undefined, 5_000, 0, 30_000],
    ['as late as asked', 120_000, 0, 0.5, 120_000],
    ['later than asked when our own backoff is', 1_000, 5, 0, 16_000],
    ['asked to come at once', 0, 1, 0.5, 1_500],
    ['whole milliseconds, upwards', undefined, 0, 0.0001, 501],
  ])('waits: %s', (_case, asked, tries, random, expected) => {
    expect(wait(asked, tries, random)).toBe(expected);
  });

  it('is never earlier than asked, and never more than an hour away', () => {
    fc.assert(
      fc.property(
        fc.option(fc.nat(3_600_000), { nil: undefined }),
        fc.nat(2_000),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (asked, tries, random) => {
          expect(wait(asked, tries, random)).toBeGreaterThanOrEqual(asked ?? 500);
          expect(wait(asked, tries, random)).toBeLessThanOrEqual(3_600_000);
        },
      ),
    );
  });
});
