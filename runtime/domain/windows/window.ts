import { createHash } from 'node:crypto';
import { DAY_IN_MS, HOUR_IN_MS, MINUTE_IN_MS } from './durations';

/** `[from, to)` in UTC, by arrival. `from` undefined = everything listable. */
export interface Window {
  readonly from: Date | undefined;
  readonly to: Date;
}

/**
 * What a person must know about the clocks. `watermark-ahead`: the stored watermark is later than now and was ignored;
 * `clock-differs`: this machine's clock is more than 5 minutes from storage's; `start-from-ahead`: START_FROM lies in the future.
 */
export type WindowAlarm = 'watermark-ahead' | 'clock-differs' | 'start-from-ahead';

export interface WindowFacts {
  /** Where the last collected window ended (the watermark); undefined before the first. */
  readonly collectedTo: Date | undefined;
  /** By the storage service. */
  readonly now: Date;
  /** By this machine. */
  readonly localNow: Date;
  /** `START_FROM`: where the first window begins. */
  readonly startFrom: Date | undefined;
}

export interface NextWindow {
  readonly window: Window;
  readonly alarms: readonly WindowAlarm[];
}

const MAX_CLOCK_DIFFERENCE_IN_MS = 5 * MINUTE_IN_MS;

/** From where the last window ended until now: after missed days one window catches up. */
export function nextWindow({ collectedTo, now, localNow, startFrom }: WindowFacts): NextWindow {
  const alarms: WindowAlarm[] = [];
  const isAhead = collectedTo !== undefined && collectedTo > now;
  if (isAhead) alarms.push('watermark-ahead');
  if (Math.abs(now.getTime() - localNow.getTime()) > MAX_CLOCK_DIFFERENCE_IN_MS) alarms.push('clock-differs');

  // An ignored watermark lists again from the start; the ledger makes that harmless, and a gap would not be.
  const from = isAhead || collectedTo === undefined ? startFrom : collectedTo;
  if (from === undefined || from <= now) return { window: { from, to: now }, alarms };
  alarms.push('start-from-ahead');
  return { window: { from: now, to: now }, alarms };
}

/** What is asked of the source: the window and, before it, the hours in which a late package may still have appeared. */
export function listingWindow(window: Window, overlapHours: number): Window {
  if (window.from === undefined) return window;
  return { from: new Date(window.from.getTime() - overlapHours * HOUR_IN_MS), to: window.to };
}

/** Stands where a run begins with everything; before every date, so that it sorts first. */
const WITHOUT_BEGINNING = '00000000T000000Z';
const HASH_LENGTH = 8;

/**
 * The id of a run: `20261121T063000Z-1a2b3c4d`. It follows from source, beginning of the window and attempt, so that a timer that fires
 * twice opens one run; the end takes no part, because it is a little later each time. Safe as part of a blob name and as a table key.
 */
export function runIdOf(sourceId: string, window: Pick<Window, 'from'>, attempt = 0): string {
  const from = window.from?.toISOString() ?? '';
  const time = from === '' ? WITHOUT_BEGINNING : from.replace(/[-:]|\.[0-9]+/g, '');
  const digest = createHash('sha256').update(`${sourceId}\n${from}\n${attempt}`).digest('hex');
  return `${time}-${digest.slice(0, HASH_LENGTH)}`;
}

const DATE_LENGTH = 'yyyy-mm-dd'.length;

/** The UTC day that names a run: the one in which the middle of its window lies. */
export function runDay({ from, to }: Window): string {
  return dayOf(from === undefined ? to.getTime() : (from.getTime() + to.getTime()) / 2);
}

/** First and last day of a run that catches up over several: one whole day each beside its ends. Both are `runDay` for a window of a day. */
export function runDays(window: Window): { readonly first: string; readonly last: string } {
  const { from, to } = window;
  if (from === undefined || to.getTime() - from.getTime() <= DAY_IN_MS) return { first: runDay(window), last: runDay(window) };
  return { first: dayOf(from.getTime() + DAY_IN_MS / 2), last: dayOf(to.getTime() - DAY_IN_MS / 2) };
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, DATE_LENGTH);
}
