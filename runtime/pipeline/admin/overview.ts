import { showsWholeDay } from '../../domain/package/sequence-gap';
import { DAY_IN_MS, HOUR_IN_MS } from '../../domain/windows/durations';
import { nextOccurrence, readSchedule } from '../../domain/windows/schedule';
import { type DayOfItems, type Silence, sourceSilence, usualItems } from '../../domain/windows/silence';
import { listingWindow, runDay } from '../../domain/windows/window';
import type { HeldRow } from '../rows/held-row';
import { MISSING_MESSAGES, type MissingMessagesRow } from '../rows/run-row';
import type { AdminPorts } from './admin-ports';
import { countByReason, heldIndex } from './held-index';
import { type LiveRun, liveRuns } from './live-runs';
import { type SeenNumber, seenNumbers } from './numbers-view';
import { type Pause, readPause } from './pause';
import type { ClosedRun } from './read-reports';
import { runHistory } from './run-list';
import { nextSetupStep, type SetupStep, setupFacts, setupSteps } from './setup-view';
import { type ReportVerdict, verifyStoredReport } from './verify-report';

/** Messages of the last daily run as they are now: what was replayed since counts. */
export interface DailyMessages {
  readonly available: number;
  readonly delivered: number;
  readonly external: number;
  readonly mailboxes: number;
}

/** Entries that the last daily run added and that are open still. */
export interface OpenOfRun {
  /** Items and people that wait for a mapping. */
  readonly waiting: number;
  readonly unreadable: number;
  /** Copies, and items of another archiver. */
  readonly copies: number;
  readonly packages: number;
  readonly failed: number;
}

export interface OpenGap {
  readonly detail: string;
  /** When a listing showed it first. */
  readonly since: string;
  readonly runId: string;
}

/** Everything that stands on the first page. */
export interface Overview {
  readonly now: string;
  readonly schedule: string;
  readonly nextRunAt: string;
  readonly pause: Pause | undefined;
  readonly steps: readonly SetupStep[];
  readonly nextStep: SetupStep | undefined;
  readonly live: readonly LiveRun[];
  /** The last daily run with something in it, or with a window of its own day. */
  readonly daily: ClosedRun | undefined;
  readonly messages: DailyMessages | undefined;
  readonly openOfRun: OpenOfRun;
  readonly verdict: ReportVerdict | undefined;
  /** The run that closed last, of any kind. */
  readonly last: ClosedRun | undefined;
  /** Since the last daily run: opening + added - resolved = closing. */
  readonly balance: { readonly opening: number; readonly added: number; readonly resolved: number; readonly closing: number } | undefined;
  /** When the daily run that should have come was due; '' when none is late. */
  readonly lateSince: string;
  readonly lastComplete: string;
  readonly silence: Silence | undefined;
  readonly heldByReason: ReadonlyMap<string, number>;
  readonly held: number;
  readonly oldestHeldAt: string;
  readonly failed: number;
  readonly oldestFailedAt: string;
  readonly unresolved: readonly SeenNumber[];
  readonly gaps: readonly OpenGap[];
  readonly credentialExpiresOn: string;
  /** '' when nobody knows. */
  readonly credentialChangedAt: string;
  /** Runs of the last 30 days with a window, the oldest first. */
  readonly chart: readonly ClosedRun[];
}

const CHART_DAYS = 30;
/** A daily run may take so much longer than the one before it, and then somebody has to know. */
const LATE_AFTER_IN_MS = 2 * HOUR_IN_MS;
const WHOLE_DAY_IN_MS = 20 * HOUR_IN_MS;

