import { RateLimit } from './rate-limit';
import { type BatchRequest, SPREAD_PARTITIONS, touches } from './requests';
import type { Scenario } from './scenario';

const BYTES_A_GIGABIT = 1e9 / 8;
const MEGABYTE = 1e6;
const SECOND_IN_MS = 1_000;

/** What all handlers share, each with its rate; in parts of one second. */
export class Services {
  readonly account: RateLimit;
  readonly ingress: RateLimit;
  readonly batches: RateLimit;
  readonly runRow: RateLimit;
  readonly mailboxes: RateLimit;
  readonly numbers: RateLimit;
  readonly held: RateLimit;
  readonly deliveries: RateLimit;
  readonly graphApp: RateLimit;
  /** Undefined: Graph has no limit of requests in flight for the app as a whole. */
  readonly graphInFlight: RateLimit | undefined;
  readonly source: RateLimit;

  constructor(private readonly scenario: Scenario) {
    const { partitionEntities, accountRequests, queueMessages, appRequests, appInFlight, graphMs } = scenario;
    this.account = new RateLimit('requests of the storage account', accountRequests);
    this.ingress = new RateLimit('bandwidth into the storage account', scenario.accountGigabits * BYTES_A_GIGABIT);
    this.batches = new RateLimit('table `batches`: the partition of the run', partitionEntities);
    this.runRow = new RateLimit('table `runs`: the row of the run', partitionEntities);
    this.mailboxes = new RateLimit('table `mailboxes`: 16 partitions', SPREAD_PARTITIONS * partitionEntities);
    this.numbers = new RateLimit('table `numbers`: 16 partitions', SPREAD_PARTITIONS * partitionEntities);
    this.held = new RateLimit('table `held`: partition `open`', partitionEntities);
    this.deliveries = new RateLimit('queue `deliveries`', queueMessages);
    this.graphApp = new RateLimit('Graph requests of the app', appRequests / scenario.stacks);
    this.graphInFlight =
      appInFlight === 0
        ? undefined
        : new RateLimit('Graph requests of the app in flight', (appInFlight * SECOND_IN_MS) / graphMs / scenario.stacks);
    this.source = new RateLimit('bandwidth of the source', scenario.sourceMegabytes * MEGABYTE);
  }

  get all(): readonly RateLimit[] {
    const { account, ingress, batches, runRow, mailboxes, numbers, held, deliveries, graphApp, graphInFlight, source } = this;
    const always = [account, ingress, batches, runRow, mailboxes, numbers, held, deliveries, graphApp, source];
    return graphInFlight === undefined ? always : [...always, graphInFlight];
  }

  /** Makes these requests for so many batches, one after the other for each; answers when they are done. */
  make(requests: readonly BatchRequest[], batches: number, now: number): number {
    const queueShare = this.scenario.queueOperations / QUEUE_OPERATIONS;
    return Math.max(
      this.requests(requests.length * batches, now),
      this.batches.take(touches(requests, 'batches of the run') * batches, now),
      this.runRow.take(touches(requests, 'row of the run') * batches, now),
      this.mailboxes.take(touches(requests, 'mailboxes, one of 16') * batches, now),
      this.deliveries.take(touches(requests, 'queue of deliveries') * batches * queueShare, now),
      now + requests.length * this.scenario.storageMs,
    );
  }

  /** Requests to whatever store, side by side. */
  requests(count: number, now: number): number {
    return this.account.take(count, now) + (count === 0 ? 0 : this.scenario.storageMs);
  }
}

/** A message is put, got and deleted. */
const QUEUE_OPERATIONS = 3;
