import { SeededRandom } from '../../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import { partFrom } from '../../../runtime/pipeline/unpack/part-plan';
import { People } from './people';
import { deliveriesPerItem, itemsOfRun, mailboxesOfStack, type Scenario } from './scenario';

/** Up to 100 deliveries of one mailbox out of one part of a package; or several such batches of quiet mailboxes, taken together. */
export interface SimulatedBatch {
  /** -1: of several mailboxes. */
  readonly mailbox: number;
  readonly batches: number;
  readonly deliveries: number;
  /** Rounds of 4 requests side by side that its mailboxes need, all together. */
  readonly rounds: number;
  /** Its part has more batches of its mailbox: whoever has the lease works on them too. */
  readonly hasMore: boolean;
}

/** What is routed and written together. */
export interface SimulatedPart {
  readonly items: number;
  readonly batches: readonly SimulatedBatch[];
}

export interface SimulatedPackage {
  readonly items: number;
  /** Made while they are taken. */
  parts(): Iterable<SimulatedPart>;
}

const MOST_BATCH_DELIVERIES = 100;
/** How finely a run is simulated. */
export interface DayDetail {
  /** Mailboxes that are simulated one by one, the busiest, have about so many deliveries of a run. Those of the others are taken together. */
  readonly oneByOne: number;
  /** Into about so many events: each a few batches of quiet mailboxes out of one part. */
  readonly together: number;
}

/** Limits, requests and times count each batch all the same; only that two batches of one quiet mailbox may meet is lost. */
export const DETAIL: DayDetail = { oneByOne: 400_000, together: 200_000 };

export const TEXT_ITEM_BYTES = 2_500;
/** 200 KiB as base64 with its lines. */
export const PICTURE_BYTES = 280_000;

/** The packages of one run, in the order of their arrival. */
export class Day {
  readonly packages: number;
  private readonly random: SeededRandom;
  private readonly people: People;
  /** Mailboxes that are simulated one by one. */
  private readonly busiest: ReadonlySet<number>;
  private readonly together: number;
  private readonly counts: Int32Array;
  private owedDeliveries = 0;
  private owedGroups = 0;

  constructor(
    private readonly scenario: Scenario,
    { oneByOne, together }: DayDetail = DETAIL,
  ) {
    const items = itemsOfRun(scenario);
    const deliveries = items * deliveriesPerItem(scenario);
    this.packages = Math.ceil(items / scenario.itemsPerPackage);
    this.random = new SeededRandom(scenario.seed, 'simulate');
    this.people = new People(mailboxesOfStack(scenario), scenario.skew, this.random);
    this.busiest = this.people.busiest(Math.min(1, oneByOne / deliveries));
    this.together = Math.max(1, Math.floor(deliveries / together));
    this.counts = new Int32Array(this.people.count);
  }

  *[Symbol.iterator](): Generator<SimulatedPackage> {
    let left = itemsOfRun(this.scenario);
    for (; left > 0; left -= this.scenario.itemsPerPackage) yield this.package(Math.min(left, this.scenario.itemsPerPackage));
  }

  private package(items: number): SimulatedPackage {
    const { pictureShare } = this.scenario;
    const isPicture = (entry: number): boolean => Math.floor((entry + 1) * pictureShare) > Math.floor(entry * pictureShare);
    const opened = { itemCount: items, itemBytes: (entry: number) => TEXT_ITEM_BYTES + (isPicture(entry) ? PICTURE_BYTES : 0) };
    const partOf = (count: number): SimulatedPart => ({ items: count, batches: this.batches(count) });
    return {
      items,
      *parts() {
        for (let from = 0; from < items; ) {
          const part = partFrom(opened, from);
          from = part.to;
          yield partOf(part.to - part.from);
        }
      },
    };
  }

  /** Each delivery finds its mailbox by itself; those of one mailbox are cut into batches. */
  private batches(items: number): SimulatedBatch[] {
    const mailboxes = this.countDeliveries(this.deliveriesOf(items));
    const batches: SimulatedBatch[] = [];
    let quiet = NONE;
    for (const mailbox of mailboxes) {
      let left = this.counts[mailbox] ?? 0;
      const hasMore = left > MOST_BATCH_DELIVERIES;
      this.counts[mailbox] = 0;
      for (; left > 0; left -= MOST_BATCH_DELIVERIES) {
        const batch = this.batchOf(mailbox, Math.min(left, MOST_BATCH_DELIVERIES), hasMore);
        if (this.busiest.has(mailbox)) batches.push(batch);
        else quiet = sumOf(quiet, batch);
        if (quiet.batches < this.together) continue;
        batches.push(quiet);
        quiet = NONE;
      }
    }
    return quiet.batches > 0 ? [...batches, quiet] : batches;
  }

  private batchOf(mailbox: number, deliveries: number, hasMore: boolean): SimulatedBatch {
    return { mailbox, batches: 1, deliveries, rounds: Math.ceil(deliveries / this.scenario.mailboxInFlight), hasMore };
  }

  /** Fractions of a delivery are owed to the next part. */
  private deliveriesOf(items: number): number {
    const { groupShare, groupSize, copies } = this.scenario;
    this.owedGroups += items * groupShare;
    const groups = Math.floor(this.owedGroups);
    this.owedGroups -= groups;
    this.owedDeliveries += (items - groups) * copies + groups * Math.min(groupSize, this.people.count);
    const deliveries = Math.floor(this.owedDeliveries + ROUNDING);
    this.owedDeliveries -= deliveries;
    return deliveries;
  }

  private countDeliveries(deliveries: number): readonly number[] {
    const mailboxes: number[] = [];
    for (let index = 0; index < deliveries; index += 1) {
      const mailbox = this.people.someone();
      if (this.counts[mailbox] === 0) mailboxes.push(mailbox);
      this.counts[mailbox] = (this.counts[mailbox] ?? 0) + 1;
    }
    return mailboxes;
  }
}

const ROUNDING = 1e-9;

const NONE: SimulatedBatch = { mailbox: -1, batches: 0, deliveries: 0, rounds: 0, hasMore: false };

function sumOf(sum: SimulatedBatch, { batches, deliveries, rounds }: SimulatedBatch): SimulatedBatch {
  return {
    mailbox: -1,
    batches: sum.batches + batches,
    deliveries: sum.deliveries + deliveries,
    rounds: sum.rounds + rounds,
    hasMore: false,
  };
}
