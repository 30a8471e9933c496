import { DAY_IN_MS, SECOND_IN_MS } from './durations';

/** A schedule as Azure Functions reads it (NCRONTAB): `{second} {minute} {hour} {day} {month} {day-of-week}`, UTC. */
export interface Schedule {
  readonly seconds: ReadonlySet<number>;
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  /** 1 to 12. */
  readonly months: ReadonlySet<number>;
  /** 0 to 6, from Sunday. */
  readonly weekdays: ReadonlySet<number>;
}

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Names of the values from `least` on; they may be shortened to three letters. */
  readonly names: readonly string[];
}

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const FEWEST_LETTERS = 3;

const FIELDS: readonly Field[] = [
  { name: 'second', least: 0, most: 59, names: [] },
  { name: 'minute', least: 0, most: 59, names: [] },
  { name: 'hour', least: 0, most: 23, names: [] },
  { name: 'day', least: 1, most: 31, names: [] },
  { name: 'month', least: 1, most: 12, names: MONTHS },
  { name: 'day of the week', least: 0, most: 6, names: WEEKDAYS },
];

const PART = /^(?:(\*)|([0-9]{1,2}|[a-z]+)(?:-([0-9]{1,2}|[a-z]+))?)(?:\/([0-9]{1,2}))?$/i;
/** 29 February may be eight years away (2096 to 2104). */
const MAX_DAYS_AHEAD = 8 * 366 + 1;

/** Reads a schedule; a text says what is wrong with it. */
export function readSchedule(text: string): Schedule | string {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) return `a schedule has 6 fields, from seconds to day of the week, got ${parts.length}`;
  const sets: ReadonlySet<number>[] = [];
  for (const [index, field] of FIELDS.entries()) {
    const values = readField(parts[index] ?? '', field);
    if (values === undefined) return `"${parts[index]}" is no ${field.name} (${field.least} to ${field.most})`;
    sets.push(values);
  }
  const [seconds, minutes, hours, days, months, weekdays] = sets as [Numbers, Numbers, Numbers, Numbers, Numbers, Numbers];
  return { seconds, minutes, hours, days, months, weekdays };
}

type Numbers = ReadonlySet<number>;

function readField(text: string, field: Field): Numbers | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const range = readPart(part, field);
    if (range === undefined) return undefined;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return values;
}

function readPart(text: string, field: Field): { from: number; to: number; step: number } | undefined {
  const [, star, first, last, steps] = PART.exec(text) ?? [];
  const step = Number(steps ?? 1);
  if (star !== undefined) return step > 0 ? { from: field.least, to: field.most, step } : undefined;

  const from = valueIn(first, field);
  // "5/15" goes on to the end, "5" is 5 alone.
  const to = last === undefined ? (steps === undefined ? from : field.most) : valueIn(last, field);
  return from !== undefined && to !== undefined && from <= to && step > 0 ? { from, to, step } : undefined;
}

function valueIn(text: string | undefined, { least, most, names }: Field): number | undefined {
  if (text === undefined) return undefined;
  const name = text.length < FEWEST_LETTERS ? -1 : names.findIndex((each) => each.startsWith(text.toLowerCase()));
  const value = name === -1 ? Number(text) : name + least;
  return value >= least && value <= most ? value : undefined;
}

/**
 * The first moment after `after` at which the timer fires; undefined when there is none (30 February). Day and day of the week must both
 * fit, as in the library of Azure Functions. Throws `RangeError` for a text that is no schedule.
 */
export function nextOccurrence(schedule: string, after: Date): Date | undefined {
  const read = readSchedule(schedule);
  if (typeof read === 'string') throw new RangeError(`"${schedule}" is no schedule: ${read}`);
  const from = Math.floor(after.getTime() / SECOND_IN_MS) * SECOND_IN_MS + SECOND_IN_MS;
  const firstDay = Math.floor(from / DAY_IN_MS) * DAY_IN_MS;
  for (let ahead = 0; ahead < MAX_DAYS_AHEAD; ahead += 1) {
    const day = new Date(firstDay + ahead * DAY_IN_MS);
    const time = isScheduled(day, read) ? firstTimeOf(day, read, from) : undefined;
    if (time !== undefined) return time;
  }
  return undefined;
}

function isScheduled(day: Date, { days, months, weekdays }: Schedule): boolean {
  return days.has(day.getUTCDate()) && months.has(day.getUTCMonth() + 1) && weekdays.has(day.getUTCDay());
}

function firstTimeOf(day: Date, schedule: Schedule, from: number): Date | undefined {
  for (const hour of ascending(schedule.hours)) {
    for (const minute of ascending(schedule.minutes)) {
      for (const second of ascending(schedule.seconds)) {
        const time = day.getTime() + ((hour * 60 + minute) * 60 + second) * SECOND_IN_MS;
        if (time >= from) return new Date(time);
      }
    }
  }
  return undefined;
}

function ascending(values: Numbers): readonly number[] {
  return [...values].sort((a, b) => a - b);
}
