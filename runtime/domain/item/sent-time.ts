import type { ItemProblemCode } from './item-problems';

export interface SentTime {
  /** Undefined when none is stated or the stated one does not exist. */
  readonly date: Date | undefined;
  readonly problem: ItemProblemCode | undefined;
}

interface CalendarTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** RFC 5322 4.3; military letters other than Z were defined wrongly in RFC 822 and mean "unknown", that is UTC. */
const ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  cet: 60,
  cest: 120,
  bst: 60,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};

const TIME = '(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:[.,](\\d{1,9}))?)?(?:\\s*([ap])\\.?m\\.?(?=\\s|$))?';
/** `Fri, 21 Nov 2025 06:30:00 +0000`, the day's name optional, hyphens for spaces allowed. */
const RFC_5322 = new RegExp(`^(?:[a-z]{3,9}\\.?,?\\s*)?(\\d{1,2})[\\s-]+([a-z]{3,9})\\.?[\\s-]+(\\d{2,6}),?\\s+${TIME}\\s*(.*)$`, 'i');
/** `Fri Nov 21 06:30:00 2025` (asctime) and `Fri Nov 21 2025 06:30:00 GMT+0000` (what JavaScript prints). */
const ASCTIME = new RegExp(
  `^(?:[a-z]{3,9}\\.?,?\\s+)?([a-z]{3,9})\\.?\\s+(\\d{1,2}),?\\s+${TIME}\\s+(?:([a-z]{1,5}|[+-]\\d{4})\\s+)?(\\d{4,6})\\s*(.*)$`,
  'i',
);
const JAVASCRIPT = new RegExp(`^(?:[a-z]{3,9}\\.?,?\\s+)?([a-z]{3,9})\\.?\\s+(\\d{1,2}),?\\s+(\\d{4,6}),?\\s+${TIME}\\s*(.*)$`, 'i');
/** ISO 8601, with any number of digits in the year: the vendor has written `57300-06-03T18:46:03Z`. */
const ISO_8601 = new RegExp(`^([+-]?\\d{4,6})-(\\d{1,2})-(\\d{1,2})(?:[t\\s]\\s*${TIME}\\s*(.*))?$`, 'i');
const OFFSET = /^(?:(?:gmt|utc|ut)\s*)?([+-])\s*(\d{1,2}):?(\d{2})?$/i;
/** A value is cut here: no date is longer, and the expressions stay cheap. */
const LONGEST_DATE = 200;

/**
 * Reads a Date field. Strict about what cannot be (30 February, 25 o'clock), tolerant about how it is written, and never in the zone of the
 * machine: without a zone it is UTC, which is what the vendor stamps. Years far away are kept as long as a Date can hold them.
 */
export function readSentTime(value: string | undefined): SentTime {
  const text = withoutComments(value?.slice(0, LONGEST_DATE) ?? '').trim();
  if (text === '') return { date: undefined, problem: 'date-missing' };
  const parsed = parseRfc5322(text) ?? parseIso8601(text) ?? parseAsctime(text) ?? parseJavaScript(text);
  const zone = parsed === undefined ? 'unreadable' : readZone(parsed.zone);
  if (parsed === undefined || zone === 'unreadable') return { date: undefined, problem: 'date-invalid' };

  const date = toDate(parsed.time, zone === 'unknown' ? 0 : zone);
  return { date, problem: date === undefined ? 'date-invalid' : zone === 'unknown' ? 'date-without-zone' : undefined };
}

interface ParsedDate {
  readonly time: CalendarTime;
  readonly zone: string;
}

type Groups = readonly (string | undefined)[];

function parseRfc5322(text: string): ParsedDate | undefined {
  const match = RFC_5322.exec(text);
  if (match === null) return undefined;
  const [, day, month, year, ...time] = match;
  return { time: calendarTime(fullYear(year ?? ''), monthNumber(month), day, time), zone: time[5] ?? '' };
}

function parseIso8601(text: string): ParsedDate | undefined {
  const match = ISO_8601.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, ...time] = match;
  return { time: calendarTime(Number(year), Number(month), day, time), zone: time[5] ?? '' };
}

function parseAsctime(text: string): ParsedDate | undefined {
  const match = ASCTIME.exec(text);
  if (match === null) return undefined;
  const [, month, day, ...time] = match;
  return { time: calendarTime(Number(time[6]), monthNumber(month), day, time), zone: time[5] ?? time[7] ?? '' };
}

function parseJavaScript(text: string): ParsedDate | undefined {
  const match = JAVASCRIPT.exec(text);
  if (match === null) return undefined;
  const [, month, day, year, ...time] = match;
  return { time: calendarTime(Number(year), monthNumber(month), day, time), zone: time[5] ?? '' };
}

/** `time`: hour, minute, second, fraction, a or p. */
function calendarTime(year: number, month: number, day: string | undefined, time: Groups): CalendarTime {
  const [hour, minute, second = '0', fraction = '0', half] = time;
  return {
    year,
    month,
    day: Number(day),
    hour: half === undefined ? Number(hour ?? 0) : hourOfHalf(Number(hour), half),
    minute: Number(minute ?? 0),
    second: Number(second),
    millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)),
  };
}

function hourOfHalf(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** RFC 5322 4.3: two digits mean 1950 to 2049, three are counted from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits.length === 3 ? 1900 + year : year;
}

/** 1 to 12, or 0 for what is no month; full names as well as three letters. */
function monthNumber(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

/** Minutes east of UTC; `unknown` when none is named or nobody knows the name, which counts as UTC (RFC 5322 4.3). */
function readZone(text: string): number | 'unknown' | 'unreadable' {
  const zone = text.trim().toLowerCase();
  const known = Object.hasOwn(ZONES, zone) ? ZONES[zone] : undefined;
  if (known !== undefined) return known;
  if (zone === '' || /^[a-z]{1,5}$/.test(zone)) return 'unknown';
  // `+0100 CET`, `+0000 GMT`: the number counts, the name repeats it.
  const match = OFFSET.exec(zone) ?? OFFSET.exec(zone.split(/\s+/)[0] ?? '');
  if (match === null) return 'unreadable';
  const [hours, minutes] = [Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 23 || minutes > 59) return 'unreadable';
  return (match[1] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

function toDate(time: CalendarTime, offsetInMinutes: number): Date | undefined {
  const { year, month, day, hour, minute, second, millisecond } = time;
  const isClockTime = hour <= 23 && minute <= 59 && second <= 60;
  if (!isClockTime || month < 1 || month > 12) return undefined;

  // setUTCFullYear takes years below 100 as they are; Date.UTC would add 1900.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (day < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute - offsetInMinutes, second, millisecond);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function withoutComments(text: string): string {
  if (!text.includes('(')) return text;
  let kept = '';
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    else if (character === ')' && depth > 0) depth--;
    else if (depth === 0) kept += character;
  }
  return kept;
}
