/** A schedule of the Functions host: `{second} {minute} {hour} {day} {month} {day of week}`, in UTC. */
export interface Cron {
  readonly seconds: ReadonlySet<number>;
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** 29 February of a certain weekday comes after 40 years at the latest. */
const MAX_YEARS_AHEAD = 41;

/** Throws on anything that the Functions host would refuse. Five fields begin at second 0. */
export function parseCron(expression: string): Cron {
  const fields = expression.trim().split(/\s+/);
  if (fields.length === 5) fields.unshift('0');
  const [second, minute, hour, day, month, weekday] = fields;
  if (fields.length !== 6 || weekday === undefined)
    throw new Error(`The schedule "${expression}" has ${fields.length} fields instead of 6`);
  const read = (field: string | undefined, least: number, most: number, names: readonly string[] = []) => {
    try {
      return parseField(field ?? '', least, most, names);
    } catch (cause) {
      throw new Error(`The schedule "${expression}" cannot be read at "${field}"`, { cause });
    }
  };
  return {
    seconds: read(second, 0, 59),
    minutes: read(minute, 0, 59),
    hours: read(hour, 0, 23),
    days: read(day, 1, 31),
    months: read(month, 1, 12, ['', ...MONTHS]),
    weekdays: new Set([...read(weekday, 0, 7, WEEKDAYS)].map((value) => value % 7)),
  };
}

function parseField(field: string, least: number, most: number, names: readonly string[]): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step = '1', ...rest] = part.split('/');
    const [from, to] = readRange(range, least, most, names, part.includes('/'));
    const increment = readNumber(step, 1, most + 1, []);
    if (rest.length > 0 || from > to) throw new RangeError(part);
    for (let value = from; value <= to; value += increment) values.add(value);
  }
  return values;
}

function readRange(range: string, least: number, most: number, names: readonly string[], hasStep: boolean): [number, number] {
  if (range === '*') return [least, most];
  const [first = '', last, ...rest] = range.split('-');
  if (rest.length > 0) throw new RangeError(range);
  const from = readNumber(first, least, most, names);
  if (last !== undefined) return [from, readNumber(last, least, most, names)];
  return [from, hasStep ? most : from];
}

function readNumber(text: string, least: number, most: number, names: readonly string[]): number {
  const named = names.indexOf(text.toLowerCase());
  const value = named > -1 && text !== '' ? named : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new RangeError(text);
  return value;
}

/** The first time after this one; undefined when there is none (31 February). */
export function nextTime(cron: Cron, after: Date): Date | undefined {
  const time = new Date(Math.floor(after.getTime() / 1_000) * 1_000 + 1_000);
  const lastYear = time.getUTCFullYear() + MAX_YEARS_AHEAD;
  while (time.getUTCFullYear() <= lastYear) {
    if (!cron.months.has(time.getUTCMonth() + 1)) time.setTime(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 1));
    else if (!cron.days.has(time.getUTCDate()) || !cron.weekdays.has(time.getUTCDay())) {
      time.setTime(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate() + 1));
    } else if (!cron.hours.has(time.getUTCHours())) time.setUTCHours(time.getUTCHours() + 1, 0, 0);
    else if (!cron.minutes.has(time.getUTCMinutes())) time.setUTCMinutes(time.getUTCMinutes() + 1, 0);
    else if (!cron.seconds.has(time.getUTCSeconds())) time.setUTCSeconds(time.getUTCSeconds() + 1);
    else return time;
  }
  return undefined;
}
