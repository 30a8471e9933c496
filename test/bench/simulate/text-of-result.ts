import { FIGURES, type Scenario } from './scenario';
import type { SimulationResult } from './simulation-result';

export const whole = (value: number): string => Math.round(value).toLocaleString('en');
export const hours = (value: number): string => (value < 1 ? `${(value * 60).toFixed(1)} min` : `${value.toFixed(1)} h`);
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
const MOST_LIMITS = 8;

/** A result as people read it. */
export function textOf(title: string, result: SimulationResult): string {
  const { scenario, closing, limits, billed } = result;
  const ofStack = scenario.stacks > 1 ? ' of one stack' : '';
  const facts: readonly (readonly [string, string])[] = [
    [`mailboxes${ofStack}`, whole(result.mailboxesOfStack)],
    [`items of one run${ofStack}`, `${whole(result.items)} in ${whole(result.packages)} packages`],
    [
      'deliveries',
      `${whole(result.deliveries)} in ${whole(result.batches)} batches (${(result.deliveries / result.batches).toFixed(1)} each)`,
    ],
    ['settings', settingsOf(scenario)],
    ['collected after', hours(result.collectedHours)],
    ['unpacked after', hours(result.unpackedHours)],
    ['delivered after', `${hours(result.deliveredHours)}, ${whole(result.deliveriesPerSecond)} a second`],
    [
      'closing takes',
      `${hours(closing.minutes / 60)}${closing.isPossible ? '' : ': longer than a handler may take, so the run never closes'}`,
    ],
    [
      'closed after',
      `${hours(result.closedHours)}${result.fits ? '' : ': too late, what is left becomes held and goes on in the next run'}`,
    ],
    ['instances at once', `${whole(result.instances)} (${instancesOf(result)})`],
    ['busiest mailbox', `${whole(result.busiestMailbox)} deliveries`],
    ['binds first', result.binds ?? 'nothing: the run waits for answers and for instances to start'],
    ['fits', result.fits ? 'yes' : 'NO'],
  ];
  const paid: readonly (readonly [string, string])[] = [
    ['GB-seconds of Flex', whole(billed.gigabyteSeconds)],
    ['executions', whole(billed.executions)],
    ['storage requests', whole(billed.storageRequests)],
    ['gigabytes stored', whole(billed.gigabytesStored)],
    ['price', result.pricePerDay === undefined ? 'not computed: give all four --price options' : result.pricePerDay.toFixed(2)],
  ];
  const used = limits
    .slice(0, MOST_LIMITS)
    .map(({ name, share, hours: least }): readonly [string, string] => [name, `${percent(share)}, ${hours(least)}`]);
  return [
    `== ${title}`,
    '',
    ...aligned(facts),
    '',
    '-- paid for in a day',
    ...aligned(paid),
    '',
    `-- limits: how much of the run is theirs, the least time they ask for`,
    ...aligned(used),
    '',
  ].join('\n');
}

function settingsOf({ instances, memoryMb, runsPerDay, runCloseHours, stacks }: Scenario): string {
  const of = { maximumInstances: instances, instanceMemoryMb: memoryMb, 'runs a day (schedule)': runsPerDay, runCloseHours, stacks };
  return Object.entries(of)
    .map(([name, value]) => `${name} ${whole(value)}`)
    .join(', ');
}

const instancesOf = ({ instancesOf: of }: SimulationResult): string =>
  Object.entries(of)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

function aligned(facts: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...facts.map(([what]) => what.length));
  return facts.map(([what, figure]) => `${what.padEnd(width)}  ${figure}`);
}

/** Of `--help`: every option with its default, and for a limit where it is from. */
export function helpText(): string {
  const lines = Object.values(FIGURES).flatMap(({ option, value, what, sureness, source }) => [
    `  --${option.padEnd(22)} ${what} (default ${value.toLocaleString('en')}${sureness === 'yours' ? '' : `, ${sureness}`})`,
    ...(source === '' ? [] : [`${''.padEnd(27)}${source}`]),
  ]);
  return `${[
    'npm run simulate -- [options]: how long a day takes, on how many instances, what binds first, and what to set.',
    '',
    ...lines,
    `  --json                   print the result as JSON`,
    '  --sizes                  print the table of docs/scale.md; with --write, put it there',
    `  --help                   print this`,
  ].join('\n')}\n`;
}
