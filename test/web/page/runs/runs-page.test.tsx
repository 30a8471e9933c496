import type { RunPage } from '../../../../runtime/pipeline/admin/run-list';
import type { PastWindowFacts } from '../../../../runtime/web/page/runs/past-window';
import { RunsView } from '../../../../runtime/web/page/runs/runs-page';
import { aReader } from '../support/a-reader';
import { aClosedRun, aLiveRun } from '../support/an-overview';
import { buttonsOf, htmlOf, linksOf, textOf } from '../support/shown';

const NO_PAST: PastWindowFacts = { from: '2026-09-01', to: '2026-10-01', reason: '', estimate: undefined, problem: '' };
const page: RunPage = { live: [], closed: [aClosedRun()], next: undefined, total: 43 };

function shown(over: Partial<RunPage> = {}, past = NO_PAST, reader = aReader()): string {
  const verdicts = new Map([['20261120T063000Z-1a2b3c4d', { isVerified: true, finding: '', at: '' }]]);
  const url = new URL('http://localhost/runs?trigger=schedule');
  return htmlOf(<RunsView page={{ ...page, ...over }} verdicts={verdicts} query={{ limit: 20 }} past={past} url={url} reader={reader} />);
}

describe('the list of runs', () => {
  it("shows Microsoft's seven counters under Microsoft's names, and what is this connector's own", () => {
    const text = textOf(shown());

    expect(text).toContain(
      'Import completion time Items available from source Items available for import Imported Partially imported Skipped Failed Held balance',
    );
    expect(text).toContain('20 November Schedule Degraded 21 Nov 06:34 418 1,244 1,231 1 5 7 53 + 8 \u2212 2 = 59 418 / 418 4 min 12 s 42');
  });

  it('shows a run at work with its progress', () => {
    const text = textOf(shown({ live: [aLiveRun({ trigger: 'manual', by: 'Rosa Marsh' })] }));

    expect(text).toContain(
      'Manual Rosa Marsh Running 50 % 210 of 412, about 4 min left (slowest: nina.brandt@contoso.com, throttled until 06:41)',
    );
  });

  it('names a replay as one, and whoever asked for it', () => {
    const replay = aClosedRun({ trigger: 'replay', by: 'Ivo Klein', window: { from: '2026-11-12T10:05:00Z', to: '2026-11-12T10:05:00Z' } });

    expect(textOf(shown({ closed: [replay] }))).toContain('Replay of 12 November Replay Ivo Klein');
  });

  it('says which packages were rejected or are missing, and which report does not verify', () => {
    const bad = aClosedRun({
      runId: 'other',
      gaps: ['20261119: package 2 of 3 has not arrived'],
      packages: { count: 4, rejected: 1, manifest: 41, read: 40, bytes: 1 },
    });
    const verdicts = new Map([['other', { isVerified: false, finding: 'the chain is broken before it', at: '' }]]);
    const url = new URL('http://localhost/runs');

    const text = textOf(
      <RunsView page={{ ...page, closed: [bad] }} verdicts={verdicts} query={{ limit: 20 }} past={NO_PAST} url={url} reader={aReader()} />,
    );

    expect(text).toContain('41 / 40 1 rejected 1 gap');
    expect(text).toContain('42: the chain is broken before it');
  });

  it('goes on with older runs and keeps the filter', () => {
    expect(linksOf(shown({ next: 24 })).get('Older runs')).toBe('/runs?trigger=schedule&amp;before=24');
  });

  it.each([
    ['No run yet.', 0],
    ['No run matches.', 43],
  ])('says when there is nothing to show: %s', (text, total) => {
    expect(textOf(shown({ closed: [], total }))).toContain(text);
  });

  it('lets only an administrator run anything', () => {
    expect(buttonsOf(shown())).toEqual(['Run now', 'Estimate', 'Run this window', 'Filter']);
    expect(buttonsOf(shown({}, NO_PAST, aReader('DataConnector.Auditor')))).toEqual(['Filter']);
  });
});

describe('the estimate of a past window', () => {
  const estimate = {
    milliseconds: 660_000,
    bottleneck: { kind: 'mailbox-bytes' as const, mailbox: 'carla.ruiz@contoso.com', bytes: 310_000_000 },
    packages: 31,
    knownPackages: 0,
    packageBytes: 95_600_000,
    deliveries: 24_100,
    mailboxes: 41,
    waits: true,
    basedOnRuns: 12,
  };

  it('says how long it takes, and which limit decides', () => {
    expect(textOf(shown({}, { ...NO_PAST, estimate }))).toContain(
      'About 11 min. 31 new packages with 95.6 MB, about 24,100 deliveries to 41 mailboxes. What decides: carla.ruiz@contoso.com, 310 MB at 150 MB per 5 min. Starts when the run at work is closed. Concluded from 12 past runs.',
    );
  });

  it('says that nothing new is there', () => {
    expect(textOf(shown({}, { ...NO_PAST, estimate: { ...estimate, knownPackages: 31 } }))).toContain(
      'Nothing new. 31 packages of the window came before: nothing of them is imported again.',
    );
  });

  it('says why there is none', () => {
    const html = shown({}, { ...NO_PAST, problem: 'The window ends before it begins.' });

    expect(html).toContain('role="alert"');
    expect(textOf(html)).toContain('The window ends before it begins.');
  });
});
