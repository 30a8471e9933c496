import { runName } from '../../../domain/evidence/figures';
import { DAY_IN_MS } from '../../../domain/windows/durations';
import { runDays } from '../../../domain/windows/window';

/** What the chart needs of a closed run. */
export interface ChartRun {
  readonly window: { readonly from: string | null; readonly to: string };
  readonly counts: { readonly imported: number; readonly importedInPart: number; readonly failed: number };
  readonly heldBalance: { readonly added: number };
  readonly packages: { readonly rejected: number };
}

/** One bar: as wide as its windows. */
export interface ChartBar {
  readonly name: string;
  /** Days from the left edge, 0 is the first of the thirty; may begin before the edge. */
  readonly first: number;
  readonly days: number;
  readonly imported: number;
  readonly held: number;
  readonly failed: number;
  readonly rejected: number;
}

export interface ChartDay {
  /** UTC midnight, ISO. */
  readonly at: string;
  readonly isWeekend: boolean;
  readonly isMonday: boolean;
}

export interface Chart {
  readonly days: readonly ChartDay[];
  readonly bars: readonly ChartBar[];
  readonly imported: number;
  readonly held: number;
  readonly failed: number;
  /** A day, at most. */
  readonly most: { readonly imported: number; readonly held: number; readonly failed: number };
}

export const CHART_DAYS = 30;
const WEEKEND = [0, 6];
const MONDAY = 1;

/** The last thirty days; the newest is the day of the newest window, or today. */
export function chartOf(runs: readonly ChartRun[], now: Date): Chart {
  const placed = runs.map(placedRun);
  const lastDay = Math.max(Math.floor(now.getTime() / DAY_IN_MS) - 1, ...placed.map(({ last }) => last));
  const firstDay = lastDay - CHART_DAYS + 1;
  const shown = placed.filter(({ last }) => last >= firstDay);
  const bars = merged(shown).map((bar) => ({ ...bar, first: bar.first - firstDay }));
  const sum = (pick: (bar: ChartBar) => number): number => bars.reduce((total, bar) => total + pick(bar), 0);
  const most = (pick: (bar: ChartBar) => number): number => Math.max(0, ...bars.map((bar) => Math.round(pick(bar) / bar.days)));
  return {
    days: Array.from({ length: CHART_DAYS }, (_, index) => chartDay(firstDay + index)),
    bars,
    imported: sum(({ imported }) => imported),
    held: sum(({ held }) => held),
    failed: sum(({ failed }) => failed),
    most: { imported: most(({ imported }) => imported), held: most(({ held }) => held), failed: most(({ failed }) => failed) },
  };
}

function chartDay(day: number): ChartDay {
  const date = new Date(day * DAY_IN_MS);
  return { at: date.toISOString(), isWeekend: WEEKEND.includes(date.getUTCDay()), isMonday: date.getUTCDay() === MONDAY };
}

interface PlacedRun extends Omit<ChartBar, 'days'> {
  readonly last: number;
}

function placedRun({ window, counts, heldBalance, packages }: ChartRun): PlacedRun {
  const from = window.from === null ? undefined : new Date(window.from);
  const { first, last } = runDays({ from, to: new Date(window.to) });
  return {
    name: runName(window),
    first: Date.parse(first) / DAY_IN_MS,
    last: Date.parse(last) / DAY_IN_MS,
    imported: counts.imported + counts.importedInPart,
    held: heldBalance.added,
    failed: counts.failed,
    rejected: packages.rejected,
  };
}

/** Runs whose days overlap share a bar: a second run of a day adds to the first. */
function merged(runs: readonly PlacedRun[]): readonly ChartBar[] {
  const bars: PlacedRun[] = [];
  for (const run of runs.toSorted((a, b) => a.first - b.first || b.last - a.last)) {
    const before = bars.at(-1);
    if (before === undefined || run.first > before.last) bars.push(run);
    else bars[bars.length - 1] = together(before, run);
  }
  return bars.map(({ last, ...bar }) => ({ ...bar, days: last - bar.first + 1 }));
}

function together(a: PlacedRun, b: PlacedRun): PlacedRun {
  return {
    name: b.last > a.last ? `${a.name}, ${b.name}` : a.name,
    first: a.first,
    last: Math.max(a.last, b.last),
    imported: a.imported + b.imported,
    held: a.held + b.held,
    failed: a.failed + b.failed,
    rejected: a.rejected + b.rejected,
  };
}
