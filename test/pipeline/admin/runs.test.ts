import { listAudit } from '../../../runtime/pipeline/admin/audit-list';
import { estimateWindow } from '../../../runtime/pipeline/admin/estimate-window';
import { pauseConnector, readPause, resumeConnector } from '../../../runtime/pipeline/admin/pause';
import { resumeOneRun, runNow, runPastWindow, stopOneRun } from '../../../runtime/pipeline/admin/run-acts';
import { runBatches, runDetail } from '../../../runtime/pipeline/admin/run-detail';
import { listRuns } from '../../../runtime/pipeline/admin/run-list';
import { openScheduledRun } from '../../../runtime/pipeline/admin/scheduled-run';
import { anAdministeredDay, anUntouchedDay } from './a-day';
import { ADMIN } from './admin-world';

const LAST_WEEK = { from: new Date('2026-11-14T00:00:00Z'), to: new Date('2026-11-21T00:00:00Z') };

describe('a run by hand', () => {
  it('takes what arrived since the last one, and is recorded', async () => {
    const day = await anAdministeredDay();

    const run = await day.act((ports) => runNow('check', ADMIN, ports));

    expect(run).toMatchObject({ trigger: 'manual', by: 'Ivo Klein', windowFrom: '2026-11-21T06:30:00.000Z', movesWatermark: true });
    expect((await day.reportOf(run.partition)).counts).toMatchObject({ itemsAvailableFromSource: 0 });
    expect((await listAudit({ limit: 1 }, day.ports())).events[0]).toMatchObject({ act: 'run-now', target: `run ${run.partition}` });
  });

  it('goes over a past window again, and imports nothing twice', async () => {
    const day = await anAdministeredDay();
    const copies = day.world.exchange.archived().length;

    const run = await day.act((ports) => runPastWindow(LAST_WEEK, 'audit', ADMIN, ports));

    expect(run.movesWatermark).toBe(false);
    expect(day.world.exchange.archived()).toHaveLength(copies);
    expect((await day.reportOf(run.partition)).counts).toMatchObject({ itemsAvailableFromSource: 0, imported: 0 });
  });

  it('over another end of the same window is another run', async () => {
    const day = await anAdministeredDay();
    const ports = day.ports();

    const runs = await Promise.all(
      [LAST_WEEK.to, new Date('2026-11-15T00:00:00Z')].map((to) => runPastWindow({ ...LAST_WEEK, to }, '', ADMIN, ports)),
    );

    expect(new Set(runs.map(({ partition }) => partition)).size).toBe(2);
    expect(runs.map(({ windowTo }) => windowTo)).toEqual(['2026-11-21T00:00:00.000Z', '2026-11-15T00:00:00.000Z']);
  });

  it.each([
    ['empty', { from: LAST_WEEK.to, to: LAST_WEEK.to }, 'empty-window'],
    ['reversed', { from: LAST_WEEK.to, to: LAST_WEEK.from }, 'empty-window'],
    ['in the future', { from: new Date('2027-01-01'), to: new Date('2027-01-02') }, 'future-window'],
  ])('is refused over a window that is %s', async (_case, window, code) => {
    const day = await anUntouchedDay();

    await expect(runPastWindow(window, '', ADMIN, day.ports())).rejects.toMatchObject({ kind: 'invalid', code });
  });

  it('is estimated from what past packages brought, and known packages count nothing', async () => {
    const day = await anAdministeredDay();

    const known = await estimateWindow(LAST_WEEK, day.ports());
    day.world.site.put('202611210000-TeleMessage_1_100000.zip', Buffer.alloc(50_000), { arrivedAt: new Date('2026-11-20T12:00:00Z') });
    const fresh = await estimateWindow(LAST_WEEK, day.ports());

    expect(known).toMatchObject({
      packages: 2,
      knownPackages: 2,
      packageBytes: 0,
      deliveries: 0,
      mailboxes: 0,
      waits: false,
      basedOnRuns: 1,
    });
    expect(fresh).toMatchObject({ packages: 3, knownPackages: 2, packageBytes: 50_000 });
    expect(fresh.deliveries).toBeGreaterThan(0);
    expect(fresh.milliseconds).toBeGreaterThan(known.milliseconds);
  });
});

