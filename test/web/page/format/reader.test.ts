import { formatTime } from '../../../../runtime/web/page/format/format-time';
import { aReader, NOW } from '../support/a-reader';

describe('numbers and times as a reader writes them', () => {
  it.each([
    ['en-GB', '1,244', '24.1 MB', false],
    ['de-DE,de;q=0.9', '1.244', '24,1 MB', false],
    ['en-US', '1,244', '24.1 MB', true],
    ['ar-EG', '1,244', '24.1 MB', true],
    ['*, not a language', '1,244', '24.1 MB', false],
    ['<script>', '1,244', '24.1 MB', false],
  ])('%s', (languages, count, size, isTwelveHours) => {
    const reader = aReader('DataConnector.Admin', { languages });

    expect(reader.count(1244)).toBe(count);
    expect(reader.size(24_100_000)).toBe(size);
    expect(reader.time.isTwelveHours).toBe(isTwelveHours);
  });

  it('counts one and many', () => {
    const reader = aReader();

    expect([reader.counted(1, 'entry', 'entries'), reader.counted(0, 'item'), reader.counted(1200, 'item')]).toEqual([
      '1 entry',
      '0 items',
      '1,200 items',
    ]);
  });

  it('adds UTC to an address that has a part or a query already', () => {
    const { to } = aReader('DataConnector.Admin', { isUtc: true });

    expect([to('/runs'), to('/held?reason=a'), to('/runs/1#held'), to('/held?numbers=all#numbers')]).toEqual([
      '/runs?zone=utc',
      '/held?reason=a&zone=utc',
      '/runs/1?zone=utc#held',
      '/held?numbers=all&zone=utc#numbers',
    ]);
  });
});

describe('a time', () => {
  const time = new Date('2026-11-20T06:30:02Z');
  const at = (style: Parameters<typeof formatTime>[1], zone = 'UTC', isTwelveHours = false): string =>
    formatTime(time, style, { zone, isTwelveHours, now: NOW });

  it.each([
    ['clock', '06:30'],
    ['minute', '20 Nov 06:30'],
    ['second', '20 Nov 06:30:02'],
    ['day', '20 November'],
    ['long', '20 November 06:30'],
  ] as const)('as %s', (style, text) => {
    expect(at(style)).toBe(text);
  });

  it('in the zone of the reader', () => {
    expect(at('minute', 'America/New_York', true)).toBe('20 Nov 1:30 AM');
    expect(at('minute', 'Asia/Tokyo')).toBe('20 Nov 15:30');
  });

  it('has a year when it is far away', () => {
    expect(formatTime(new Date('2025-01-02T00:00:00Z'), 'day', { zone: 'UTC', isTwelveHours: false, now: NOW })).toBe('2 January 2025');
  });
});
