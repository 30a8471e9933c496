import { DAY_IN_MS } from './durations';

const WEEK_IN_MS = 7 * DAY_IN_MS;
/** 1 January 1970 was a Thursday; weeks begin on Monday, UTC. */
const FIRST_MONDAY_IN_MS = -3 * DAY_IN_MS;
/** The current week and eight before it: two months, so that a holiday does not decide what is usual. */
const KEPT_WEEKS = 9;
/** Fewer whole weeks say nothing. */
const FEWEST_WEEKS = 2;

type Weeks = Readonly<Record<string, number>>;

const weekOf = (time: Date): number => Math.floor((time.getTime() - FIRST_MONDAY_IN_MS) / WEEK_IN_MS);

/** Adds to the week of `at`. `text`: what an earlier call answered; '' at first. Weeks are numbered from 1970. */
export function addToWeek(text: string, at: Date, count: number): string {
  const weeks = readWeeks(text);
  const week = weekOf(at);
  const sums: Record<string, number> = { ...weeks, [week]: (weeks[week] ?? 0) + count };
  const kept = Object.entries(sums).filter(([each]) => Number(each) > week - KEPT_WEEKS);
  return JSON.stringify(Object.fromEntries(kept));
}

/** The median of the whole weeks since `since`, the latest eight; undefined while there are fewer than two. Weeks without a count are zeros. */
export function usualPerWeek(text: string, since: Date, now: Date): number | undefined {
  const weeks = readWeeks(text);
  const current = weekOf(now);
  // The week in which it began is not whole.
  const first = Math.max(weekOf(since) + 1, current - KEPT_WEEKS + 1);
  const counts = Array.from({ length: Math.max(0, current - first) }, (_none, index) => weeks[first + index] ?? 0).sort((a, b) => a - b);
  return counts.length < FEWEST_WEEKS ? undefined : counts[Math.floor((counts.length - 1) / 2)];
}

function readWeeks(text: string): Weeks {
  return text === '' ? {} : (JSON.parse(text) as Weeks);
}
