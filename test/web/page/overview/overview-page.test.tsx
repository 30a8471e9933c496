import type { Overview } from '../../../../runtime/pipeline/admin/overview';
import { OverviewView } from '../../../../runtime/web/page/overview/overview-page';
import { aReader } from '../support/a-reader';
import { aClosedRun, aLiveRun, anOverview } from '../support/an-overview';
import { buttonsOf, htmlOf, linksOf, textOf } from '../support/shown';

const shown = (overview: Overview, reader = aReader()): string => htmlOf(<OverviewView overview={overview} reader={reader} />);
const statusOf = (html: string): string => textOf(/<p class="statement"[\s\S]*?<\/p>/.exec(html)?.[0] ?? '');
const of = (over: Partial<Overview['openOfRun']>): Overview['openOfRun'] => ({
  waiting: 0,
  unreadable: 0,
  copies: 0,
  packages: 0,
  failed: 0,
  ...over,
});

describe('the sentence of state', () => {
  it.each<[string, Partial<Overview>]>([
    [
      'Not set up: next step 2, sign in to TeleMessage. Open setup',
      { nextStep: { id: 'sign-in', number: 2, name: 'Sign in to TeleMessage', state: 'open', isNeeded: true } },
    ],
    [
      'Does not add up: 2 differ. Show the run of 20 November',
      { daily: aClosedRun({ state: 'incomplete', reconciled: false, differences: 2 }) },
    ],
    [
      'Paused by Ivo Klein since 3 November 17:10: TeleMessage maintenance.',
      { pause: { by: 'Ivo Klein', at: '2026-11-03T17:10:00Z', reason: 'TeleMessage maintenance', isConfigured: false } },
    ],
    ['Running: 210 of 412, about 4 min left (slowest: nina.brandt@contoso.com, throttled until 06:41).', { live: [aLiveRun()] }],
    ['Running: listing the source.', { live: [aLiveRun({ deliveries: 0, decided: 0, phase: 'listing' })] }],
    [
      'Late: no complete run since 19 November 06:33. The next one was due 20 November 06:30.',
      { lateSince: '2026-11-20T06:30:00Z', lastComplete: '2026-11-19T06:33:00Z' },
    ],
    [
      'The source has been silent since 20 November 17:58; usual for a Saturday: 12.',
      { silence: { since: new Date('2026-11-20T17:58:00Z'), workingDays: 1, usualItems: 12 } },
    ],
    [
      '409 of 412 messages of 20 November are in 37 mailboxes. + 2 failed.',
      { messages: { available: 412, delivered: 409, external: 0, mailboxes: 37 }, openOfRun: of({ failed: 2 }) },
    ],
    [
      'All 412 messages of 20 November are in 37 mailboxes. + 4 wait for a mapping, 3 copies are held.',
      { openOfRun: of({ waiting: 4, copies: 3 }) },
    ],
    ['All 412 messages of 20 November are in 37 mailboxes.', { messages: { available: 412, delivered: 400, external: 12, mailboxes: 37 } }],
    [
      'No message arrived on 20 November. The source was read 21 November 06:30 and had nothing new.',
      { messages: { available: 0, delivered: 0, external: 0, mailboxes: 0 } },
    ],
    ['No run yet.', { daily: undefined, last: undefined, chart: [] }],
  ])('%s', (sentence, over) => {
    expect(statusOf(shown(anOverview(over)))).toBe(sentence);
  });

  it('says the first that holds', () => {
    const everything = anOverview({
      live: [aLiveRun()],
      lateSince: '2026-11-20T06:30:00Z',
      daily: aClosedRun({ state: 'incomplete', differences: 1 }),
    });

    expect(statusOf(shown(everything))).toBe('Does not add up: 1 differs. Show the run of 20 November');
  });

  it('is the only status line, and says of which kind it is', () => {
    const html = shown(anOverview({ live: [aLiveRun()] }));

    expect(html.match(/role="status"/g)).toHaveLength(1);
    expect(html).toContain('data-kind="running"');
  });
});

describe('the overview', () => {
  it('writes the sum with each figure a link to its rows', () => {
    const html = shown(anOverview());

    expect(textOf(html)).toContain(
      'Available 1,240 = imported 1,231 + in part 1 + duplicates 5 + failed 0 + held 3 No mailbox yet, so not in this sum: 4 unmatched, 0 quarantined.',
    );
    expect(textOf(html)).toContain('opening 53 + added 8 \u2212 resolved 2 = closing 59 Added: 3 held, 4 unmatched, 1 in part.');
    expect(linksOf(html).get('held 3')).toBe('/runs/20261120T063000Z-1a2b3c4d#held');
    expect(linksOf(html).get('closing 59')).toBe('/held');
  });

  it('does not say which entries were added where a balance goes over several runs', () => {
    const html = shown(anOverview({ last: aClosedRun({ sequence: 44, trigger: 'replay' }) }));

    expect(textOf(html)).toContain('Over the run of 20 November and 2 later ones.');
  });

  it('says that the report is not the one that was signed', () => {
    const html = shown(anOverview({ verdict: { isVerified: false, finding: 'the signature does not fit the report', at: '' } }));

    expect(textOf(html)).toContain('Report 42: does not verify, the signature does not fit the report.');
    expect(textOf(html)).toContain('Difference Report 42 does not verify: the signature does not fit the report.');
  });

  it('lets a reader see and not act', () => {
    const html = shown(anOverview(), aReader('DataConnector.Reader'));

    expect(buttonsOf(html)).toEqual([]);
    expect(buttonsOf(shown(anOverview()))).toEqual(['Run now']);
  });

  it('keeps UTC in every link when the reader has asked for it', () => {
    const html = shown(anOverview(), aReader('DataConnector.Admin', { isUtc: true }));

    for (const [text, address] of linksOf(html)) expect([text, address]).toEqual([text, expect.stringContaining('zone=utc')]);
  });

  it('says what comes before the first run', () => {
    const html = shown(anOverview({ daily: undefined, last: undefined, messages: undefined, balance: undefined, chart: [] }));

    expect(textOf(html)).toContain('No run yet. The first opens on 22 November 06:30 and takes everything that the source lists.');
  });
});
