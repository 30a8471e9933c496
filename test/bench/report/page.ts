import { isBusy } from './machine';
import type { BenchRecord, CandidateFigures, RowRecord, Spread } from './record';

/** `docs/performance.md`. */
export function pageOf(record: BenchRecord, about: string): string {
  return `${[
    '# Performance',
    '',
    '<!-- Written by `npm run bench`; docs/performance.json holds the same figures for machines. -->',
    '',
    ...headOf(record),
    '',
    '## Goals',
    '',
    '| what | goal | measured | |',
    '| --- | --- | --- | --- |',
    ...record.rows.flatMap(({ goals }) =>
      goals.map(({ what, goal, measured, isMet }) => `| ${what} | ${goal} | ${measured} | ${isMet ? 'met' : '**not met**'} |`),
    ),
    '',
    '## Candidates',
    '',
    ...tableOf(record.rows),
    '',
    about.trim(),
  ].join('\n')}\n`;
}

function headOf(record: BenchRecord): string[] {
  const { machine, form, recordedAt, messageSets } = record;
  const [before, after] = machine.load;
  const sets = Object.entries(messageSets).map(([row, sha256]) => `${row} \`${sha256.slice(0, 16)}\``);
  return [
    `Recorded ${recordedAt.slice(0, 10)}, ${form} form, on ${machine.cores} cores (${machine.processor}), ${machine.memoryGib} GiB, Node ${machine.node}.`,
    `Message sets (first digits of the SHA-256 of their packages): ${sets.join(', ')}.`,
    ...(isBusy(machine)
      ? [
          '',
          `**The machine was at work for others meanwhile** (load ${before.toFixed(1)} before, ${after.toFixed(1)} after): times and rates are only indicative, and worse than on a quiet machine.`,
        ]
      : []),
  ];
}

function tableOf(rows: readonly RowRecord[]): string[] {
  const lines = rows.flatMap((row) => [
    ...(row.ours === undefined ? [] : [lineOf(row.what, 'this connector', row.runs, row.ours)]),
    ...(row.peers === undefined ? [] : [lineOf(row.what, "peers' pattern", row.runs, row.peers)]),
  ]);
  return [
    '| what | who | items | items/s | worker CPU, ms an item | Graph requests an item | storage transactions an item | peak memory, MiB | fullest window of a mailbox | violations |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ];
}

function lineOf(what: string, who: string, runs: number, figures: CandidateFigures): string {
  const cells = [
    what,
    who,
    `${figures.items.toLocaleString('en')}${runs > 1 ? ` x ${runs}` : ''}`,
    spread(figures.itemsPerSecond, 0),
    spread(figures.cpuMsPerItem, 2),
    figures.graphRequestsPerItem.toFixed(2),
    who === 'this connector' ? figures.transactionsPerItem.toFixed(2) : '-',
    figures.peakMemoryMib.toFixed(0),
    `${(figures.shareOfLimit * 100).toFixed(1)} %`,
    String(figures.violations),
  ];
  return `| ${cells.join(' | ')} |`;
}

function spread({ median, min, max }: Spread, digits: number): string {
  const middle = median.toFixed(digits);
  return min === max ? middle : `${middle} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
}
