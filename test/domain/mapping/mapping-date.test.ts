import fc from 'fast-check';
import { readMappingDate } from '../../../runtime/domain/mapping/mapping-date';

describe('readMappingDate', () => {
  it.each([
    ['a day is 00:00 UTC', '2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['a leap day', '2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['the first day', '1900-01-01', '1900-01-01T00:00:00.000Z'],
    ['"for ever" as databases write it', '9999-12-31', '9999-12-31T00:00:00.000Z'],
    ['a time in UTC', '2026-11-20T08:30:15Z', '2026-11-20T08:30:15.000Z'],
    ['a time without seconds', '2026-11-20T08:30Z', '2026-11-20T08:30:00.000Z'],
    ['a space for the T, small letters', '2026-11-20 08:30:15 z', '2026-11-20T08:30:15.000Z'],
    ['fractions of a second are left out', '2026-11-20T08:30:15.999Z', '2026-11-20T08:30:15.000Z'],
    ['east of UTC', '2026-11-20T08:30:00+05:30', '2026-11-20T03:00:00.000Z'],
    ['west of UTC', '2026-11-20T22:30:00-0800', '2026-11-21T06:30:00.000Z'],
    ['the offset that is furthest away', '2026-11-20T14:00:00+14:00', '2026-11-20T00:00:00.000Z'],
    ['the last second of a day', '2026-11-20T23:59:59Z', '2026-11-20T23:59:59.000Z'],
  ])('reads %s', (_case, text, iso) => {
    expect(readMappingDate(text)).toEqual({ date: new Date(iso) });
  });

  it.each([
    ['date-ambiguous', '01/02/2026'],
    ['date-ambiguous', '1.2.2026'],
    ['date-ambiguous', '12-12-26'],
    ['date-ambiguous', '01/02/2026 08:00'],
    ['date-not-understood', '01/02/2026 447700900123'],
    ['date-not-understood', '20/11/2026'],
    ['date-not-understood', '11/20/2026'],
    ['date-not-understood', '2026/11/20'],
    ['date-not-understood', '20 Nov 2026'],
    ['date-not-understood', '20261120'],
    ['date-not-understood', '46346'],
    ['date-not-understood', '2026-11'],
    ['date-not-understood', '2026-11-20T'],
    ['date-not-understood', '01/02/2026x'],
    ['date-not-understood', 'x2026-11-20'],
    ['date-not-understood', '2026-11-20x'],
    ['date-not-understood', 'x2026-11-20T08:00Z'],
    ['date-not-understood', '2026-11-20T08:00Zx'],
    ['date-not-understood', 'always'],
    ['date-without-zone', '2026-11-20T08:30:00'],
    ['date-without-zone', '2026-11-20 08:30'],
    ['date-does-not-exist', '2026-02-30'],
    ['date-does-not-exist', '2027-02-29'],
    ['date-does-not-exist', '2026-13-01'],
    ['date-does-not-exist', '2026-00-10'],
    ['date-does-not-exist', '2026-11-00'],
    ['date-does-not-exist', '0026-11-20'],
    ['date-does-not-exist', '1899-12-31'],
    ['date-does-not-exist', '2026-11-20T24:00:00Z'],
    ['date-does-not-exist', '2026-11-20T08:60:00Z'],
    ['date-does-not-exist', '2026-11-20T08:30:60Z'],
    ['date-does-not-exist', '2026-11-20T08:30:00+14:01'],
    ['date-does-not-exist', '2026-11-20T08:30:00+01:60'],
  ])('refuses with %s: %s', (problem, text) => {
    expect(readMappingDate(text)).toEqual({ problem });
  });

  it('reads every day of four centuries as the day it is', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2299-12-31'), noInvalidDate: true }), (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(readMappingDate(day)).toEqual({ date: new Date(`${day}T00:00:00Z`) });
      }),
    );
  });
});
