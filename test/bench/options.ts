import { parseArgs } from 'node:util';
import type { BenchForm } from './rows/row';

export interface BenchOptions extends BenchForm {
  /** Compares with the last recorded table and writes nothing. */
  readonly checks: boolean;
  /** Ids of the rows to measure; empty = all. */
  readonly only: readonly string[];
}

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  only: { type: 'string', default: '' },
  runs: { type: 'string' },
  /** Options of Node for the worker, instead of those of local mode: to profile it. */
  'node-args': { type: 'string' },
} as const;

const FULL_RUNS = 5;

/** `npm run bench -- [--quick] [--check] [--only text,mixed] [--runs 3] [--node-args="--cpu-prof --cpu-prof-dir=dist"]` */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const runs = Number(values.runs ?? (values.quick ? 1 : FULL_RUNS));
  if (!Number.isInteger(runs) || runs < 1) throw new RangeError(`--runs takes a whole number from 1, not "${values.runs}"`);
  return {
    form: values.quick ? 'quick' : 'full',
    runs,
    checks: values.check,
    only: values.only === '' ? [] : values.only.split(','),
    nodeArgs: values['node-args']?.split(' '),
  };
}
