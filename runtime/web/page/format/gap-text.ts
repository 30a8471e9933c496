import { runName } from '../../../domain/evidence/figures';

const DAY_IN_DETAIL = /^(\d{4})(\d\d)(\d\d): /;
const HALF_DAY_IN_MS = 43_200_000;

/** A hole in the vendor's numbers, its day as people write it: `19 November: package 3 of 4 has not arrived`. */
export function gapText(detail: string): string {
  return detail.replace(DAY_IN_DETAIL, (found, year: string, month: string, day: string) => {
    const midnight = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
    if (Number.isNaN(midnight)) return found;
    const [from, to] = [midnight, midnight + 2 * HALF_DAY_IN_MS].map((time) => new Date(time).toISOString());
    return `${runName({ from: from ?? null, to: to ?? '' })}: `;
  });
}
