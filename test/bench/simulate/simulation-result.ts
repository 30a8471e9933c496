import type { Closing } from './closing';
import type { SimulationContext } from './context';
import type { Fleet, Instances } from './fleet';
import { HOST } from './host';
import type { SimulatedMailbox } from './mailbox';
import { mailboxesOfStack, type Scenario } from './scenario';

const HOUR_IN_MS = 3_600_000;
const SECOND_IN_MS = 1_000;
const HOURS_A_DAY = 24;
const MB_A_GIGABYTE = 1_024;
/** The settle function's own instance. */
const SETTLING_INSTANCES = 1;
/** Less than that of every limit: what the run waits for is answers, and instances that start. */
const BINDS_FROM = 0.6;

const CORES = 'cores of all instances';
const HANDLERS = 'handlers of all instances';
/** More instances help against these. */
export const INSTANCE_LIMITS: ReadonlySet<string> = new Set([CORES, HANDLERS]);
export const MAILBOX_LIMIT = 'the busiest mailbox';

export interface UsedLimit {
  readonly name: string;
  /** The least time that this limit asks for, as a share of the time until the last delivery: 1 = nothing else slowed the run. */
  readonly share: number;
  /** That least time. */
  readonly hours: number;
}

/** What is paid for in a day, all stacks together. */
export interface Billed {
  readonly gigabyteSeconds: number;
  readonly executions: number;
  readonly storageRequests: number;
  readonly gigabytesStored: number;
}

/** One run of one stack; `billed` is a day of all of them. */
export interface SimulationResult {
  readonly scenario: Scenario;
  readonly mailboxesOfStack: number;
  readonly items: number;
  readonly packages: number;
  readonly deliveries: number;
  readonly batches: number;
  readonly busyReturns: number;
  readonly collectedHours: number;
  readonly unpackedHours: number;
  readonly deliveredHours: number;
  readonly closedHours: number;
  readonly deliveriesPerSecond: number;
  readonly closing: Closing;
  /** Closed before it is due, and before the next run begins. */
  readonly fits: boolean;
  readonly instances: number;
  readonly instancesOf: Readonly<Record<string, number>>;
  /** Deliveries of the busiest mailbox that is simulated by itself. */
  readonly busiestMailbox: number;
  /** What binds first; undefined when nothing does. */
  readonly binds: string | undefined;
  /** The most used first. */
  readonly limits: readonly UsedLimit[];
  readonly billed: Billed;
  /** Undefined unless every price is given. */
  readonly pricePerDay: number | undefined;
  readonly events: number;
}

export interface Simulated {
  readonly context: SimulationContext;
  readonly events: number;
  readonly closing: Closing;
  readonly closedAt: number;
  readonly fleets: readonly Fleet[];
  readonly instances: Instances;
  readonly mailboxes: ReadonlyMap<number, SimulatedMailbox>;
}

export function resultOf(simulated: Simulated): SimulationResult {
  const { context, closing, closedAt, fleets, instances } = simulated;
  const { scenario, totals } = context;
  const { packages, items, deliveries, batches, busyReturns } = totals;
  const limits = limitsOf(simulated);
  const billed = billedOf(simulated);
  const closedHours = closedAt / HOUR_IN_MS;
  return {
    ...{ scenario, mailboxesOfStack: mailboxesOfStack(scenario), items, packages, deliveries, batches, busyReturns },
    collectedHours: totals.collectedAt / HOUR_IN_MS,
    unpackedHours: totals.unpackedAt / HOUR_IN_MS,
    deliveredHours: totals.deliveredAt / HOUR_IN_MS,
    closedHours,
    deliveriesPerSecond: deliveries / (totals.deliveredAt / SECOND_IN_MS),
    closing,
    fits: closing.isPossible && closedHours <= Math.min(scenario.runCloseHours, HOURS_A_DAY / scenario.runsPerDay),
    instances: instances.most,
    instancesOf: Object.fromEntries(fleets.map(({ name, most }) => [name, most])),
    busiestMailbox: Math.max(0, ...[...simulated.mailboxes.values()].map((mailbox) => mailbox.requests)),
    binds: (limits[0]?.share ?? 0) < BINDS_FROM ? undefined : limits[0]?.name,
    limits,
    billed,
    pricePerDay: priceOf(billed, scenario),
    events: simulated.events,
  };
}

/** For each limit the least time that it asks for. */
function limitsOf({ context, fleets, mailboxes, instances }: Simulated): UsedLimit[] {
  const { scenario, totals, services } = context;
  const leastMs = new Map<string, number>();
  for (const each of services.all) leastMs.set(each.name, each.seconds * SECOND_IN_MS);
  const coreSeconds = fleets.reduce((sum, { cores }) => sum + cores.units, 0);
  const cores = Math.min(1, scenario.memoryMb / 2_048);
  leastMs.set(CORES, (coreSeconds / (instances.limit * cores)) * SECOND_IN_MS);
  leastMs.set(HANDLERS, totals.patientMs / (Math.min(instances.limit, scenario.instances) * HOST.handlersAnInstance));
  const busiest = Math.max(0, ...[...mailboxes.values()].map((mailbox) => mailbox.leastMs(scenario.graphMs, scenario)));
  leastMs.set(MAILBOX_LIMIT, busiest);
  const used = [...leastMs].map(([name, ms]): UsedLimit => ({ name, share: ms / totals.deliveredAt, hours: ms / HOUR_IN_MS }));
  return used.sort((a, b) => b.share - a.share);
}

function billedOf({ context: { scenario, services }, fleets, closing }: Simulated): Billed {
  const runs = scenario.runsPerDay * scenario.stacks;
  const gigabytes = scenario.memoryMb / MB_A_GIGABYTE;
  const instanceSeconds = fleets.reduce((sum, each) => sum + each.instanceSeconds, 0) + SETTLING_INSTANCES * closing.minutes * 60;
  return {
    gigabyteSeconds: runs * instanceSeconds * gigabytes,
    executions: runs * fleets.reduce((sum, { executions }) => sum + executions, 0),
    storageRequests: runs * services.account.units,
    gigabytesStored: (runs * services.source.units) / 1e9,
  };
}

/** What a day stores is kept for years: here is what its first month takes. */
function priceOf(billed: Billed, scenario: Scenario): number | undefined {
  const { priceGigabyteSecond, priceMillionExecutions, price10kTransactions, priceGigabyteMonth } = scenario;
  if ([priceGigabyteSecond, priceMillionExecutions, price10kTransactions, priceGigabyteMonth].includes(0)) return undefined;
  return (
    billed.gigabyteSeconds * priceGigabyteSecond +
    (billed.executions / 1e6) * priceMillionExecutions +
    (billed.storageRequests / 1e4) * price10kTransactions +
    billed.gigabytesStored * priceGigabyteMonth
  );
}