export async function readOverview(ports: AdminPorts): Promise<Overview> {
  const [now, { value: pause }, facts, live, history, held, unresolved] = await Promise.all([
    ports.storageTime.now(),
    readPause(ports),
    setupFacts(ports),
    liveRuns(ports),
    runHistory(ports),
    heldIndex(ports),
    seenNumbers('unresolved', ports),
  ]);
  const steps = setupSteps(facts, ports);
  const daily = lastDaily(history);
  const openOfDaily = daily === undefined ? [] : held.open.filter(({ addedIn }) => addedIn === daily.runId);
  const failedOfDaily = daily === undefined ? [] : held.failed.filter(({ addedIn }) => addedIn === daily.runId);
  const schedule = ports.facts.schedule;
  return {
    now: now.toISOString(),
    schedule,
    nextRunAt: pause === undefined ? nextRun(schedule, now) : '',
    pause,
    steps,
    nextStep: nextSetupStep(steps),
    live,
    daily,
    messages: daily === undefined ? undefined : await messagesNow(daily, [...held.open, ...held.failed], ports),
    openOfRun: openOf(openOfDaily, failedOfDaily.length),
    verdict: daily === undefined ? undefined : await verifyStoredReport(daily.runId, daily.sequence, ports),
    last: history[0],
    balance: daily === undefined ? undefined : balanceSince(daily, history),
    ...lateness(history, live, schedule, now),
    silence: silenceOf(history, now),
    heldByReason: countByReason(held.open),
    held: held.open.length,
    oldestHeldAt: oldest(held.open),
    failed: held.failed.length,
    oldestFailedAt: oldest(held.failed),
    unresolved,
    gaps: openGaps(history, ports.options.overlapHours),
    credentialExpiresOn: ports.facts.credentialExpiresOn?.toISOString() ?? '',
    credentialChangedAt: facts.credential?.changedAt?.toISOString() ?? '',
    chart: chartRuns(history, now),
  };
}

/** Each entry once: what a rejected package holds back stands behind the package. */
function openOf(entries: readonly HeldRow[], failed: number): OpenOfRun {
  const count = (fits: (entry: HeldRow) => boolean): number => entries.filter(fits).length;
  const waiting = count(({ reason }) => reason === 'unmatched' || reason === 'ambiguous');
  const unreadable = count(({ reason }) => reason === 'quarantined');
  const packages = count(({ kind }) => kind === 'package');
  const behind = count(({ kind, reason }) => kind !== 'package' && reason === 'rejected-package');
  return { waiting, unreadable, packages, copies: entries.length - waiting - unreadable - packages - behind, failed };
}

/** A run of minutes in which nothing came, because somebody pressed "Run now", says nothing about the day. */
export function lastDaily(history: readonly ClosedRun[]): ClosedRun | undefined {
  const daily = history.filter(({ isDaily }) => isDaily);
  const isTelling = ({ window, counts }: ClosedRun): boolean =>
    counts.itemsAvailableFromSource > 0 || window.from === null || Date.parse(window.to) - Date.parse(window.from) >= WHOLE_DAY_IN_MS;
  return daily.find(isTelling) ?? daily[0];
}

/** A message that had no copy when its run closed has one now when none of its items is held any more. */
async function messagesNow(
  daily: ClosedRun,
  held: readonly { readonly itemId: string }[],
  { stores }: Pick<AdminPorts, 'stores'>,
): Promise<DailyMessages | undefined> {
  const { messages } = daily;
  if (messages === undefined) return undefined;
  const atClose = messages.available - messages.delivered - messages.external;
  if (atClose === 0) return messages;
  const row = (await stores.runs.get(daily.runId, MISSING_MESSAGES))?.row as MissingMessagesRow | undefined;
  const missing = row === undefined ? [] : (JSON.parse(row.items) as string[][]);
  const still = new Set(held.map(({ itemId }) => itemId.slice(0, 16)));
  const resolved = missing.filter((items) => !items.some((item) => still.has(item))).length;
  return { ...messages, delivered: messages.delivered + resolved };
}

function balanceSince(daily: ClosedRun, history: readonly ClosedRun[]): NonNullable<Overview['balance']> {
  const since = history.filter(({ sequence }) => sequence >= daily.sequence);
  const sum = (pick: (run: ClosedRun) => number): number => since.reduce((total, run) => total + pick(run), 0);
  return {
    opening: daily.heldBalance.opening,
    added: sum(({ heldBalance }) => heldBalance.added),
    resolved: sum(({ heldBalance }) => heldBalance.resolved),
    closing: since[0]?.heldBalance.closing ?? daily.heldBalance.closing,
  };
}

