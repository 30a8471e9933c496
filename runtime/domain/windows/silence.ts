import { DAY_IN_MS, HOUR_IN_MS } from './durations';

/** What a past run counted, under the UTC day that names it. Runs over more than a day are left out by the caller. */
export interface DayOfItems {
  /** `yyyy-mm-dd`. */
  readonly day: string;
  readonly items: number;
}

export interface Silence {
  /** The last item, or the start of the connector when there was none yet. */
  readonly since: Date;
  /** Whole working days' worth of time without an item, e.g. 1.5. */
  readonly workingDays: number;
  /** What usually comes on the day of `now`. */
  readonly usualItems: number;
}

const SUNDAY = 0;
const SATURDAY = 6;
const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6];
/** So many of the latest same weekdays say what is usual: two months, so that a holiday does not. */
const REMEMBERED_WEEKS = 8;
/** Fewer of one weekday say nothing about it. */
const FEWEST_DAYS = 2;
/** One working day without an item may be an accident, or a vendor that has stopped. */
const WORKING_DAYS_UNTIL_ALARM = 1;

/**
 * The usual number of items of a weekday (0 = Sunday): the median of the latest ones, so that neither a flood nor a holiday moves it.
 * Undefined while too little is known.
 */
export function usualItems(past: readonly DayOfItems[], weekday: number): number | undefined {
  const same = past
    .filter(({ day }) => weekdayOf(day) === weekday)
    .sort((a, b) => (a.day < b.day ? 1 : -1))
    .slice(0, REMEMBERED_WEEKS)
    .map(({ items }) => items)
    .sort((a, b) => a - b);
  if (same.length < FEWEST_DAYS) return undefined;
  const middle = Math.floor((same.length - 1) / 2);
  return same[middle];
}

/**
 * Whether the source is silent: no item for at least one working day. A weekday works when items usually come on it; until that is known,
 * Monday to Friday do. `since`: the last arrival, or when the connector was set up.
 */
export function sourceSilence(past: readonly DayOfItems[], since: Date, now: Date): Silence | undefined {
  const usual = WEEKDAYS.map((weekday) => usualItems(past, weekday));
  const isWorking = (weekday: number) => {
    const items = usual[weekday];
    return items === undefined ? isWeekday(weekday) : items > 0;
  };
  const workingDays = workingTime(since.getTime(), now.getTime(), isWorking) / DAY_IN_MS;
  return workingDays < WORKING_DAYS_UNTIL_ALARM ? undefined : { since, workingDays, usualItems: usual[now.getUTCDay()] ?? 0 };
}

/** Hours of `[since, now)` that lie on Monday to Friday (UTC), for an alert that knows no history. */
export function weekdayHours(since: Date, now: Date): number {
  return workingTime(since.getTime(), now.getTime(), isWeekday) / HOUR_IN_MS;
}

const isWeekday = (weekday: number): boolean => weekday !== SUNDAY && weekday !== SATURDAY;

/** Milliseconds of `[from, to)` that lie on working days (UTC). */
function workingTime(from: number, to: number, isWorking: (weekday: number) => boolean): number {
  let sum = 0;
  for (let time = from; time < to; ) {
    const endOfDay = (Math.floor(time / DAY_IN_MS) + 1) * DAY_IN_MS;
    const end = Math.min(endOfDay, to);
    if (isWorking(new Date(time).getUTCDay())) sum += end - time;
    time = end;
  }
  return sum;
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
