import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYNTHETIC_SEED } from '../../runtime/local/start/local-source';
import { syntheticDay } from '../../runtime/local/telemessage-simulator/synthetic/synthetic-day';
import { readReport } from './support/imported';
import { RunningCommand, runCommand } from './support/run-command';
import { compareCopies, simulatedCopies, simulatorStatistics } from './support/simulated-mailboxes';

jest.setTimeout(240_000);

/** The README's first screen: the synthetic day by one command, then a start that serves it, and the command line beside it. */
describe('the synthetic day, through the bundled functions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signal-archive-e2e-'));
  const data = join(folder, 'data');
  const day = () => syntheticDay(SYNTHETIC_SEED, readFileSync(join(data, 'synthetic-day'), 'utf8').trim());
  let serving: RunningCommand | undefined;
  let page = '';

  afterAll(async () => {
    serving?.killAll();
    await serving?.result.catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  const verb = async (...args: string[]) => {
    const { code, out } = await runCommand([...args, '--data', data, '--json']);
    return { code, answer: out === '' ? undefined : JSON.parse(out) };
  };

  it('is imported by one command, and every figure is the expected one', async () => {
    const { code, out, err } = await runCommand(['local', '--once', '--data', data, '--report', join(folder, 'first.json')]);

    const report = readReport(join(folder, 'first.json'));
    expect(code).toBe(2);
    expect(report).toMatchObject({
      schema: 'signal-archive/report@1',
      trigger: 'local',
      state: 'degraded',
      reconciled: true,
      differences: [],
    });
    expect(report.counts).toMatchObject({ ...day().expected.counts, failed: 0, importedInPart: 0, duplicatesFound: 0 });
    expect(report.previous).toEqual({ runId: null, sha256: null });
    expect(out).toContain(`${report.counts.imported} imported`);
    expect(out).toContain('What to look at next');
    expect(err).toMatch(/^delivering: [\d,]+ of 961 deliveries$/m);
    // Days of the past are for a start that stays.
    expect(err).not.toContain('small days of the past');
  });

  it('is served by the next start, which imports nothing again', async () => {
    serving = new RunningCommand(['local', '--data', data, '--port', '0', '--report', join(folder, 'second.json')]);
    [, page = ''] = await serving.said(/^Page: (http:\/\/localhost:\d+)\/$/m);
    await serving.said(/^Ctrl-C ends it\.$/m);

    const report = readReport(join(folder, 'second.json'));
    expect(report).toMatchObject({ reconciled: true, counts: { itemsAvailableFromSource: 0, imported: 0, duplicatesFound: 0 } });
    expect(report.previous.runId).toBe(readReport(join(folder, 'first.json')).runId);
    expect((await fetch(`${page}/`)).status).toBe(200);
  });

  it('has a report to print, in which each held entry names its package and the duplicates are accounted for', async () => {
    const { runId, counts } = readReport(join(folder, 'first.json'));
    const html = await (await fetch(`${page}/api/runs/${runId}/report.html`)).text();

    const held = html.slice(html.indexOf('id="held"'), html.indexOf('id="mailboxes"'));
    const rows = held.match(/<tr><th scope="row">.*?<\/tr>/gs) ?? [];
    expect(rows).toHaveLength(5);
    for (const row of rows) expect(row).toMatch(/<td>\d{12}-TeleMessage_\d_\d{6}\.zip<\/td><\/tr>$/);
    const byMailbox = Number(/<tfoot><tr><th scope="row">All 28<\/th>(?:<td[^>]*>[\d,]+<\/td>){2}<td[^>]*>(\d+)/.exec(html)?.[1]);
    const inside = Number(/([\d,]+) more duplicates were found while packages were read/.exec(html)?.[1]);
    expect(byMailbox + inside).toBe(counts.skippedAsDuplicate);
  });

  it('lies in the mailboxes: every message once, nothing else, attachments byte for byte', async () => {
    const copies = await simulatedCopies(data);

    const wanted = day().expected.deliveries.filter(({ outcome }) => outcome === 'imported');
    expect(compareCopies(copies, wanted)).toEqual({ missing: [], unexpected: [] });
    expect(await simulatorStatistics(data)).toMatchObject({ violations: {}, mistakes: {} });
    const shown = await fetch(`${page}/simulated-mailboxes`);
    expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining(wanted[0]?.mailbox ?? '')]);
  });

  it('can be asked about while it is served', async () => {
    const [first, second] = ['first.json', 'second.json'].map((name) => readReport(join(folder, name)));

    expect(await verb('runs')).toMatchObject({
      code: 0,
      answer: { open: [], closed: [{ runId: second?.runId }, { runId: first?.runId }] },
    });
    expect(await verb('status')).toMatchObject({ code: 2, answer: { open: [], last: { runId: second?.runId }, held: { unmatched: 3 } } });
    expect(await verb('held', '--reason', 'not-in-scope')).toMatchObject({ code: 2, answer: { reason: 'not-in-scope' } });
    expect(await verb('report', first?.runId ?? '')).toEqual({ code: 0, answer: first });
    expect((await verb('report', 'never')).code).toBe(1);
    expect(await verb('verify', '--mailboxes')).toMatchObject({ code: 0, answer: { findings: [], counts: { reports: 2, copies: 959 } } });
  });

  it('is given work while it is served, and imports nothing twice', async () => {
    const replayed = await verb('replay', '--all');
    const imported = await verb('import');

    expect(replayed).toMatchObject({ code: 2, answer: { trigger: 'replay', counts: { imported: 0 } } });
    expect(imported).toMatchObject({ code: 2, answer: { trigger: 'manual', counts: { itemsAvailableFromSource: 0, imported: 0 } } });
    expect(imported.answer.window.from).toBe(readReport(join(folder, 'second.json')).window.to);
    expect((await verb('resume')).code).toBe(0);
    expect((await simulatedCopies(data)).length).toBe(959);
  });

  it('ends in order when it is interrupted: storage has written', async () => {
    const clean = join(data, 'storage', 'clean-shutdown');
    expect(existsSync(clean)).toBe(false);

    serving?.signal('SIGINT');
    const ended = await serving?.result;

    expect(ended?.code).toBe(2);
    expect([existsSync(clean), existsSync(join(data, 'local-mode.json'))]).toEqual([true, false]);
  });
});
