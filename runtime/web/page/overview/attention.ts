import { counted, figure } from '../../../domain/evidence/figures';
import { DAY_IN_MS } from '../../../domain/windows/durations';
import type { Overview } from '../../../pipeline/admin/overview';
import { heldAddress, runAddress, setupAddress } from '../format/addresses';
import { span } from '../format/ages';
import { gapText } from '../format/gap-text';

/** What may need somebody, in the order of the page. */
export const ATTENTION_NAMES = ['Difference', 'Gap', 'Failed', 'Held', 'Unresolved numbers', 'Quiet source', 'Credential expiry'] as const;
export type AttentionName = (typeof ATTENTION_NAMES)[number];

export interface AttentionEntry {
  readonly name: AttentionName;
  readonly tone: 'held' | 'bad' | 'live';
  readonly icon: 'warning' | 'bad' | 'question' | 'clock';
  readonly text: string;
  readonly count: number;
  readonly age: string;
  readonly button: string;
  readonly address: string;
}

export interface Attention {
  readonly open: readonly AttentionEntry[];
  /** Looked at and fine. */
  readonly clear: readonly AttentionName[];
}

/** Everything that is open, in fixed order; what is clear is said too, because silence proves nothing. */
export function attentionOf(overview: Overview): Attention {
  const open = [difference, gap, failed, held, unresolved, quietSource, credential].flatMap((look) => look(overview) ?? []);
  return { open, clear: ATTENTION_NAMES.filter((name) => !open.some((entry) => entry.name === name)) };
}

function difference(overview: Overview): AttentionEntry | undefined {
  const { last, daily, verdict } = overview;
  const wrong = [last, daily].find((run) => run?.state === 'incomplete');
  const finding = verdict?.isVerified === false ? verdict.finding : '';
  if (wrong === undefined && (finding === '' || daily === undefined)) return undefined;
  const run = wrong ?? daily;
  if (run === undefined) return undefined;
  return {
    name: 'Difference',
    tone: 'bad',
    icon: 'bad',
    text:
      wrong === undefined
        ? `Report ${figure(run.sequence)} does not verify: ${finding}.`
        : 'Sums of the run do not come out. Look before anything else.',
    count: Math.max(1, wrong?.differences ?? 1),
    age: age(run.finishedAt, overview),
    button: 'Show run',
    address: runAddress(run.runId, wrong === undefined ? 'proof' : 'differences'),
  };
}

function gap(overview: Overview): AttentionEntry | undefined {
  const [first] = overview.gaps;
  if (first === undefined) return undefined;
  const named = gapText(first.detail);
  const text = overview.gaps.length === 1 ? `${named}.` : `${named}, and ${counted(overview.gaps.length - 1, 'more gap')}.`;
  return {
    name: 'Gap',
    tone: 'held',
    icon: 'warning',
    text: `${text} Ask TeleMessage to send what is missing.`,
    count: overview.gaps.length,
    age: age(first.since, overview),
    button: 'Show gap',
    address: runAddress(first.runId, 'packages'),
  };
}

function failed(overview: Overview): AttentionEntry | undefined {
  if (overview.failed === 0) return undefined;
  return {
    name: 'Failed',
    tone: 'bad',
    icon: 'bad',
    text: 'Refused for a reason that nobody knows yet. Someone must look.',
    count: overview.failed,
    age: oldestAge(overview.oldestFailedAt, overview),
    button: 'Open failed',
    address: heldAddress('failed'),
  };
}

function held(overview: Overview): AttentionEntry | undefined {
  if (overview.held === 0) return undefined;
  return {
    name: 'Held',
    tone: 'held',
    icon: 'warning',
    text: heldText(overview.heldByReason),
    count: overview.held,
    age: oldestAge(overview.oldestHeldAt, overview),
    button: 'Open held',
    address: heldAddress(),
  };
}

/** `41 for rejected packages, 9 wait for a mapping, 9 for other reasons.` */
function heldText(byReason: ReadonlyMap<string, number>): string {
  const of = (...reasons: readonly string[]): number => reasons.reduce((sum, reason) => sum + (byReason.get(reason) ?? 0), 0);
  const parts: (readonly [number, string])[] = [
    [of('unmatched', 'ambiguous'), of('unmatched', 'ambiguous') === 1 ? 'waits for a mapping' : 'wait for a mapping'],
    [of('rejected-package'), 'for rejected packages'],
    [of('not-in-scope', 'mailbox-unavailable', 'oversize'), 'for an Exchange administrator'],
    [of('quarantined'), 'cannot be read'],
    [of('other-archiver', 'attempts-exhausted'), 'for other reasons'],
  ];
  const open = parts.filter(([count]) => count > 0).sort(([a], [b]) => b - a);
  return `${open.map(([count, text]) => `${figure(count)} ${text}`).join(', ')}.`;
}

function unresolved(overview: Overview): AttentionEntry | undefined {
  if (overview.unresolved.length === 0) return undefined;
  const oldest = overview.unresolved.map(({ firstSeenAt }) => firstSeenAt).sort()[0] ?? '';
  return {
    name: 'Unresolved numbers',
    tone: 'live',
    icon: 'question',
    text: 'Neither a row nor an address. Each is answered once.',
    count: overview.unresolved.length,
    age: oldestAge(oldest, overview),
    button: 'Answer',
    address: heldAddress('numbers'),
  };
}

function quietSource(overview: Overview): AttentionEntry | undefined {
  const { silence } = overview;
  if (silence === undefined) return undefined;
  return {
    name: 'Quiet source',
    tone: 'held',
    icon: 'clock',
    text: `No item arrives. Usual for this day: ${figure(silence.usualItems)}. Ask TeleMessage, or test the sign-in.`,
    count: 1,
    age: age(silence.since.toISOString(), overview),
    button: 'Test',
    address: setupAddress('sign-in'),
  };
}

const WARNED_DAYS = 30;

function credential(overview: Overview): AttentionEntry | undefined {
  const { credentialExpiresOn, credentialChangedAt, now } = overview;
  if (credentialExpiresOn === '') return undefined;
  const left = Math.floor((Date.parse(credentialExpiresOn) - Date.parse(now)) / DAY_IN_MS);
  if (left >= WARNED_DAYS) return undefined;
  const when = left < 0 ? 'has expired' : left === 0 ? 'expires today' : `expires in ${counted(left, 'day')}`;
  return {
    name: 'Credential expiry',
    tone: left < 0 ? 'bad' : 'held',
    icon: 'clock',
    text: `The TeleMessage password ${when}.`,
    count: 1,
    age: credentialChangedAt === '' ? '' : age(credentialChangedAt, overview),
    button: 'Rotate',
    address: setupAddress('sign-in'),
  };
}

const ageText = (iso: string, { now }: Overview): string => span(Date.parse(now) - Date.parse(iso));
const age = (iso: string, overview: Overview): string => `${ageText(iso, overview)} old`;
const oldestAge = (iso: string, overview: Overview): string => (iso === '' ? '' : `oldest ${ageText(iso, overview)}`);
