import type { Calibration } from './calibration';
import { RunSimulation } from './run-simulation';
import { DEFAULT_SCENARIO, type Scenario } from './scenario';
import { INSTANCE_LIMITS, MAILBOX_LIMIT, type SimulationResult } from './simulation-result';

const HOURS_A_DAY = 24;
const MOST_CLOSE_HOURS = 20;
const MOST_INSTANCES = 1_000;
/** Of its time a run may need so much by computing; the rest is for what varies. */
const RESERVE = 0.75;
const RUNS_A_DAY = [1, 2, 4, 8, 12, 24] as const;
const STACKS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64] as const;
const MOST_TRIES = 4;

/**
 * The fewest stacks, and of those the fewest runs a day, with which a day fits; then the time to close and the instances for it. Found by computing
 * from what a simulated run used, and proved by simulating it. Undefined when nothing that can be set is enough.
 */
export function settingsThatFit(result: SimulationResult, calibration: Calibration): SimulationResult | undefined {
  const candidates = STACKS.flatMap((stacks) => RUNS_A_DAY.map((runsPerDay) => ({ stacks, runsPerDay })));
  let tries = 0;
  for (const { stacks, runsPerDay } of candidates) {
    const scenario = settingsFor(result, stacks, runsPerDay);
    if (scenario === undefined) continue;
    const tried = new RunSimulation(scenario, calibration).run();
    if (tried.fits) return tried;
    tries += 1;
    if (tries === MOST_TRIES) return undefined;
  }
  return undefined;
}

/** Undefined when a run cannot be done in its time, or not be closed. */
function settingsFor({ scenario, limits, closing }: SimulationResult, stacks: number, runsPerDay: number): Scenario | undefined {
  if (stacks < scenario.stacks || runsPerDay < scenario.runsPerDay) return undefined;
  const smaller = (scenario.stacks * scenario.runsPerDay) / (stacks * runsPerDay);
  const hoursOf = (isWanted: (name: string) => boolean): number =>
    smaller * Math.max(0, ...limits.filter(({ name }) => isWanted(name)).map(({ hours }) => hours));
  const shared = hoursOf((name) => !INSTANCE_LIMITS.has(name) && name !== MAILBOX_LIMIT);
  const longest = Math.min(MOST_CLOSE_HOURS, HOURS_A_DAY / runsPerDay);
  const closingHours = (smaller * closing.minutes) / 60;
  const isClosable = closingHours * 60 <= scenario.handlerMinutes * RESERVE;
  if (!isClosable || shared + closingHours > longest * RESERVE) return undefined;
  const runCloseHours = Math.max(scenario.runCloseHours, Math.min(MOST_CLOSE_HOURS, Math.ceil((shared + closingHours) / RESERVE)));
  const time = Math.min(runCloseHours, longest) * RESERVE - closingHours;
  const instances = Math.ceil((hoursOf((name) => INSTANCE_LIMITS.has(name)) * scenario.instances) / time);
  return { ...scenario, stacks, runsPerDay, runCloseHours, instances: Math.min(MOST_INSTANCES, Math.max(scenario.instances, instances)) };
}

const SETTINGS = { instances: 'maximumInstances', runCloseHours: 'runCloseHours' } as const;

/** What has to be set, in the words of the stack's configuration; '' when the defaults are enough. */
export function settingsText(scenario: Scenario): string {
  const changed = Object.entries(SETTINGS).flatMap(([key, name]) => {
    const value = scenario[key as keyof typeof SETTINGS];
    return value === DEFAULT_SCENARIO[key as keyof typeof SETTINGS] ? [] : [`\`${name}: ${value}\``];
  });
  const schedule = scenario.runsPerDay === 1 ? [] : [`\`schedule: ${scheduleOf(scenario.runsPerDay)}\``];
  const stacks = scenario.stacks === 1 ? [] : [`${scenario.stacks} stacks`];
  return [...stacks, ...schedule, ...changed].join(', ');
}

/** NCRONTAB: second, minute, hour, day, month, weekday. */
const scheduleOf = (runsPerDay: number): string =>
  runsPerDay === HOURS_A_DAY ? '0 30 * * * *' : `0 30 */${HOURS_A_DAY / runsPerDay} * * *`;
