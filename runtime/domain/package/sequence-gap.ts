import type { Problem } from '../failure/problem';
import { HOUR_IN_MS } from '../windows/durations';

/**
 * Names of the vendor's packages: date, the constant `0000-TeleMessage`, sequence number of the day, time zipped (format not published).
 * [docs.smarsh.com/docs/summarizing-fields-in-exported-eml-format]
 */
export const PACKAGE_NAME_PATTERN = /^(?<date>\d{8})0000-TeleMessage_(?<sequence>\d{1,9})_[^_/]+\.zip$/i;

/** A forged name with a huge number must not make a listing of millions of numbers. */
const MAX_NAMED_NUMBERS = 10;
const FIRST_NUMBER = 1;

/** In which zone the vendor dates its packages is not published: a day may begin so long before midnight UTC. */
const EARLIEST_ZONE_IN_MS = 14 * HOUR_IN_MS;

/** Whether a listing from this moment on shows the packages of a day from the first one. `date`: midnight UTC of the vendor's date. */
export const showsWholeDay = (date: Date, shownFrom: Date | undefined): boolean =>
  shownFrom === undefined || date.getTime() - EARLIEST_ZONE_IN_MS >= shownFrom.getTime();

/**
 * Holes in the vendor's sequence numbers, one `sequence-gap` problem a day. Numbers begin at 1; a missing end cannot be seen.
 *
 * `shownFrom`: where the listing begins, by arrival; of a day that began before, the first packages are not in it, and nothing is concluded.
 * `pattern` must have the groups `date` and `sequence`. Names that do not fit have no number and take no part.
 */
export function sequenceGaps(names: readonly string[], shownFrom?: Date, pattern: RegExp = PACKAGE_NAME_PATTERN): readonly Problem[] {
  const days = new Map<string, Set<number>>();
  for (const name of names) {
    const groups = pattern.exec(name.split('/').at(-1) ?? '')?.groups;
    if (groups?.['date'] === undefined || groups['sequence'] === undefined) continue;
    const day = days.get(groups['date']) ?? new Set<number>();
    days.set(groups['date'], day.add(Number(groups['sequence'])));
  }
  return [...days]
    .filter(([date]) => showsWholeDay(midnightOf(date), shownFrom))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([date, numbers]) => gapOf(date, numbers));
}

const midnightOf = (date: string): Date => new Date(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}T00:00:00Z`);

function gapOf(date: string, numbers: ReadonlySet<number>): readonly Problem[] {
  const last = Math.max(...numbers);
  const missingCount = last - FIRST_NUMBER + 1 - [...numbers].filter((number) => number >= FIRST_NUMBER).length;
  if (missingCount <= 0) return [];
  const missing: number[] = [];
  for (let number = FIRST_NUMBER; number < last && missing.length < MAX_NAMED_NUMBERS; number += 1)
    if (!numbers.has(number)) missing.push(number);
  const more = missingCount > missing.length ? ` and ${missingCount - missing.length} more` : '';
  return [{ code: 'sequence-gap', detail: `${date}: package ${missing.join(', ')}${more} of ${last} has not arrived` }];
}
