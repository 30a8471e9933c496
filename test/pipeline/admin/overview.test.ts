import { mapNumber } from '../../../runtime/pipeline/admin/number-acts';
import { lastDaily, openGaps, readOverview } from '../../../runtime/pipeline/admin/overview';
import type { ClosedRun } from '../../../runtime/pipeline/admin/read-reports';
import { runNow } from '../../../runtime/pipeline/admin/run-acts';
import { verifyStoredReport } from '../../../runtime/pipeline/admin/verify-report';
import { aClosedRun } from '../../web/page/support/an-overview';
import { type AdministeredDay, anAdministeredDay, anUntouchedDay } from './a-day';
import { ADMIN } from './admin-world';

describe('the overview', () => {
  let day: AdministeredDay;
  beforeAll(async () => {
    day = await anUntouchedDay();
  });

  it('tells of the last daily run: messages, what of it is open, and that its report is verified', async () => {
    const overview = await readOverview(day.ports());

    expect(overview.daily?.runId).toBe(day.report.runId);
    expect(overview).toMatchObject({
      messages: { available: 43, delivered: 39, external: 0, mailboxes: 14 },
      openOfRun: { waiting: 3, unreadable: 1, packages: 0, copies: 4, failed: 0 },
      balance: { opening: 0, added: 8, resolved: 0, closing: 8 },
      verdict: { isVerified: true },
      held: 8,
      failed: 0,
      nextRunAt: '2026-11-22T06:30:00.000Z',
      nextStep: undefined,
    });
    expect([...overview.heldByReason]).toEqual(
      expect.arrayContaining([
        ['unmatched', 3],
        ['other-archiver', 2],
      ]),
    );
  });

  it('lists numbers without a mailbox by frequency, and holes in the numbers of the vendor', async () => {
    const { unresolved, gaps } = await readOverview(day.ports());

    expect(unresolved.map(({ shown, items }) => [shown, items])).toEqual([
      ['447700900174', 4],
      ['447700900172', 2],
    ]);
    expect(gaps).toEqual([
      expect.objectContaining({ detail: '20261120: package 2, 3, 4, 5, 6 of 7 has not arrived', runId: day.report.runId }),
    ]);
  });

  it('counts a message as delivered as soon as its items are', async () => {
    const mended = await anAdministeredDay();
    const answer = { number: '447700900151', mailbox: 'grace.adeyemi@contoso.example', validFrom: undefined, reason: '' };

    await mended.act((ports) => mapNumber({ ...answer, isConfirmed: false, withEarlierItems: false }, ADMIN, ports));

    expect(await readOverview(mended.ports())).toMatchObject({
      messages: { available: 43, delivered: 41 },
      balance: { opening: 0, added: 8, resolved: 3, closing: 5 },
      openOfRun: { waiting: 0 },
    });
  });

  it('goes on telling of the day after somebody pressed "Run now" and nothing had come', async () => {
    const pressed = await anAdministeredDay();
    await pressed.act((ports) => runNow('', ADMIN, ports));

    const { daily, last } = await readOverview(pressed.ports());

    expect(daily?.runId).toBe(pressed.report.runId);
    expect(last?.runId).not.toBe(pressed.report.runId);
  });

  it('says that a run is late two hours after it was due', async () => {
    const late = await anAdministeredDay();
    await late.world.clock.advance(86_400_000 + 2 * 3_600_000 - 120_000);
    const before = (await readOverview(late.ports())).lateSince;
    await late.world.clock.advance(120_000);

    expect(before).toBe('');
    expect((await readOverview(late.ports())).lateSince).toBe('2026-11-22T06:30:00.000Z');
  });
});

