import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { BenchRecord } from '../report/record';
import { settingsText, settingsThatFit } from './advice';
import { type Calibration, calibrationOf } from './calibration';
import { RunSimulation } from './run-simulation';
import { DEFAULT_SCENARIO, type Scenario } from './scenario';
import type { SimulationResult } from './simulation-result';
import { hours, whole } from './text-of-result';

/** Mailboxes; each has the items of the largest organisation: 20,000,000 a day for 500,000. */
export const SIZES = [100, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000] as const;
const ITEMS_A_MAILBOX = 40;
/** A partition that is listed faster than the documented figure, read strictly, allows. */
const FASTER_LISTS = 10_000;
const HASH_DIGITS = 12;

const BEGIN = '<!-- sizes: begin -->';
const END = '<!-- sizes: end -->';

const HEAD = [
  '| mailboxes | items a day | binds first, as deployed | what to set | if lists are faster | deliveries a second | delivered after | closed after | instances | GB-seconds a day | storage requests a day |',
  '| ---: | ---: | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
];

/** Names what the table is computed from: another bench gives another table. */
export const calibrationHash = (calibration: Calibration): string =>
  createHash('sha256').update(JSON.stringify(calibration)).digest('hex').slice(0, HASH_DIGITS);

/** The table of docs/scale.md, between its marks. */
export function sizesTable(record: Pick<BenchRecord, 'rows'>): string {
  const calibration = calibrationOf(record);
  const rows = SIZES.map((mailboxes) => sizeRow(mailboxes, calibration));
  const made = `Made by \`npm run simulate -- --sizes --write\` from docs/performance.json, calibration \`${calibrationHash(calibration)}\`.`;
  return [BEGIN, made, '', ...HEAD, ...rows, END].join('\n');
}

export function sizeRow(mailboxes: number, calibration: Calibration): string {
  const scenario = { ...DEFAULT_SCENARIO, mailboxes, itemsPerDay: mailboxes * ITEMS_A_MAILBOX };
  const asDeployed = new RunSimulation(scenario, calibration).run();
  const enough = enoughFor(asDeployed, calibration);
  const faster = fasterOf(scenario, asDeployed, calibration);
  const shown = enough ?? asDeployed;
  const cells = [
    whole(mailboxes),
    whole(scenario.itemsPerDay),
    asDeployed.binds ?? 'nothing',
    textOf(enough),
    textOf(faster),
    whole(shown.deliveriesPerSecond),
    hours(shown.deliveredHours),
    hours(shown.closedHours),
    whole(shown.instances),
    whole(shown.billed.gigabyteSeconds),
    whole(shown.billed.storageRequests),
  ];
  return `| ${cells.join(' | ')} |`;
}

const enoughFor = (result: SimulationResult, calibration: Calibration): SimulationResult | undefined =>
  result.fits ? result : settingsThatFit(result, calibration);

/** A run that is closed in time by the strict reading is so by the other one too. */
function fasterOf(scenario: Scenario, strict: SimulationResult, calibration: Calibration): SimulationResult | undefined {
  if (strict.fits) return strict;
  return enoughFor(new RunSimulation({ ...scenario, listEntities: FASTER_LISTS }, calibration).run(), calibration);
}

const textOf = (enough: SimulationResult | undefined): string =>
  enough === undefined ? 'nothing that was tried is enough' : settingsText(enough.scenario) || 'nothing';

/** Puts the table into the page in place of the one that stands there. */
export function writeSizes(page: string, record: Pick<BenchRecord, 'rows'>): void {
  const text = readFileSync(page, 'utf8');
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error(`${page} has no marks for the table: ${BEGIN} and ${END}`);
  writeFileSync(page, text.slice(0, from) + sizesTable(record) + text.slice(to + END.length));
}
