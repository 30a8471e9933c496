import type { Problem } from '../failure/problem';

/**
 * Names of the vendor's packages: date, the constant `0000-TeleMessage`, sequence number of the day, time zipped (format not published).
 * [docs.smarsh.com/docs/summarizing-fields-in-exported-eml-format]
 */
export const PACKAGE_NAME_PATTERN = /^(?<date>\d{8})0000-TeleMessage_(?<sequence>\d{1,9})_[^_/]+\.zip$/i;

/** A forged name with a huge number must not make a listing of millions of numbers. */
const MAX_NAMED_NUMBERS = 10;
const FIRST_NUMBER = 1;

/**
 * Holes in the vendor's sequence numbers, one `sequence-gap` problem a day. Numbers begin at 1; a missing end cannot be seen.
 *
 * `pattern` must have the groups `date` and `sequence`. Names that do not fit have no number and take no part.
 */
export function sequenceGaps(names: readonly string[], pattern: RegExp = PACKAGE_NAME_PATTERN): readonly Problem[] {
  const days = new Map<string, Set<number>>();
  for (const name of names) {
    const groups = pattern.exec(name.split('/').at(-1) ?? '')?.groups;
    if (groups?.['date'] === undefined || groups['sequence'] === undefined) continue;
    const day = days.get(groups['date']) ?? new Set<number>();
    days.set(groups['date'], day.add(Number(groups['sequence'])));
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([date, numbers]) => gapOf(date, numbers));
}

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
