import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchOptions, readOptions } from './options';
import { regressions } from './report/check';
import { loadNow, machineOf } from './report/machine';
import { pageOf } from './report/page';
import type { BenchRecord, RowRecord } from './report/record';
import { BATCH_ROWS } from './rows/batch-row';
import { BUSY_ROW } from './rows/busy-row';
import { FIRST_RESULT_ROW } from './rows/first-result-row';
import { GROWTH_ROW } from './rows/growth-row';
import { MEMORY_ROW } from './rows/memory-row';
import { MIXED_ROW } from './rows/mixed-row';
import { PICTURE_ROW } from './rows/picture-row';
import type { BenchRow, MeasuredRow } from './rows/row';
import { TEXT_ROW } from './rows/text-row';
import { WORKERS_ROWS } from './rows/workers-row';
import { writeSizes } from './simulate/sizes';

const ROWS: readonly BenchRow[] = [
  TEXT_ROW,
  MIXED_ROW,
  PICTURE_ROW,
  ...BATCH_ROWS,
  ...WORKERS_ROWS,
  MEMORY_ROW,
  BUSY_ROW,
  GROWTH_ROW,
  FIRST_RESULT_ROW,
];

const DOCS = join(__dirname, '..', '..', 'docs');
const RECORD = join(DOCS, 'performance.json');
const PAGE = join(DOCS, 'performance.md');
const SCALE_PAGE = join(DOCS, 'scale.md');
const ABOUT = join(__dirname, '..', '..', 'test', 'bench', 'about.md');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const loadBefore = loadNow();
  const wanted = ROWS.filter(({ id }) => isWanted(id, options.only));
  const measured: MeasuredRow[] = [];
  for (const row of wanted) {
    say(`... ${row.what}`);
    measured.push(await row.measure(options));
    show(measured.at(-1)?.record as RowRecord);
  }
  return options.checks ? check(measured.map(({ record }) => record)) : write(measured, options, loadBefore);
}

/** `workers` stands for all rows whose ids begin so. */
const isWanted = (id: string, only: readonly string[]): boolean =>
  only.length === 0 || only.some((each) => id === each || id.startsWith(`${each}-`));

function show({ ours, peers, goals }: RowRecord): void {
  for (const [who, figures] of [
    ['ours', ours],
    ["peers' pattern", peers],
  ] as const)
    if (figures !== undefined) say(`    ${who}: ${JSON.stringify(figures)}`);
  for (const { what, goal, measured, isMet } of goals) say(`    ${isMet ? 'met    ' : 'NOT MET'} ${what}: ${measured} (${goal})`);
}

function check(rows: readonly RowRecord[]): number {
  const found = regressions(lastRecord(), rows);
  for (const { row, figure, before, now } of found) say(`WORSE ${row} ${figure}: ${before} -> ${now}`);
  say(found.length === 0 ? 'Nothing got worse than the recorded table allows.' : `${found.length} figures got worse.`);
  return found.length === 0 ? 0 : 1;
}

function lastRecord(): BenchRecord {
  return JSON.parse(readFileSync(RECORD, 'utf8')) as BenchRecord;
}

/** Rows that were not measured now keep what was recorded of them. */
function write(measured: readonly MeasuredRow[], options: BenchOptions, loadBefore: number): number {
  const past = options.only.length > 0 && existsSync(RECORD) ? lastRecord() : undefined;
  const now = new Map(measured.map((row) => [row.record.id, row]));
  const rows = ROWS.flatMap(({ id }) => now.get(id)?.record ?? past?.rows.find((row) => row.id === id) ?? []);
  const sets = measured.flatMap(({ record, messageSet }) => (messageSet === undefined ? [] : [[record.id, messageSet]]));
  const record: BenchRecord = {
    v: 1,
    form: options.form,
    recordedAt: new Date().toISOString(),
    machine: machineOf(loadBefore),
    messageSets: { ...past?.messageSets, ...Object.fromEntries(sets) },
    rows,
  };
  writeFileSync(RECORD, `${JSON.stringify(record, undefined, 2)}\n`);
  writeFileSync(PAGE, pageOf(record, readFileSync(ABOUT, 'utf8')));
  // Its table is computed from what was recorded.
  writeSizes(SCALE_PAGE, record);
  const missed = rows.flatMap(({ goals }) => goals).filter(({ isMet }) => !isMet).length;
  say(
    `docs/performance.md and the table of docs/scale.md are written: ${missed === 0 ? 'every goal is met' : `${missed} goals are not met`}.`,
  );
  return 0;
}

void main().then((code) => {
  process.exitCode = code;
});