describe('which run the overview is about', () => {
  const none = { itemsAvailableFromSource: 0 } as ClosedRun['counts'];
  const minutes = { from: '2026-11-21T06:30:00.000Z', to: '2026-11-21T07:00:00.000Z' };

  it.each([
    ['the newest with a window of a day', [aClosedRun({ runId: 'new' }), aClosedRun({ runId: 'old' })], 'new'],
    ['not a replay', [aClosedRun({ runId: 'replay', isDaily: false }), aClosedRun({ runId: 'day' })], 'day'],
    [
      'not some minutes in which nothing came',
      [aClosedRun({ runId: 'now', window: minutes, counts: none }), aClosedRun({ runId: 'day' })],
      'day',
    ],
    ['some minutes in which something came', [aClosedRun({ runId: 'now', window: minutes }), aClosedRun({ runId: 'day' })], 'now'],
    ['a quiet Sunday', [aClosedRun({ runId: 'sunday', counts: none }), aClosedRun({ runId: 'day' })], 'sunday'],
    ['the first, if there is nothing else', [aClosedRun({ runId: 'now', window: minutes, counts: none })], 'now'],
    ['none', [], undefined],
  ])('is %s', (_case, history, expected) => {
    expect(lastDaily(history)?.runId).toBe(expected);
  });
});

describe('a hole in the numbers of the vendor', () => {
  const GAP = '20261119: package 2 of 3 has not arrived';
  const dayAfter = (days: number, gaps: readonly string[], over: Partial<ClosedRun> = {}): ClosedRun => {
    const at = (offset: number) => new Date(Date.parse('2026-11-20T06:30:00Z') + (days + offset) * 86_400_000).toISOString();
    return aClosedRun({ runId: `run-${days}`, window: { from: at(-1), to: at(0) }, finishedAt: at(0), gaps, ...over });
  };

  it('is open from the listing that showed it first', () => {
    const history = [dayAfter(1, [GAP]), dayAfter(0, [GAP])];

    expect(openGaps(history, 72)).toEqual([{ detail: GAP, since: '2026-11-20T06:30:00.000Z', runId: 'run-0' }]);
  });

  it('is closed by a listing that reaches back to its day and does not show it', () => {
    expect(openGaps([dayAfter(1, []), dayAfter(0, [GAP])], 72)).toEqual([]);
  });

  it('stays open while no listing shows its whole day', () => {
    expect(openGaps([dayAfter(1, []), dayAfter(0, [GAP])], 24)).toHaveLength(1);
  });

  it('stays open when later listings do not reach back to its day any more', () => {
    expect(
      openGaps([dayAfter(9, []), dayAfter(0, [GAP], { window: { from: '2026-11-19T06:30:00.000Z', to: '2026-11-20T06:30:00.000Z' } })], 72),
    ).toHaveLength(1);
  });
});

describe('the verdict on a report', () => {
  it.each([
    [
      'the stored bytes were changed',
      'report.json',
      (text: string) => text.replace('"degraded"', '"complete"'),
      'the signature does not fit the report',
    ],
    ['it is gone', 'report.json', () => undefined, 'the report is not there'],
    [
      'its link names another report',
      'chain',
      (text: string) => text.replace(/("reportSha256":\s*")(.)/, (_all, name, digit) => name + (digit === '0' ? '1' : '0')),
      'its link of the chain names another report',
    ],
    ['its link is gone', 'chain', () => undefined, 'its link of the chain is missing or damaged'],
  ])('is that it does not fit when %s', async (_case, file, change, finding) => {
    const day = await anAdministeredDay();
    const { blobs } = day.world.account.container('reports');
    const name = file === 'chain' ? 'chain/0000000001.json' : `${day.report.runId}/${file}`;
    const blob = blobs.get(name);
    const changed = change(blob?.content.toString('utf8') ?? '');
    if (changed === undefined) blobs.delete(name);
    else if (blob !== undefined) blobs.set(name, { ...blob, content: Buffer.from(changed) });

    expect(await verifyStoredReport(day.report.runId, 1, day.ports())).toMatchObject({ isVerified: false, finding });
  });
});
