import fc from 'fast-check';
import { listingWindow, nextWindow, runDay, runDays, runIdOf } from '../../../runtime/domain/windows/window';

const now = new Date('2026-11-21T06:30:00Z');
const facts = { collectedTo: undefined, now, localNow: now, startFrom: undefined };
const at = (time: string) => new Date(time);

describe('nextWindow', () => {
  it.each([
    ['from the last collected run until now', at('2026-11-20T06:30:00Z'), undefined, at('2026-11-20T06:30:00Z')],
    ['one window after thirty missed days', at('2026-10-22T06:30:00Z'), undefined, at('2026-10-22T06:30:00Z')],
    ['across a leap day', at('2024-02-28T06:30:00Z'), undefined, at('2024-02-28T06:30:00Z')],
    ['everything at first', undefined, undefined, undefined],
    ['from START_FROM at first', undefined, at('2026-11-01T00:00:00Z'), at('2026-11-01T00:00:00Z')],
    ['from the last run, whatever START_FROM says', at('2026-10-01T00:00:00Z'), at('2026-11-01T00:00:00Z'), at('2026-10-01T00:00:00Z')],
    ['nothing, when the last run has just ended', now, undefined, now],
  ])('is %s', (_case, collectedTo, startFrom, from) => {
    expect(nextWindow({ ...facts, collectedTo, startFrom })).toEqual({ window: { from, to: now }, alarms: [] });
  });

  it.each([
    ['everything', undefined, undefined],
    ['from START_FROM', at('2026-11-01T00:00:00Z'), at('2026-11-01T00:00:00Z')],
  ])('ignores a watermark later than now, with an alarm: %s', (_case, startFrom, from) => {
    expect(nextWindow({ ...facts, collectedTo: at('2099-01-01T00:00:00Z'), startFrom })).toEqual({
      window: { from, to: now },
      alarms: ['watermark-ahead'],
    });
  });

  it.each([
    ['5 minutes behind', -300_000, []],
    ['5 minutes ahead', 300_000, []],
    ['more than 5 minutes behind', -300_001, ['clock-differs']],
    ['more than 5 minutes ahead', 300_001, ['clock-differs']],
  ])('compares the clocks: %s', (_case, difference, alarms) => {
    expect(nextWindow({ ...facts, localNow: new Date(now.getTime() + difference) }).alarms).toEqual(alarms);
  });

  it('collects nothing before a START_FROM in the future, with an alarm', () => {
    expect(nextWindow({ ...facts, startFrom: at('2026-12-01T00:00:00Z') })).toEqual({
      window: { from: now, to: now },
      alarms: ['start-from-ahead'],
    });
  });

  it('leaves no gap and no overlap, whatever the clocks do, and never ends before it begins', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 30 }), { maxLength: 20 }), (hours) => {
        let clock = now.getTime();
        let collectedTo: Date | undefined;
        for (const step of hours) {
          clock += step * 3_600_000;
          const { window, alarms } = nextWindow({ ...facts, collectedTo, now: new Date(clock), localNow: new Date(clock) });
          expect(window.from === undefined || window.from <= window.to).toBe(true);
          expect(window.to).toEqual(new Date(clock));
          if (alarms.length === 0) expect(window.from).toEqual(collectedTo);
          // The stored watermark only ever grows.
          if (collectedTo === undefined || window.to > collectedTo) collectedTo = window.to;
        }
      }),
    );
  });
});

describe('listingWindow', () => {
  it('begins the overlap earlier', () => {
    expect(listingWindow({ from: at('2026-11-20T06:30:00Z'), to: now }, 72)).toEqual({ from: at('2026-11-17T06:30:00Z'), to: now });
  });

  it('lists everything when the window is everything', () => {
    expect(listingWindow({ from: undefined, to: now }, 72)).toEqual({ from: undefined, to: now });
  });
});

describe('runIdOf', () => {
  const from = at('2026-11-21T06:30:00Z');

  it('is readable, and safe as a blob name and a table key', () => {
    expect(runIdOf('telemessage https://tm.example', { from })).toBe('20261121T063000Z-7f63ebe8');
    expect(runIdOf('telemessage https://tm.example', { from: undefined })).toBe('00000000T000000Z-b0cc08fb');
  });

  it('is the same for a timer that fires twice, and for no attempt and the first', () => {
    expect(runIdOf('a', { from })).toBe(runIdOf('a', { from: new Date(from) }, 0));
  });

  it('differs by source, beginning, millisecond of the beginning, and attempt', () => {
    const ids = [
      runIdOf('a', { from }),
      runIdOf('b', { from }),
      runIdOf('a', { from: undefined }),
      runIdOf('a', { from: at('2026-11-21T06:30:01Z') }),
      runIdOf('a', { from: at('2026-11-21T06:30:00.001Z') }),
      runIdOf('a', { from }, 1),
      runIdOf('a', { from }, 2),
    ];

    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$/);
  });

  it('sorts in the order of beginnings, a run over everything first', () => {
    fc.assert(
      fc.property(
        fc.date({ min: at('1970-01-01'), max: at('9999-12-31'), noInvalidDate: true }),
        fc.date({ min: at('1970-01-01'), max: at('9999-12-31'), noInvalidDate: true }),
        (a, b) => {
          const seconds = (date: Date) => Math.floor(date.getTime() / 1000);
          fc.pre(seconds(a) < seconds(b));
          expect(runIdOf('x', { from: a }) < runIdOf('x', { from: b })).toBe(true);
          expect(runIdOf('x', { from: undefined }) < runIdOf('x', { from: a })).toBe(true);
        },
      ),
    );
  });
});

describe('runDay and runDays', () => {
  it.each([
    ['an ordinary day', '2026-11-20T06:30:00Z', '2026-11-21T06:30:00Z', '2026-11-20', '2026-11-20', '2026-11-20'],
    ['most of it on the day before', '2026-11-20T06:30:00Z', '2026-11-21T09:00:00Z', '2026-11-20', '2026-11-20', '2026-11-20'],
    ['a short window', '2026-11-20T23:00:00Z', '2026-11-21T02:00:00Z', '2026-11-21', '2026-11-21', '2026-11-21'],
    ['two days', '2026-11-03T06:30:00Z', '2026-11-05T06:30:00Z', '2026-11-04', '2026-11-03', '2026-11-04'],
    ['a weekend', '2026-11-20T06:30:00Z', '2026-11-23T06:30:00Z', '2026-11-21', '2026-11-20', '2026-11-22'],
    ['across a year', '2026-12-31T06:30:00Z', '2027-01-02T06:30:00Z', '2027-01-01', '2026-12-31', '2027-01-01'],
  ])('name a run after its middle, and a longer one after its days: %s', (_case, from, to, day, first, last) => {
    const window = { from: at(from), to: at(to) };

    expect(runDay(window)).toBe(day);
    expect(runDays(window)).toEqual({ first, last });
  });

  it('name a run over everything after its end', () => {
    expect(runDay({ from: undefined, to: now })).toBe('2026-11-21');
    expect(runDays({ from: undefined, to: now })).toEqual({ first: '2026-11-21', last: '2026-11-21' });
  });
});
