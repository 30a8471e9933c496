import { HOUR_IN_MS, SECOND_IN_MS } from '../windows/durations';

/** A longer wait than any Microsoft asks for is a fault: the mailbox would be silent for days. */
const MAX_WAIT_IN_MS = HOUR_IN_MS;
const FIRST_BACKOFF_IN_MS = SECOND_IN_MS;
const MAX_BACKOFF_IN_MS = 60 * SECOND_IN_MS;
const SECONDS = /^[0-9]+(?:\.[0-9]+)?$/;
/** The three forms of an HTTP date (RFC 9110 5.6.7) begin with the name of a day; other texts that `Date.parse` takes are no dates here. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/i;
const ENDS_WITH_ZONE = /GMT$/i;

/**
 * The wait that a `Retry-After` header asks for, in milliseconds: seconds (also with decimals) or an HTTP date. 0 for "now" and the past,
 * at most an hour; undefined when the header is missing or says nothing (negative, empty, words).
 *
 * `serverNow`: the answer's `Date`, so that a difference of clocks does not shorten the wait.
 */
export function retryAfterInMs(header: string | undefined, serverNow: Date): number | undefined {
  const text = header?.trim() ?? '';
  const wait = SECONDS.test(text) ? Number(text) * SECOND_IN_MS : httpDate(text) - serverNow.getTime();
  if (Number.isNaN(wait)) return undefined;
  return Math.min(Math.max(wait, 0), MAX_WAIT_IN_MS);
}

/** The form of `asctime` names no zone and means GMT; `Date.parse` would take it for local time. */
function httpDate(text: string): number {
  if (!HTTP_DATE.test(text)) return Number.NaN;
  return Date.parse(ENDS_WITH_ZONE.test(text) ? text : `${text} GMT`);
}

/**
 * When to try again: as late as Exchange asks, and never earlier than our own growing backoff, because Exchange often asks for 1 second and
 * all requests accrue (Microsoft: "Avoid immediate retries"). `tries`: throttled tries so far, from 0; `random`: in [0, 1).
 */
export function retryAt(asked: number | undefined, tries: number, now: Date, random: number): Date {
  const backoff = Math.min(FIRST_BACKOFF_IN_MS * 2 ** tries, MAX_BACKOFF_IN_MS);
  // Half of it is jitter, so that workers that were refused together do not come back together.
  const ours = backoff * (0.5 + random / 2);
  return new Date(now.getTime() + Math.ceil(Math.max(asked ?? 0, ours)));
}
