import type { BenchRecord, CheckedFigure, RowRecord } from './record';

/** A figure that got worse by more than it may. */
export interface Regression {
  readonly row: string;
  readonly figure: string;
  readonly before: number;
  readonly now: number;
}

/**
 * Compares with the last recorded table: ratios to the peers' row of the same run, and counts; never absolute times, which say more of the
 * machine than of the code. A row of another form is compared by what does not depend on the form.
 */
export function regressions(before: BenchRecord, now: readonly RowRecord[]): readonly Regression[] {
  const known = new Map(before.rows.map((row) => [row.id, row]));
  return now.flatMap((row) => {
    const past = known.get(row.id);
    return past === undefined ? [] : regressionsOf(row, past);
  });
}

function regressionsOf(row: RowRecord, past: RowRecord): Regression[] {
  return Object.entries(row.checked).flatMap(([figure, now]) => {
    const before = past.checked[figure];
    return before !== undefined && isWorse(before, now) ? [{ row: row.id, figure, before: before.value, now: now.value }] : [];
  });
}

function isWorse(before: CheckedFigure, now: CheckedFigure): boolean {
  if (Number.isNaN(now.value)) return true;
  if (now.better === 'more') return now.value < before.value * (1 - now.tolerance);
  return now.value > before.value * (1 + now.tolerance);
}
