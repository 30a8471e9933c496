import type { RowRecord } from '../report/record';

export interface BenchForm {
  readonly form: 'full' | 'quick';
  /** Runs of each candidate, interleaved. */
  readonly runs: number;
  readonly nodeArgs: readonly string[] | undefined;
}

export interface MeasuredRow {
  readonly record: RowRecord;
  /** SHA-256 of the packages; undefined when the row has none. */
  readonly messageSet: string | undefined;
}

/** One row of the table, and how it is measured. */
export interface BenchRow {
  readonly id: string;
  readonly what: string;
  measure(form: BenchForm): Promise<MeasuredRow>;
}
