import type { Calibration } from './calibration';
import { closingOf } from './closing';
import type { SimulationContext } from './context';
import { Day, type DayDetail, DETAIL } from './day';
import { DeliverStage } from './deliver-stage';
import { EventQueue } from './event-queue';
import { Fleet, Instances } from './fleet';
import type { Scenario } from './scenario';
import { Services } from './services';
import { resultOf, type SimulationResult } from './simulation-result';
import { UnpackStage } from './unpack-stage';

const SECOND_IN_MS = 1_000;
const CORE_MB = 2_048;
/** The timer opens the run; the source answers the listing. */
const LISTING_IN_MS = 5_000;
/** A settle message waits that long (`settleDelayInSeconds`). */
const SETTLE_DELAY_IN_MS = 30_000;
/** Settling is no such stage: one handler, when everything is delivered. */
const FUNCTIONS = ['collect', 'unpack', 'deliver'] as const;

/** One run of one stack, event by event: packages, parts and batches as handlers of functions that scale, through services that limit them. */
export class RunSimulation {
  private readonly context: SimulationContext;
  private readonly instances: Instances;
  private readonly fleets: readonly Fleet[];
  private readonly unpack: UnpackStage;
  private readonly deliver: DeliverStage;

  constructor(
    private readonly scenario: Scenario,
    calibration: Calibration,
    private readonly detail: DayDetail = DETAIL,
  ) {
    const { instances, memoryMb, quotaCores, isPerFunction, stacks, scaleStep, scaleSeconds } = scenario;
    const cores = memoryMb / CORE_MB;
    const quota = Math.max(1, Math.floor(quotaCores / stacks / cores));
    const events = new EventQueue();
    this.instances = new Instances(isPerFunction === 1 ? quota : Math.min(quota, instances), FUNCTIONS.length);
    const fleet = (name: (typeof FUNCTIONS)[number]): Fleet =>
      new Fleet(events, this.instances, {
        name,
        mostInstances: Math.min(instances, quota),
        // Node runs handlers on one thread.
        coresAnInstance: Math.min(1, cores),
        stepInstances: scaleStep,
        stepInMs: scaleSeconds * SECOND_IN_MS,
      });
    const [collect, unpack, deliver] = [fleet('collect'), fleet('unpack'), fleet('deliver')];
    this.fleets = [collect, unpack, deliver];
    const counts = { packages: 0, parts: 0, items: 0, batches: 0, deliveries: 0, busyReturns: 0, patientMs: 0 };
    const totals = { ...counts, collectedAt: 0, unpackedAt: 0, deliveredAt: 0 };
    this.context = { scenario, calibration, events, services: new Services(scenario), totals };
    this.deliver = new DeliverStage(this.context, deliver);
    this.unpack = new UnpackStage(this.context, { collect, unpack }, this.deliver);
  }

  run(): SimulationResult {
    const { context, scenario, fleets, instances } = this;
    const { events, totals } = context;
    events.after(LISTING_IN_MS, () => {
      for (const each of new Day(scenario, this.detail)) this.unpack.queue(each);
    });
    const happened = events.run();
    const closing = closingOf(totals, scenario);
    const closedAt = totals.deliveredAt + SETTLE_DELAY_IN_MS + closing.minutes * 60 * SECOND_IN_MS;
    return resultOf({ context, events: happened, closing, closedAt, fleets, instances, mailboxes: this.deliver.mailboxes });
  }
}
