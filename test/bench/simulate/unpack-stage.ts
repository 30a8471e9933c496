import { cpuMs, itemBytesOf, type SimulationContext, UNPACK_SHARE_OF_BATCH, UNPACK_SHARE_OF_DELIVERY } from './context';
import { type SimulatedPackage, type SimulatedPart, TEXT_ITEM_BYTES } from './day';
import type { DeliverStage } from './deliver-stage';
import type { Fleet } from './fleet';
import * as requests from './requests';

const MEGABYTE = 1e6;
const SECOND_IN_MS = 1_000;

/** Packages are downloaded and stored, then unpacked part by part. */
export class UnpackStage {
  constructor(
    private readonly context: SimulationContext,
    private readonly fleets: { readonly collect: Fleet; readonly unpack: Fleet },
    private readonly next: DeliverStage,
  ) {}

  queue(each: SimulatedPackage): void {
    this.fleets.collect.add((done) => this.collect(each, done));
  }

  /** Downloads, stores and reads back. */
  private collect(each: SimulatedPackage, done: () => void): void {
    const { services, totals, scenario, events } = this.context;
    const bytes = each.items * itemBytesOf(scenario);
    const downloaded = Math.max(
      services.source.take(bytes, events.now),
      services.ingress.take(bytes, events.now),
      events.now + (bytes / (scenario.downloadMegabytes * MEGABYTE)) * SECOND_IN_MS,
    );
    const blocks = ((requests.PACKAGE_PASSES.written + requests.PACKAGE_PASSES.read) * bytes) / requests.BLOCK_BYTES;
    events.at(Math.max(downloaded, services.requests(requests.PACKAGE_REQUESTS + blocks, events.now)), () => {
      totals.packages += 1;
      totals.items += each.items;
      totals.collectedAt = events.now;
      const parts = each.parts()[Symbol.iterator]();
      this.fleets.unpack.add((end) => this.unpack(parts, end));
      done();
    });
  }

  /** One handler unpacks a package, part after part. */
  private unpack(parts: Iterator<SimulatedPart>, done: () => void): void {
    const { events, totals } = this.context;
    const next = parts.next();
    if (next.done === true) {
      totals.unpackedAt = events.now;
      done();
      return;
    }
    events.at(this.write(next.value), () => {
      for (const batch of next.value.batches) this.next.queue(batch);
      this.unpack(parts, done);
    });
  }

  /** Answers when the part is routed and written. */
  private write({ items, batches }: SimulatedPart): number {
    const { services, scenario, totals, calibration, events } = this.context;
    const { now } = events;
    const count = batches.reduce((sum, each) => sum + each.batches, 0);
    const deliveries = batches.reduce((sum, each) => sum + each.deliveries, 0);
    totals.parts += 1;
    totals.batches += count;
    const cpu = cpuMs(this.context, count * UNPACK_SHARE_OF_BATCH, deliveries * UNPACK_SHARE_OF_DELIVERY);
    const transactions = Math.ceil(count / requests.BATCH_ROWS.batchesATransaction);
    const numbers = items * scenario.externals;
    const work = (deliveries * TEXT_ITEM_BYTES) / requests.BLOCK_BYTES;
    const other = count * calibration.otherTransactionsPerBatch + deliveries * calibration.transactionsPerDelivery;
    const rest = requests.PART_REQUESTS + transactions + numbers + work + other + items * scenario.heldShare;
    const rounds = requests.PART_REQUESTS + transactions + (count * requests.UNPACK_REQUESTS.length + numbers) / requests.UNPACK_AT_ONCE;
    return Math.max(
      this.fleets.unpack.compute(cpu) + rounds * scenario.storageMs,
      services.make(requests.UNPACK_REQUESTS, count, now),
      services.requests(rest, now),
      services.batches.take(count * requests.BATCH_ROWS.entities, now),
      services.numbers.take(2 * numbers, now),
      services.held.take(items * scenario.heldShare, now),
      services.ingress.take(deliveries * TEXT_ITEM_BYTES, now),
    );
  }
}