describe('a run at work', () => {
  it('stands still while it is stopped, and goes on when it is resumed', async () => {
    const day = await anAdministeredDay();
    const process = day.world.process();
    const run = await runNow('', ADMIN, day.ports());
    await stopOneRun(run.partition, 'wait for the vendor', ADMIN, day.ports());
    await process.drain({ patienceInMs: 60_000 });
    const stopped = await listRuns({ limit: 5 }, day.ports());

    await resumeOneRun(run.partition, '', ADMIN, day.ports());
    await process.drain();

    expect(stopped.live.map(({ runId, stopped: why }) => [runId, why])).toEqual([[run.partition, 'administrator: wait for the vendor']]);
    expect((await listRuns({ limit: 5 }, day.ports())).live).toEqual([]);
    expect(await day.reportOf(run.partition)).toMatchObject({ reconciled: true });
  });

  it.each([
    ['stopped', stopOneRun, 'run-closed'],
    ['resumed', resumeOneRun, 'run-not-stopped'],
  ] as const)('cannot be %s when it is closed, nor when it never was', async (_case, act, code) => {
    const day = await anUntouchedDay();

    await expect(act(day.report.runId, '', ADMIN, day.ports())).rejects.toMatchObject({ kind: 'conflict', code });
    await expect(act('20260101T000000Z-00000000', '', ADMIN, day.ports())).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('the list of runs', () => {
  it('has the newest first, in pages, by state and by what began them', async () => {
    const day = await anAdministeredDay();
    const [second, third] = [
      await day.act((ports) => runNow('', ADMIN, ports)),
      await day.act((ports) => runPastWindow(LAST_WEEK, '', ADMIN, ports)),
    ];
    const ids = async (query: Parameters<typeof listRuns>[0]) => (await listRuns(query, day.ports())).closed.map(({ runId }) => runId);
    const first = await listRuns({ limit: 2 }, day.ports());

    expect(first.closed.map(({ runId }) => runId)).toEqual([third.partition, second.partition]);
    expect(first).toMatchObject({ next: 2, total: 3 });
    expect(await ids({ limit: 2, before: 2 })).toEqual([day.report.runId]);
    expect(await ids({ limit: 9, trigger: 'schedule' })).toEqual([day.report.runId]);
    expect(await ids({ limit: 9, state: 'incomplete' })).toEqual([]);
  });

  it('tells of each run its packages, its batches and what of it is open', async () => {
    const day = await anUntouchedDay();

    const detail = await runDetail(day.report.runId, day.ports());
    const batches = await runBatches(day.report.runId, undefined, 200, day.ports());

    expect(detail.packages.map(({ state, items }) => `${state} ${items}`)).toEqual(['unpacked 2', 'unpacked 51']);
    expect(detail).toMatchObject({ heldTotal: 8, sequence: 1, verdict: { isVerified: true } });
    const { imported, skippedAsDuplicate, held, deliveriesAvailable } = day.report.counts;
    const sum = (pick: 'imported' | 'held' | 'skippedAsDuplicate') =>
      batches.batches.reduce((total, { counts }) => total + (counts?.[pick] ?? 0), 0);
    expect(sum('imported')).toBe(imported);
    expect(sum('held')).toBe(held);
    expect(deliveriesAvailable).toBe(imported + skippedAsDuplicate + held);
    expect(batches.batches[0]?.counts?.held).toBeGreaterThan(0);
  });

  it('pages through batches without losing one', async () => {
    const day = await anUntouchedDay();
    const all = (await runBatches(day.report.runId, undefined, 200, day.ports())).batches.map(({ batchId }) => batchId);
    const paged: string[] = [];
    let after: string | undefined;
    do {
      const page = await runBatches(day.report.runId, after, 4, day.ports());
      paged.push(...page.batches.map(({ batchId }) => batchId));
      after = page.next;
    } while (after !== undefined);

    expect(paged).toEqual(all);
  });
});

describe('the pause', () => {
  it('leaves out the scheduled run, and the first one after it catches up', async () => {
    const day = await anAdministeredDay();
    await pauseConnector('maintenance', ADMIN, day.ports());
    await openScheduledRun(day.ports());
    const paused = await listRuns({ limit: 5 }, day.ports());
    await day.world.clock.advance(2 * 86_400_000);

    await resumeConnector('', ADMIN, day.ports());
    await day.act(openScheduledRun);

    expect(paused.live).toEqual([]);
    const [newest] = (await listRuns({ limit: 1 }, day.ports())).closed;
    expect(newest?.window.from).toBe('2026-11-21T06:30:00.000Z');
    expect(Date.parse(newest?.window.to ?? '') - Date.parse(newest?.window.from ?? '')).toBeGreaterThan(2 * 86_400_000);
  });

  it('is told with who and why, and cannot be taken over by somebody who did not see it', async () => {
    const day = await anAdministeredDay();
    const { etag } = await readPause(day.ports());
    await pauseConnector('maintenance', ADMIN, day.ports(), etag);

    await expect(resumeConnector('', ADMIN, day.ports(), etag)).rejects.toMatchObject({ name: 'BlobChangedError' });

    expect((await readPause(day.ports())).value).toMatchObject({ by: 'Ivo Klein', reason: 'maintenance', isConfigured: false });
  });

  it('by the configuration of the stack counts too', async () => {
    const day = await anAdministeredDay({ options: { isPaused: true } });

    expect((await readPause(day.ports())).value).toMatchObject({ isConfigured: true, at: '' });
  });
});
