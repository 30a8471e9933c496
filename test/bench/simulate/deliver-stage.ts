import { cpuMs, itemBytesOf, type SimulationContext, UNPACK_SHARE_OF_BATCH, UNPACK_SHARE_OF_DELIVERY } from './context';
import type { SimulatedBatch } from './day';
import type { Fleet } from './fleet';
import { type QueuedBatch, SimulatedMailbox } from './mailbox';
import * as requests from './requests';

const SECOND_IN_MS = 1_000;
/** A handler begins nothing new after that (`functions/connector-of-process`). */
const HANDLER_TIME_IN_MS = 8 * 60 * SECOND_IN_MS;
/** A worker that must wait longer for the mailbox's windows gives the batch back (`deliver/mailbox-gate`). */
const MOST_WAIT_IN_MS = 5 * SECOND_IN_MS;
/** `deliver/deliver`: 1 s and up to 2 s at random, 2 s more each time, 30 s at most. */
const busyDelayInMs = (busy: number): number => Math.min(30, 2 + 2 * busy) * SECOND_IN_MS;

/** A handler that has a mailbox's lease. */
interface Session {
  readonly mailbox: SimulatedMailbox;
  readonly startedAt: number;
  readonly hasMore: boolean;
  readonly done: () => void;
}

/** Batches are delivered: each under the lease of its mailbox. */
export class DeliverStage {
  readonly mailboxes = new Map<number, SimulatedMailbox>();

  constructor(
    private readonly context: SimulationContext,
    private readonly fleet: Fleet,
  ) {}

  queue(batch: SimulatedBatch): void {
    if (batch.mailbox < 0) {
      this.fleet.add((done) => this.deliverTogether(batch, done), batch.batches);
      return;
    }
    const queued: QueuedBatch = { batch, busy: 0, isDone: false };
    const mailbox = this.mailboxes.get(batch.mailbox) ?? new SimulatedMailbox(this.context.scenario);
    this.mailboxes.set(batch.mailbox, mailbox);
    mailbox.add(queued);
    this.send(queued, mailbox);
  }

  /** A queue message for it. */
  private send(queued: QueuedBatch, mailbox: SimulatedMailbox): void {
    this.fleet.add((done) => this.handle(queued, mailbox, done));
  }

  /** Batches of quiet mailboxes: two of one mailbox hardly ever meet, and none of them comes near a limit of its mailbox. */
  private deliverTogether(batch: SimulatedBatch, done: () => void): void {
    const { events } = this.context;
    events.at(this.claim(batch, requests.CLAIM_REQUESTS, 0), () =>
      events.at(this.create(batch, events.now), () => {
        events.at(this.context.services.make(requests.BOOKING_REQUESTS, batch.batches, events.now), () => {
          this.count(batch);
          done();
        });
      }),
    );
  }

  private handle(queued: QueuedBatch, mailbox: SimulatedMailbox, done: () => void): void {
    const { events, services, totals } = this.context;
    const { batch } = queued;
    if (queued.isDone) {
      events.at(services.make(requests.DONE_REQUESTS, 1, events.now), done);
      return;
    }
    if (mailbox.isLeased) {
      totals.busyReturns += 1;
      this.comeAgain(queued, mailbox, busyDelayInMs(queued.busy), done);
      queued.busy += 1;
      return;
    }
    mailbox.isLeased = true;
    const session: Session = { mailbox, startedAt: events.now, hasMore: batch.hasMore, done };
    events.at(this.claim(batch, requests.CLAIM_REQUESTS, 0), () => this.work(queued, session, requests.BOOKING_REQUESTS));
  }

  /** Sends what the mailbox's windows take, or gives the batch back until they do; then goes on with the next one. */
  private work(queued: QueuedBatch, session: Session, booking: readonly requests.BatchRequest[]): void {
    const { events, services, scenario } = this.context;
    const { mailbox } = session;
    const { batch } = queued;
    const bytes = batch.deliveries * itemBytesOf(scenario);
    const admittedAt = mailbox.admits(batch.deliveries, bytes, events.now);
    if (admittedAt > events.now + MOST_WAIT_IN_MS) {
      mailbox.isLeased = false;
      this.comeAgain(queued, mailbox, admittedAt - events.now, session.done);
      return;
    }
    const sent = this.create(batch, admittedAt);
    mailbox.note(batch.deliveries, bytes, sent);
    events.at(sent, () =>
      events.at(services.make(booking, 1, events.now), () => {
        queued.isDone = true;
        this.count(batch);
        this.drain(session);
      }),
    );
  }

  /** Whoever has the lease works on the mailbox's other batches, as long as the handler may. */
  private drain(session: Session): void {
    const { events } = this.context;
    const { mailbox } = session;
    const next = session.hasMore && events.now - session.startedAt < HANDLER_TIME_IN_MS ? mailbox.next() : undefined;
    if (next !== undefined) {
      const claimed = this.claim(next.batch, requests.DRAIN_REQUESTS, next.batch.deliveries);
      events.at(claimed, () => this.work(next, session, requests.DRAINED_REQUESTS));
      return;
    }
    mailbox.isLeased = false;
    session.done();
  }

  /** `reads`: rows of the ledger that are read before. */
  private claim(batch: SimulatedBatch, made: readonly requests.BatchRequest[], reads: number): number {
    const { services, events, scenario, calibration } = this.context;
    const pictures = batch.deliveries * scenario.pictureShare * calibration.transactionsPerPicture;
    const cpu = cpuMs(this.context, batch.batches * (1 - UNPACK_SHARE_OF_BATCH), batch.deliveries * (1 - UNPACK_SHARE_OF_DELIVERY));
    return Math.max(
      this.fleet.compute(cpu, batch.batches),
      services.requests(pictures + reads, events.now),
      services.make(made, batch.batches, events.now),
    );
  }

  /** Answers when the last copy is made. */
  private create({ deliveries, batches, rounds }: SimulatedBatch, from: number): number {
    const { services, events, scenario, totals } = this.context;
    const { length } = [...requests.CLAIM_REQUESTS, ...requests.BOOKING_REQUESTS];
    totals.patientMs += rounds * scenario.graphMs + batches * length * scenario.storageMs;
    return Math.max(
      services.graphApp.take(deliveries, events.now),
      services.graphInFlight?.take(deliveries, events.now) ?? 0,
      from + (rounds / batches) * scenario.graphMs,
    );
  }

  private count({ deliveries }: SimulatedBatch): void {
    const { totals, events } = this.context;
    totals.deliveries += deliveries;
    totals.deliveredAt = events.now;
  }

  /** The message goes back to the queue. */
  private comeAgain(queued: QueuedBatch, mailbox: SimulatedMailbox, delayInMs: number, done: () => void): void {
    const { events, services } = this.context;
    const returned = services.make(requests.BUSY_REQUESTS, 1, events.now);
    events.at(returned + delayInMs, () => this.send(queued, mailbox));
    events.at(returned, done);
  }
}
