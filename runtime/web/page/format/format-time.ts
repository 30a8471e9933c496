/**
 * - `clock`: 06:30
 * - `minute`: 20 Nov 06:30
 * - `second`: 20 Nov 06:30:02
 * - `day`: 20 November
 * - `long`: 20 November 06:30
 */
export const TIME_STYLES = ['clock', 'minute', 'second', 'day', 'long'] as const;
export type TimeStyle = (typeof TIME_STYLES)[number];

export interface TimeFormat {
  /** IANA name; `UTC` on the server. */
  readonly zone: string;
  readonly isTwelveHours: boolean;
  /** Days without a year are of the year around this time. */
  readonly now: Date;
}

const DAY_IN_MS = 86_400_000;
const DAYS_WITHOUT_YEAR = 300;

/** A time as people read it. The same function runs on the server (UTC) and in the browser (the reader's zone). */
export function formatTime(time: Date, style: TimeStyle, { zone, isTwelveHours, now }: TimeFormat): string {
  const parts = partsOf(time, zone, isTwelveHours);
  const clock = `${parts.hour}:${parts.minute}${style === 'second' ? `:${parts.second}` : ''}${parts.half}`;
  if (style === 'clock') return clock;
  const month = style === 'day' || style === 'long' ? parts.month : parts.month.slice(0, 3);
  const isFar = Math.abs(now.getTime() - time.getTime()) > DAYS_WITHOUT_YEAR * DAY_IN_MS;
  const day = `${parts.day} ${month}${isFar ? ` ${parts.year}` : ''}`;
  return style === 'day' ? day : `${day} ${clock}`;
}

type Parts = Readonly<Record<'day' | 'month' | 'year' | 'hour' | 'minute' | 'second' | 'half', string>>;

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(time: Date, zone: string, isTwelveHours: boolean): Parts {
  const name = `${zone} ${isTwelveHours}`;
  const format =
    formats.get(name) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: isTwelveHours ? 'h12' : 'h23',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  formats.set(name, format);
  const found = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const { day = '', month = '', year = '', hour = '', minute = '', second = '', dayPeriod } = found;
  const shownHour = isTwelveHours ? String(Number(hour) % 12 || 12) : hour;
  return { day, month, year, hour: shownHour, minute, second, half: isTwelveHours ? ` ${(dayPeriod ?? '').toUpperCase()}` : '' };
}

/** Whether a locale writes 2 PM and not 14:00. */
export function isTwelveHourLocale(locale: string): boolean {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true;
}

/** `2026-11-20 06:30 UTC`. */
export function utcText(time: Date, withSeconds = false): string {
  return `${time
    .toISOString()
    .slice(0, withSeconds ? 19 : 16)
    .replace('T', ' ')} UTC`;
}
