const MINUTE_IN_MS = 60_000;
const HOUR_IN_MS = 60 * MINUTE_IN_MS;
const DAY_IN_MS = 24 * HOUR_IN_MS;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `1244` -> `1,244`; the same for every reader of a signed report. */
export function figure(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 item`, `2 items`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

/** `24.1 MB`; decimal units, as Exchange and spreadsheets count. */
export function fileSize(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 1 && value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** `2026-11-21 06:34 UTC`; what is no time is shown as it is. */
export function utcTime(iso: string): string {
  return Number.isNaN(Date.parse(iso)) ? iso : `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `4 min 12 s`. */
export function duration(fromIso: string, toIso: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(toIso) - Date.parse(fromIso)) / 1000));
  if (Number.isNaN(seconds)) return 'unknown';
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** First eight digits of a hash in two groups, as people compare them. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)}`;
}

const dayOf = (time: number): string => `${new Date(time).getUTCDate()} ${MONTHS[new Date(time).getUTCMonth()]}`;

/**
 * The name of a run: the UTC day of the middle of its window, so that it is the same for every reader; `3 to 4 November` for a
 * longer one, `20 November and before` for a first one.
 */
export function runName(window: { readonly from: string | null; readonly to: string }): string {
  const to = Date.parse(window.to);
  if (Number.isNaN(to)) return 'an unknown day';
  if (window.from === null) return `${dayOf(to)} and before`;
  const from = Date.parse(window.from);
  if (to - from <= DAY_IN_MS + HOUR_IN_MS) return dayOf((from + to) / 2);
  const [first, last] = [dayOf(from + DAY_IN_MS / 2), dayOf(to - DAY_IN_MS / 2)];
  const [firstDay, firstMonth] = first.split(' ');
  return last.endsWith(` ${firstMonth}`) ? `${firstDay} to ${last}` : `${first} to ${last}`;
}
