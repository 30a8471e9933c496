import { duration, figure, fileSize, runName, utcTime } from '../../../runtime/domain/evidence/figures';
import { reportSentence } from '../../../runtime/domain/evidence/report-sentence';
import { COMPLETE_DAY, signed } from './sample-report';

describe('figures', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1244, '1,244'],
    [1_000_000, '1,000,000'],
    [-1234, '-1,234'],
  ])('%p is written %p', (number, expected) => {
    expect(figure(number)).toBe(expected);
  });

  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [5_120, '5 kB'],
    [24_100_000, '24.1 MB'],
    [150_000_000, '150 MB'],
    [2_147_483_648, '2.1 GB'],
  ])('%p bytes are written %p', (bytes, expected) => {
    expect(fileSize(bytes)).toBe(expected);
  });

  it.each([
    ['seconds', '2026-11-21T06:30:00Z', '2026-11-21T06:30:22Z', '22 s'],
    ['minutes', '2026-11-21T06:30:00Z', '2026-11-21T06:34:12Z', '4 min 12 s'],
    ['hours', '2026-11-21T06:30:00Z', '2026-11-21T10:35:00Z', '4 h 5 min'],
    ['a clock that ran backwards', '2026-11-21T06:30:00Z', '2026-11-21T06:29:00Z', '0 s'],
    ['no time', 'x', 'y', 'unknown'],
  ])('a duration in %s', (_case, from, to, expected) => {
    expect(duration(from, to)).toBe(expected);
  });

  it('times are UTC, and what is no time stays what it is', () => {
    expect(utcTime('2026-11-21T06:34:12.000Z')).toBe('2026-11-21 06:34 UTC');
    expect(utcTime('soon')).toBe('soon');
  });
});

describe('the name of a run', () => {
  it.each([
    ['is the day of the middle of its window', '2026-11-20T06:30:00Z', '2026-11-21T06:30:00Z', '20 November'],
    ['is one day when the clocks change', '2026-10-24T05:30:00Z', '2026-10-25T06:30:00Z', '24 October'],
    ['is two days after a missed one', '2026-11-03T06:30:00Z', '2026-11-05T06:30:00Z', '3 to 4 November'],
    ['spans months', '2026-10-30T06:30:00Z', '2026-11-02T06:30:00Z', '30 October to 1 November'],
    ['is an hour inside a day', '2026-11-20T06:00:00Z', '2026-11-20T07:00:00Z', '20 November'],
    ['is everything in a first run', null, '2026-11-20T07:00:00Z', '20 November and before'],
    ['is honest about a window that is none', null, 'never', 'an unknown day'],
  ])('%s', (_case, from, to, expected) => {
    expect(runName({ from, to })).toBe(expected);
  });
});

describe('the sentence of state', () => {
  const none = {
    ...COMPLETE_DAY.counts,
    itemsAvailableFromSource: 0,
    itemsRouted: 0,
    deliveriesAvailable: 0,
    imported: 0,
    skippedAsDuplicate: 0,
  };
  it.each([
    ['a day without items', { counts: none }, 'No items arrived on 20 November.', ''],
    ['a replay of nothing', { counts: none, trigger: 'replay' as const }, 'Nothing was left to replay.', ''],
    [
      'a replay in which nothing could go',
      { counts: none, trigger: 'replay' as const, heldBalance: { opening: 3, added: 0, resolved: 0, closing: 3 } },
      'Nothing that is held could be imported yet.',
      '3 entries of earlier runs are still held.',
    ],
    [
      'a replay',
      { counts: { ...none, deliveriesAvailable: 12, imported: 12 }, trigger: 'replay' as const },
      '12 held deliveries were taken up again.',
      '',
    ],
    [
      'a package that could not be read',
      { counts: none, packages: COMPLETE_DAY.packages.slice(0, 1).map((each) => ({ ...each, items: 0, state: 'rejected' as const })) },
      '1 package arrived on 20 November and could not be read yet.',
      '1 package is rejected.',
    ],
    ['one item', { counts: { ...COMPLETE_DAY.counts, itemsAvailableFromSource: 1 } }, 'The only item of 20 November is accounted for.', ''],
    [
      'old held entries',
      { heldBalance: { opening: 12, added: 0, resolved: 0, closing: 12 } },
      'All 318 items of 20 November are accounted for.',
      '12 entries of earlier runs are still held.',
    ],
  ])('for %s', (_case, change, statement, open) => {
    expect(reportSentence(signed({ ...COMPLETE_DAY, ...change }))).toEqual({ statement, open });
  });
});