/** When the timer opens the next run, ISO; '' when there is no schedule that it could follow. */
export function nextRun(schedule: string, now: Date): string {
  return typeof readSchedule(schedule) === 'string' ? '' : (nextOccurrence(schedule, now)?.toISOString() ?? '');
}

/** Late: a run was due after the last one that came out, more than two hours ago, and none is at work. */
function lateness(
  history: readonly ClosedRun[],
  live: readonly LiveRun[],
  schedule: string,
  now: Date,
): Pick<Overview, 'lateSince' | 'lastComplete'> {
  const last = history.find(({ isDaily, state }) => isDaily && state !== 'incomplete');
  if (last === undefined || typeof readSchedule(schedule) === 'string') return { lateSince: '', lastComplete: last?.finishedAt ?? '' };
  const due = nextOccurrence(schedule, new Date(last.window.to));
  const isLate = due !== undefined && now.getTime() - due.getTime() > LATE_AFTER_IN_MS && !live.some(({ isDaily }) => isDaily);
  return { lateSince: isLate ? due.toISOString() : '', lastComplete: last.finishedAt };
}

/** Days of a single run each; a run that caught up over several says nothing about one of them. */
function silenceOf(history: readonly ClosedRun[], now: Date): Silence | undefined {
  const daily = history.filter(({ isDaily }) => isDaily);
  const withItems = daily.find(({ counts }) => counts.itemsAvailableFromSource > 0);
  const newest = daily[0];
  if (newest === undefined || withItems === undefined) return undefined;
  return sourceSilence(pastDays(daily), new Date(withItems.window.to), new Date(Math.min(now.getTime(), Date.parse(newest.window.to))));
}

function pastDays(daily: readonly ClosedRun[]): readonly DayOfItems[] {
  return daily
    .filter(({ window }) => window.from !== null && Date.parse(window.to) - Date.parse(window.from) <= DAY_IN_MS + HOUR_IN_MS)
    .map(({ window, counts }) => ({
      day: runDay({ from: new Date(window.from as string), to: new Date(window.to) }),
      items: counts.itemsAvailableFromSource,
    }));
}

/** What usually comes on the weekday of a time; undefined while too little is known. */
export function usualOn(history: readonly ClosedRun[], time: Date): number | undefined {
  return usualItems(pastDays(history.filter(({ isDaily }) => isDaily)), time.getUTCDay());
}

const GAP_DAY = /^(\d{4})(\d\d)(\d\d): /;

/** A hole is open until a listing that shows its whole day does not show it any more. */
export function openGaps(history: readonly ClosedRun[], overlapHours: number): readonly OpenGap[] {
  const gaps = new Map<string, OpenGap>();
  const before = Date.parse(history[0]?.window.to ?? '') - CHART_DAYS * DAY_IN_MS;
  for (const run of history.filter(({ isDaily, window }) => isDaily && Date.parse(window.to) > before).reverse()) {
    for (const [detail, gap] of gaps) if (showsDayOf(detail, run, overlapHours) && !run.gaps.includes(detail)) gaps.delete(gap.detail);
    for (const detail of run.gaps) if (!gaps.has(detail)) gaps.set(detail, { detail, since: run.finishedAt, runId: run.runId });
  }
  return [...gaps.values()];
}

function showsDayOf(detail: string, { window }: ClosedRun, overlapHours: number): boolean {
  const [, year, month, day] = GAP_DAY.exec(detail) ?? [];
  if (year === undefined || window.from === null) return true;
  const listed = listingWindow({ from: new Date(window.from), to: new Date(window.to) }, overlapHours);
  return showsWholeDay(new Date(`${year}-${month}-${day}T00:00:00Z`), listed.from);
}

function chartRuns(history: readonly ClosedRun[], now: Date): readonly ClosedRun[] {
  const from = now.getTime() - (CHART_DAYS + 1) * DAY_IN_MS;
  return history.filter((run) => run.trigger !== 'replay' && Date.parse(run.window.to) > from).reverse();
}

function oldest(entries: readonly { readonly arrivedAt: string; readonly addedAt: string }[]): string {
  return entries.reduce((first, { addedAt }) => (first === '' || addedAt < first ? addedAt : first), '');
}
