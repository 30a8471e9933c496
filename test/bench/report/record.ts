/** Several runs of one figure. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One candidate of a row: what an item took. */
export interface CandidateFigures {
  readonly items: number;
  readonly itemsPerSecond: Spread;
  readonly cpuMsPerItem: Spread;
  readonly graphRequestsPerItem: number;
  /** 0 for a pattern, which has no storage. */
  readonly transactionsPerItem: number;
  readonly peakMemoryMib: number;
  /** The fullest window of a mailbox, 1 = the limit. */
  readonly shareOfLimit: number;
  readonly violations: number;
}

/** A figure with a goal. */
export interface Goal {
  readonly what: string;
  readonly goal: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** One row of the table. */
export interface RowRecord {
  readonly id: string;
  readonly what: string;
  readonly runs: number;
  readonly ours: CandidateFigures | undefined;
  readonly peers: CandidateFigures | undefined;
  readonly goals: readonly Goal[];
  /** What the next measure is compared with: ratios to the peers' row of the same run, and counts; never times. */
  readonly checked: Readonly<Record<string, CheckedFigure>>;
  /** Figures that the simulator of scale reads. */
  readonly calibration: Readonly<Record<string, number>>;
}

export interface CheckedFigure {
  readonly value: number;
  /** Whether more is better, and by how much it may get worse: 0.2 = a fifth. */
  readonly better: 'more' | 'less';
  readonly tolerance: number;
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  /** Load averages of one minute, before and after. */
  readonly load: readonly [before: number, after: number];
}

/** What `docs/performance.json` holds. */
export interface BenchRecord {
  readonly v: 1;
  readonly form: 'full' | 'quick';
  readonly recordedAt: string;
  readonly machine: Machine;
  /** SHA-256 of each row's packages. */
  readonly messageSets: Readonly<Record<string, string>>;
  readonly rows: readonly RowRecord[];
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}
