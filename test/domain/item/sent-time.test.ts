import fc from 'fast-check';
import { readSentTime } from '../../../runtime/domain/item/sent-time';

function iso(text: string): string | undefined {
  return readSentTime(text).date?.toISOString();
}

describe('readSentTime', () => {
  it.each([
    ['RFC 5322', 'Fri, 21 Nov 2025 06:30:00 +0000', '2025-11-21T06:30:00.000Z'],
    ['without the day', '21 Nov 2025 06:30:00 +0000', '2025-11-21T06:30:00.000Z'],
    ['without seconds', 'Fri, 21 Nov 2025 06:30 +0000', '2025-11-21T06:30:00.000Z'],
    ['an offset to the east', 'Fri, 21 Nov 2025 12:00:00 +0530', '2025-11-21T06:30:00.000Z'],
    ['an offset to the west over midnight', 'Thu, 20 Nov 2025 23:30:00 -0700', '2025-11-21T06:30:00.000Z'],
    ['an offset of zero that says nothing', 'Fri, 21 Nov 2025 06:30:00 -0000', '2025-11-21T06:30:00.000Z'],
    ['one digit for the day', 'Sat, 1 Nov 2025 06:30:00 +0000', '2025-11-01T06:30:00.000Z'],
    ['a comment', 'Fri, 21 Nov 2025 06:30:00 +0000 (Coordinated (Universal) Time)', '2025-11-21T06:30:00.000Z'],
    ['comments everywhere', 'Fri(day), 21 (x) Nov 2025 06:30:00 (y) +0000', '2025-11-21T06:30:00.000Z'],
    ['two digits for the year', 'Fri, 21 Nov 97 09:55:06 GMT', '1997-11-21T09:55:06.000Z'],
    ['two digits for a year of this century', '21 Nov 25 06:30:00 GMT', '2025-11-21T06:30:00.000Z'],
    ['three digits for the year', '21 Nov 125 06:30:00 GMT', '2025-11-21T06:30:00.000Z'],
    ['an obsolete zone', 'Fri, 21 Nov 2025 01:30:00 EST', '2025-11-21T06:30:00.000Z'],
    ['another obsolete zone', 'Thu, 20 Nov 2025 23:30:00 PDT', '2025-11-21T06:30:00.000Z'],
    ['military Z', 'Fri, 21 Nov 2025 06:30:00 Z', '2025-11-21T06:30:00.000Z'],
    ['offset and name of the zone', 'Fri, 21 Nov 2025 07:30:00 +0100 CET', '2025-11-21T06:30:00.000Z'],
    ['hyphens', '21-Nov-2025 06:30:00 +0000', '2025-11-21T06:30:00.000Z'],
    ['a full month', 'Friday, 21 November 2025 06:30:00 +0000', '2025-11-21T06:30:00.000Z'],
    ['a wrong day of the week', 'Mon, 21 Nov 2025 06:30:00 +0000', '2025-11-21T06:30:00.000Z'],
    ['lower case', 'fri, 21 nov 2025 06:30:00 gmt', '2025-11-21T06:30:00.000Z'],
    ['a leap second', 'Sat, 31 Dec 2016 23:59:60 +0000', '2017-01-01T00:00:00.000Z'],
    ['a leap day', 'Thu, 29 Feb 2024 12:00:00 +0000', '2024-02-29T12:00:00.000Z'],
    ['the start of a day', 'Fri, 21 Nov 2025 00:00:00 +0000', '2025-11-21T00:00:00.000Z'],
    ['its end', 'Fri, 21 Nov 2025 23:59:59 +0000', '2025-11-21T23:59:59.000Z'],
    ['an hour that daylight saving skips', 'Sun, 30 Mar 2025 02:30:00 +0100', '2025-03-30T01:30:00.000Z'],
    ['ISO 8601', '2025-11-21T06:30:00Z', '2025-11-21T06:30:00.000Z'],
    ['ISO 8601 with a fraction and an offset', '2025-11-21T12:00:00.123456+05:30', '2025-11-21T06:30:00.123Z'],
    ['ISO 8601 with a space', '2025-11-21 06:30:00 +0000', '2025-11-21T06:30:00.000Z'],
    ['asctime', 'Fri Nov 21 06:30:00 2025', '2025-11-21T06:30:00.000Z'],
    ['asctime with a zone', 'Fri Nov 21 06:30:00 UTC 2025', '2025-11-21T06:30:00.000Z'],
    ['what JavaScript prints', 'Fri Nov 21 2025 06:30:00 GMT+0000 (Coordinated Universal Time)', '2025-11-21T06:30:00.000Z'],
    ['twelve hours', 'Fri, 21 Nov 2025 06:30:00 PM +0000', '2025-11-21T18:30:00.000Z'],
    ['the year 57300, as the vendor has written it', '57300-06-03T18:46:03Z', '+057300-06-03T18:46:03.000Z'],
    ['the year 57300 in a mail', 'Tue, 03 Jun 57300 18:46:03 +0000', '+057300-06-03T18:46:03.000Z'],
    ['1970', 'Thu, 01 Jan 1970 00:00:00 +0000', '1970-01-01T00:00:00.000Z'],
    ['1 BC and before', '-000044-03-15T12:00:00Z', '-000044-03-15T12:00:00.000Z'],
  ])('reads %s', (_case, text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it.each([
    ['30 February', 'Sun, 30 Feb 2025 06:30:00 +0000'],
    ['29 February of an ordinary year', '29 Feb 2025 06:30:00 +0000'],
    ['31 November', '31 Nov 2025 06:30:00 +0000'],
    ['day 0', '0 Nov 2025 06:30:00 +0000'],
    ['25 o\u2019clock', '21 Nov 2025 25:00:00 +0000'],
    ['24 o\u2019clock', '21 Nov 2025 24:00:00 +0000'],
    ['minute 60', '21 Nov 2025 06:60:00 +0000'],
    ['second 61', '21 Nov 2025 06:30:61 +0000'],
    ['13 PM', '21 Nov 2025 13:30:00 PM +0000'],
    ['an unknown month', '21 Nuv 2025 06:30:00 +0000'],
    ['month 13', '2025-13-01T00:00:00Z'],
    ['an offset of 99 hours', '21 Nov 2025 06:30:00 +9999'],
    ['only numbers', '11/21/2025 06:30:00'],
    ['no time', '21 Nov 2025'],
    ['words', 'yesterday'],
    ['a number', '1716912345678'],
    ['a year that no Date can hold', '300000-01-01T00:00:00Z'],
  ])('refuses %s', (_case, text) => {
    expect(readSentTime(text)).toEqual({ date: undefined, problem: 'date-invalid' });
  });

  it.each([
    ['nothing', undefined, 'date-missing'],
    ['white space', ' \t', 'date-missing'],
    ['no zone', 'Fri, 21 Nov 2025 06:30:00', 'date-without-zone'],
    ['a zone that nobody knows', 'Fri, 21 Nov 2025 06:30:00 XYZ', 'date-without-zone'],
    ['a military letter, which means nothing', 'Fri, 21 Nov 2025 06:30:00 K', 'date-without-zone'],
  ])('says so: %s', (_case, text, problem) => {
    expect(readSentTime(text).problem).toBe(problem);
  });

  it('never reads a time in the zone of the machine', () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'America/New_York';
    try {
      expect(iso('Fri, 21 Nov 2025 06:30:00')).toBe('2025-11-21T06:30:00.000Z');
      expect(iso('2025-11-21T06:30:00')).toBe('2025-11-21T06:30:00.000Z');
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('reads every second back as it was written', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        date.setUTCMilliseconds(0);

        expect(readSentTime(date.toUTCString()).date).toEqual(date);
        expect(readSentTime(date.toISOString()).date).toEqual(date);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => expect(readSentTime(text)).toBeDefined()));
  });
});
