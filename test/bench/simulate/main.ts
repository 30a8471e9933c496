import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchRecord } from '../report/record';
import { settingsText, settingsThatFit } from './advice';
import { calibrationOf } from './calibration';
import { readOptions, UsageError } from './options';
import { RunSimulation } from './run-simulation';
import type { SimulationResult } from './simulation-result';
import { sizesTable, writeSizes } from './sizes';
import { helpText, textOf } from './text-of-result';

const DOCS = join(__dirname, '..', '..', 'docs');
const RECORD = join(DOCS, 'performance.json');
const SCALE_PAGE = join(DOCS, 'scale.md');
const USAGE_EXIT_CODE = 64;
const NOTHING_FITS_EXIT_CODE = 2;

function main(args: readonly string[]): number {
  const { scenario, isJson, isHelp, sizes } = readOptions(args);
  if (isHelp) process.stdout.write(helpText());
  if (isHelp) return 0;
  const record = JSON.parse(readFileSync(RECORD, 'utf8')) as BenchRecord;
  if (sizes !== 'no') return showSizes(sizes, record);
  const calibration = calibrationOf(record);
  const result = new RunSimulation(scenario, calibration).run();
  const enough = result.fits ? undefined : settingsThatFit(result, calibration);
  process.stdout.write(isJson ? `${JSON.stringify({ result, enough }, undefined, 2)}\n` : textOfBoth(result, enough));
  return result.fits || enough !== undefined ? 0 : NOTHING_FITS_EXIT_CODE;
}

function showSizes(sizes: 'show' | 'write', record: BenchRecord): number {
  if (sizes === 'write') writeSizes(SCALE_PAGE, record);
  else process.stdout.write(`${sizesTable(record)}\n`);
  return 0;
}

function textOfBoth(result: SimulationResult, enough: SimulationResult | undefined): string {
  const asked = textOf('As asked for', result);
  if (result.fits) return asked;
  if (enough === undefined) return `${asked}\nNo settings that were tried are enough.\n`;
  return `${asked}\n${textOf(`Enough: ${settingsText(enough.scenario)}`, enough)}`;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = USAGE_EXIT_CODE;
}
