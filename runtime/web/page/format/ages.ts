const MINUTE_IN_MS = 60_000;
const HOUR_IN_MS = 60 * MINUTE_IN_MS;
const DAY_IN_MS = 24 * HOUR_IN_MS;

/** `9 days`, `3 h`, `12 min`, `less than a minute`. */
export function span(milliseconds: number): string {
  const value = Math.max(0, milliseconds);
  if (value >= 2 * DAY_IN_MS) return `${Math.floor(value / DAY_IN_MS)} days`;
  if (value >= DAY_IN_MS) return '1 day';
  if (value >= HOUR_IN_MS) return `${Math.floor(value / HOUR_IN_MS)} h`;
  if (value >= MINUTE_IN_MS) return `${Math.floor(value / MINUTE_IN_MS)} min`;
  return 'less than a minute';
}

/** `22 h 18 min`: until something that will happen at a known time. */
export function spanUntil(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / MINUTE_IN_MS));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

export const ageOf = (iso: string, now: Date): string => span(now.getTime() - Date.parse(iso));
