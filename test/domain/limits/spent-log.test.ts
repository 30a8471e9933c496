import fc from 'fast-check';
import { formatEntries, parseEntries, SpentLog } from '../../../runtime/domain/limits/spent-log';

const time = Date.UTC(2026, 10, 20, 12);

describe('SpentLog', () => {
  it('counts what is spent at the end of its slot of five seconds', () => {
    const log = new SpentLog();
    log.add(time + 5_001, 2, 20);
    log.add(time, 1, 10);
    log.add(time + 9_999, 3, 30);
    log.add(time + 10_000, 4, 40);
    log.add(time + 20_000, 0, 0);

    expect(log.entries()).toEqual([
      { time, requests: 1, bytes: 10 },
      { time: time + 10_000, requests: 9, bytes: 90 },
    ]);
  });

  it('forgets entries up to a time, that time included', () => {
    const log = new SpentLog();
    for (const seconds of [0, 5, 10]) log.add(time + seconds * 1_000, 1, 0);

    log.forget(time + 5_000);

    expect(log.entries().map((entry) => entry.time)).toEqual([time + 10_000]);
  });
});

describe('formatEntries and parseEntries', () => {
  it('write a short text', () => {
    expect(formatEntries([{ time, requests: 100, bytes: 2_000_000 }])).toBe('1~5xrdc0.2s.16v7k');
    expect(formatEntries([])).toBe('');
  });

  it('give the same entries again', () => {
    const entry = fc.record({
      time: fc.nat(1_000_000_000).map((slot) => slot * 5_000),
      requests: fc.nat(10_000),
      bytes: fc.nat(150_000_000),
    });
    fc.assert(fc.property(fc.array(entry), (entries) => expect(parseEntries(formatEntries(entries))).toEqual(entries)));
  });

  it.each(['x', '2~a.b.c', '1~a.b', '1~a.b.c.d', '1~', '1~a.b.c~', '1~A.b.c', '1~a.b.-1', '{"v":1}', '1'])(
    'read no other text: %s',
    (text) => {
      expect(parseEntries(text)).toEqual(text === '1' ? [] : undefined);
    },
  );
});
