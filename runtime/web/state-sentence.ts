import { counted, figure, runName } from '../domain/evidence/figures';
import type { Overview } from '../pipeline/admin/overview';

export type StateKind = 'not-set-up' | 'differs' | 'paused' | 'running' | 'late' | 'silent' | 'part' | 'all' | 'nothing' | 'no-run';

/** A part of a sentence: plain text, a time to be shown in the reader's zone, or a link. */
export type SentencePart =
  | string
  | { readonly time: string; readonly style: 'clock' | 'long' | 'minute' }
  | { readonly text: string; readonly to: LinkTarget };

/** Where a part leads; the page turns it into an address. */
export type LinkTarget =
  | { readonly page: 'setup'; readonly step?: string }
  | { readonly page: 'held'; readonly reason?: string }
  | { readonly page: 'run'; readonly runId: string; readonly part?: string };

export interface StateSentence {
  readonly kind: StateKind;
  readonly tone: 'good' | 'held' | 'bad' | 'live' | 'none';
  readonly statement: readonly SentencePart[];
  /** The second line; empty when nothing is open. */
  readonly open: readonly SentencePart[];
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The answer in one sentence: the first that holds, from what keeps the connector from working to "all is well". */
export function stateSentence(overview: Overview): StateSentence {
  return (
    notSetUp(overview) ??
    differs(overview) ??
    paused(overview) ??
    running(overview) ??
    late(overview) ??
    silent(overview) ??
    messagesOf(overview)
  );
}

function notSetUp({ nextStep }: Overview): StateSentence | undefined {
  if (nextStep === undefined) return undefined;
  const { number, name, id } = nextStep;
  return {
    kind: 'not-set-up',
    tone: 'none',
    statement: [`Not set up: next step ${number}, ${name.charAt(0).toLowerCase()}${name.slice(1)}.`],
    open: [{ text: 'Open setup', to: { page: 'setup', step: id } }],
  };
}

function differs({ last, daily }: Overview): StateSentence | undefined {
  const run = [last, daily].find((each) => each?.state === 'incomplete');
  if (run === undefined) return undefined;
  const differences = Math.max(1, run.differences);
  return {
    kind: 'differs',
    tone: 'bad',
    statement: [`Does not add up: ${figure(differences)} ${differences === 1 ? 'differs' : 'differ'}.`],
    open: [{ text: `Show the run of ${runName(run.window)}`, to: { page: 'run', runId: run.runId, part: 'differences' } }],
  };
}

function paused({ pause }: Overview): StateSentence | undefined {
  if (pause === undefined) return undefined;
  const since: readonly SentencePart[] = pause.at === '' ? [] : [' since ', { time: pause.at, style: 'long' }];
  return {
    kind: 'paused',
    tone: 'held',
    statement: [`Paused by ${pause.by}`, ...since, pause.reason === '' ? '.' : `: ${withoutDot(pause.reason)}.`],
    open: [],
  };
}

const withoutDot = (text: string): string => text.replace(/[.\s]+$/, '');

function running({ live }: Overview): StateSentence | undefined {
  const run = live.find(({ isDaily, stopped }) => isDaily && stopped === '');
  if (run === undefined) return undefined;
  const { phase, decided, deliveries, secondsLeft, slowest } = run;
  if (deliveries === 0) return { kind: 'running', tone: 'live', statement: [`Running: ${phaseWords(phase)}.`], open: [] };
  const throttled: readonly SentencePart[] =
    slowest === undefined || slowest.throttledUntil === '' ? [] : [', throttled until ', { time: slowest.throttledUntil, style: 'clock' }];
  const left = secondsLeft === undefined ? [] : [`, about ${shortDuration(secondsLeft)} left`];
  const why: readonly SentencePart[] =
    slowest === undefined || secondsLeft === undefined ? [] : [` (slowest: ${slowest.mailbox}`, ...throttled, ')'];
  return {
    kind: 'running',
    tone: 'live',
    statement: [`Running: ${figure(decided)} of ${figure(deliveries)}`, ...left, ...why, '.'],
    open: [],
  };
}

export function phaseWords(phase: string): string {
  if (phase === 'listing') return 'listing the source';
  if (phase === 'collecting') return 'collecting packages';
  return phase === 'closing' ? 'closing' : 'delivering';
}

/** `4 min`, `50 s`, `2 h 10 min`. */
export function shortDuration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function late({ lateSince, lastComplete }: Overview): StateSentence | undefined {
  if (lateSince === '') return undefined;
  return {
    kind: 'late',
    tone: 'bad',
    statement: ['Late: no complete run since ', { time: lastComplete, style: 'long' }, '.'],
    open: ['The next one was due ', { time: lateSince, style: 'long' }, '.'],
  };
}

function silent({ silence, now }: Overview): StateSentence | undefined {
  if (silence === undefined) return undefined;
  const weekday = WEEKDAYS[new Date(now).getUTCDay()];
  return {
    kind: 'silent',
    tone: 'held',
    statement: [
      'The source has been silent since ',
      { time: silence.since.toISOString(), style: 'long' },
      `; usual for a ${weekday}: ${figure(silence.usualItems)}.`,
    ],
    open: [],
  };
}

function messagesOf(overview: Overview): StateSentence {
  const { daily, messages } = overview;
  if (daily === undefined) return { kind: 'no-run', tone: 'none', statement: ['No run yet.'], open: [] };
  const day = runName(daily.window);
  const open = openParts(overview);
  const available = messages?.available ?? daily.counts.itemsAvailableFromSource;
  if (available === 0) {
    const listed: readonly SentencePart[] = ['The source was read ', { time: daily.startedAt, style: 'long' }, ' and had nothing new.'];
    return { kind: 'nothing', tone: 'good', statement: [`No message arrived on ${day}.`], open: open.length === 0 ? listed : open };
  }
  const delivered = messages?.delivered ?? daily.counts.itemsRouted;
  const external = messages?.external ?? 0;
  const where = counted(messages?.mailboxes ?? 0, 'mailbox', 'mailboxes');
  const isAll = delivered + external >= available;
  const tone = open.length > 0 || !isAll ? 'held' : 'good';
  const verb = available === 1 ? 'is' : 'are';
  const subject = isAll ? allOf(available, day) : `${figure(delivered)} of ${counted(available, 'message')} of ${day}`;
  return { kind: isAll ? 'all' : 'part', tone, statement: [`${subject} ${verb} in ${where}.`], open };
}

const allOf = (count: number, day: string): string =>
  count === 1 ? `The only message of ${day}` : `All ${figure(count)} messages of ${day}`;

/** What is open of the day, each part a link. */
function openParts({ openOfRun, daily }: Overview): readonly SentencePart[] {
  if (daily === undefined) return [];
  const { failed, packages, waiting, unreadable, copies } = openOfRun;
  const toRun = (part: string): LinkTarget => ({ page: 'run', runId: daily.runId, part });
  const parts = [
    { count: failed, text: `${figure(failed)} failed`, to: toRun('failed') },
    {
      count: packages,
      text: `${counted(packages, 'package is', 'packages are')} held`,
      to: { page: 'held', reason: 'rejected-package' } as LinkTarget,
    },
    { count: unreadable, text: `${counted(unreadable, 'item')} cannot be read`, to: { page: 'held', reason: 'quarantined' } as LinkTarget },
    {
      count: waiting,
      text: `${figure(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for a mapping`,
      to: { page: 'held', reason: 'unmatched' } as LinkTarget,
    },
    { count: copies, text: `${counted(copies, 'copy is', 'copies are')} held`, to: toRun('held') },
  ].filter(({ count }) => count > 0);
  return parts.length === 0
    ? []
    : ['+ ', ...parts.flatMap(({ text, to }, index) => (index === 0 ? [{ text, to }] : [', ', { text, to }])), '.'];
}

/** The sentence as text, times in UTC: what machines and the command line show. */
export function sentenceText(parts: readonly SentencePart[]): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('text' in part) return part.text;
      const utc = new Date(part.time).toISOString();
      return part.style === 'clock' ? `${utc.slice(11, 16)} UTC` : `${utc.slice(0, 10)} ${utc.slice(11, 16)} UTC`;
    })
    .join('');
}
