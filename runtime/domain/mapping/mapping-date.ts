import type { MappingProblemCode } from './mapping-problems';

export type ReadDate = { readonly date: Date } | { readonly problem: MappingProblemCode };

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const DATE_TIME =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)? ?(Z|[+-][0-9]{2}:?[0-9]{2})?$/i;
const DAY_AND_MONTH = /^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-](?:[0-9]{2}|[0-9]{4})(?: [0-9]{1,2}:[0-9]{2})?$/;
const MONTHS = 12;
const FIRST_YEAR = 1900;
const MAX_OFFSET_IN_MINUTES = 14 * 60;
const MINUTE_IN_MS = 60_000;

/** Reads one end of a row's validity: an ISO date (00:00 UTC), or an ISO date and time with its zone. Nothing is guessed. */
export function readMappingDate(text: string): ReadDate {
  const day = DATE.exec(text);
  if (day !== null) return existingTime(day.slice(1), 0);
  const time = DATE_TIME.exec(text);
  if (time !== null) {
    const zone = time[7];
    if (zone === undefined) return { problem: 'date-without-zone' };
    const offset = offsetInMinutes(zone);
    return offset === undefined ? { problem: 'date-does-not-exist' } : existingTime(time.slice(1, 7), offset);
  }
  const [, first = '', second = ''] = DAY_AND_MONTH.exec(text) ?? [];
  const isAmbiguous = first !== '' && Number(first) <= MONTHS && Number(second) <= MONTHS;
  return { problem: isAmbiguous ? 'date-ambiguous' : 'date-not-understood' };
}

function existingTime(parts: readonly (string | undefined)[], offset: number): ReadDate {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) => Number(part ?? 0));
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isSame =
    year >= FIRST_YEAR &&
    local.getUTCFullYear() === year &&
    local.getUTCMonth() === month - 1 &&
    local.getUTCDate() === day &&
    local.getUTCHours() === hour &&
    local.getUTCMinutes() === minute &&
    local.getUTCSeconds() === second;
  return isSame ? { date: new Date(local.getTime() - offset * MINUTE_IN_MS) } : { problem: 'date-does-not-exist' };
}

/** Undefined for an offset that no zone has. */
function offsetInMinutes(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(2));
  const offset = Number(digits.slice(0, 2)) * 60 + minutes;
  if (minutes >= 60 || offset > MAX_OFFSET_IN_MINUTES) return undefined;
  return zone.startsWith('-') ? -offset : offset;
}
