import type { Overview } from '../../runtime/pipeline/admin/overview';
import { type StateSentence, sentenceText, shortDuration, stateSentence } from '../../runtime/web/state-sentence';
import { aClosedRun, aLiveRun, anOverview } from './page/support/an-overview';

const NEXT_STEP = { id: 'sign-in', number: 2, name: 'Sign in to TeleMessage', state: 'open', isNeeded: true } as const;
const PAUSE = { by: 'Ivo Klein', at: '2026-11-03T17:10:00.000Z', reason: 'TeleMessage maintenance', isConfigured: false };
const DIFFERS = aClosedRun({ state: 'incomplete', differences: 2 });
const LATE = { lateSince: '2026-11-20T06:30:00.000Z', lastComplete: '2026-11-19T06:33:00.000Z' };
const SUNDAY = '2026-11-22T07:00:00.000Z';
const SILENCE = { since: new Date('2026-11-20T17:58:00Z'), usualItems: 12 };
const THROTTLED = { mailbox: 'nina.brandt@contoso.com', left: 38, throttledUntil: '2026-11-21T06:41:00.000Z' };
const running = (over: Parameters<typeof aLiveRun>[0] = {}): Partial<Overview> => ({ live: [aLiveRun(over)] });
const messages = (available: number, delivered: number, external = 0, mailboxes = 37): Partial<Overview> => ({
  messages: { available, delivered, external, mailboxes },
});
const NOTHING = { waiting: 0, unreadable: 0, copies: 0, packages: 0, failed: 0 };

const say = (over: Partial<Overview>): StateSentence => stateSentence(anOverview(over));

describe('the sentence of state', () => {
  it.each([
    ['not-set-up', { nextStep: NEXT_STEP }, 'Not set up: next step 2, sign in to TeleMessage.', 'Open setup'],
    ['differs', { last: DIFFERS }, 'Does not add up: 2 differ.', 'Show the run of 20 November'],
    [
      'differs',
      { last: aClosedRun({ state: 'incomplete', differences: 1 }) },
      'Does not add up: 1 differs.',
      'Show the run of 20 November',
    ],
    ['paused', { pause: PAUSE }, 'Paused by Ivo Klein since 2026-11-03 17:10 UTC: TeleMessage maintenance.', ''],
    ['paused', { pause: { ...PAUSE, reason: 'Maintenance. ' } }, 'Paused by Ivo Klein since 2026-11-03 17:10 UTC: Maintenance.', ''],
    ['paused', { pause: { ...PAUSE, reason: '' } }, 'Paused by Ivo Klein since 2026-11-03 17:10 UTC.', ''],
    [
      'running',
      running({ slowest: THROTTLED }),
      'Running: 210 of 412, about 4 min left (slowest: nina.brandt@contoso.com, throttled until 06:41 UTC).',
      '',
    ],
    [
      'running',
      running({ slowest: { ...THROTTLED, throttledUntil: '' } }),
      'Running: 210 of 412, about 4 min left (slowest: nina.brandt@contoso.com).',
      '',
    ],
    ['running', running({ slowest: undefined, secondsLeft: undefined }), 'Running: 210 of 412.', ''],
    ['running', running({ deliveries: 0, phase: 'listing' }), 'Running: listing the source.', ''],
    ['late', LATE, 'Late: no complete run since 2026-11-19 06:33 UTC.', 'The next one was due 2026-11-20 06:30 UTC.'],
    ['silent', { silence: SILENCE, now: SUNDAY }, 'The source has been silent since 2026-11-20 17:58 UTC; usual for a Sunday: 12.', ''],
    [
      'part',
      { ...messages(412, 409), openOfRun: { ...NOTHING, failed: 2 } },
      '409 of 412 messages of 20 November are in 37 mailboxes.',
      '+ 2 failed.',
    ],
    [
      'all',
      { openOfRun: { ...NOTHING, waiting: 4, copies: 3 } },
      'All 412 messages of 20 November are in 37 mailboxes.',
      '+ 4 wait for a mapping, 3 copies are held.',
    ],
    ['all', {}, 'All 412 messages of 20 November are in 37 mailboxes.', ''],
    ['all', messages(412, 402, 10), 'All 412 messages of 20 November are in 37 mailboxes.', ''],
    ['part', messages(1, 0), '0 of 1 message of 20 November is in 37 mailboxes.', ''],
    ['all', messages(1, 1, 0, 1), 'The only message of 20 November is in 1 mailbox.', ''],
    ['all', messages(1240, 1240), 'All 1,240 messages of 20 November are in 37 mailboxes.', ''],
    ['nothing', messages(0, 0), 'No message arrived on 20 November.', 'The source was read 2026-11-21 06:30 UTC and had nothing new.'],
    ['no-run', { daily: undefined, messages: undefined, last: undefined }, 'No run yet.', ''],
  ] as const)('is %s for %j', (kind, over, statement, open) => {
    const sentence = say(over as Partial<Overview>);

    expect({ kind: sentence.kind, statement: sentenceText(sentence.statement), open: sentenceText(sentence.open) }).toEqual({
      kind,
      statement,
      open,
    });
  });

  it('is the first that holds', () => {
    const everything = {
      nextStep: NEXT_STEP,
      last: DIFFERS,
      pause: PAUSE,
      ...running(),
      ...LATE,
      silence: SILENCE,
    };
    const order = ['nextStep', 'last', 'pause', 'live', 'lateSince', 'silence'] as const;

    const kinds = order.map((_name, index) => {
      const left = Object.fromEntries(Object.entries(everything).filter(([name]) => !order.slice(0, index).some((gone) => gone === name)));
      return say(left).kind;
    });

    expect(kinds).toEqual(['not-set-up', 'differs', 'paused', 'running', 'late', 'silent']);
  });

  it('is not about a run by hand over a past window, nor about one that is stopped', () => {
    expect(say(running({ isDaily: false })).kind).toBe('all');
    expect(say(running({ stopped: 'target-changed' })).kind).toBe('all');
  });

  it('says each part of what is open, in words that fit its count, and where it leads', () => {
    const { open } = say({ openOfRun: { failed: 1, packages: 1, unreadable: 2, waiting: 1, copies: 1 } });

    expect(sentenceText(open)).toBe('+ 1 failed, 1 package is held, 2 items cannot be read, 1 waits for a mapping, 1 copy is held.');
    expect(open.flatMap((part) => (typeof part === 'object' && 'to' in part ? [part.to] : []))).toEqual([
      { page: 'run', runId: aClosedRun().runId, part: 'failed' },
      { page: 'held', reason: 'rejected-package' },
      { page: 'held', reason: 'quarantined' },
      { page: 'held', reason: 'unmatched' },
      { page: 'run', runId: aClosedRun().runId, part: 'held' },
    ]);
  });

  it.each([
    ['good', {}],
    ['held', { openOfRun: { ...NOTHING, waiting: 1 } }],
    ['held', messages(412, 411)],
    ['bad', { last: DIFFERS }],
    ['bad', LATE],
    ['live', running()],
    ['held', { pause: PAUSE }],
  ] as const)('has the tone "%s" for %j', (tone, over) => {
    expect(say(over as Partial<Overview>).tone).toBe(tone);
  });

  it.each([
    [0.2, '1 s'],
    [89, '89 s'],
    [90, '2 min'],
    [3_540, '59 min'],
    [7_800, '2 h 10 min'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(shortDuration(seconds)).toBe(text);
  });
});
