import type { Report } from '../../../runtime/domain/evidence/report';
import type { BatchRow } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import type { QueueName } from '../../../runtime/ports/queues';
import { allOf } from '../../fakes/all-of';
import type { FaultHook } from '../../fakes/fault-gate';
import type { HeldCopy } from '../../fakes/in-memory-exchange-store';
import { reportsOf, violationsOf } from '../../faults/harness/check-world';
import {
  itemOf,
  mappingOf,
  personOf,
  type SmallDay,
  type SmallMessage,
  type SmallPerson,
  smallPackage,
  userOf,
} from '../../faults/harness/small-day';
import { smallWorld } from '../../faults/harness/small-world';
import type { World, WorldOptions } from '../world/world';
import type { DrainOptions, WorldProcess } from '../world/world-process';

const MIDNIGHT = Date.parse('2026-11-20T00:00:00Z');
export const MINUTE_IN_MS = 60_000;
export const HOUR_IN_MS = 60 * MINUTE_IN_MS;
/** A handler that nothing interrupts. */
export const LONG_HANDLING = { deadline: new Date(8e15), signal: new AbortController().signal };

export interface SceneOptions extends WorldOptions {
  /** Packages; each holds one capture of every message. */
  readonly captures?: number;
  readonly messages?: number;
  /** Mailboxes that get every message. */
  readonly mailboxes?: number;
  /** One package holds all captures, and these items between them. */
  readonly between?: readonly SmallFile[];
}

interface SmallFile {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * The world of the model: one mailbox (or a few) and one message (or a few) that several phones recorded, each capture in a package of its own.
 * Nothing is collected yet.
 */
export class Scene {
  readonly startedAt: number;

  private constructor(
    readonly world: World,
    readonly day: SmallDay,
  ) {
    this.startedAt = world.clock.now().getTime();
  }

  static async open({ captures = 1, messages = 1, mailboxes = 1, between, ...options }: SceneOptions = {}): Promise<Scene> {
    const day = dayOf(captures, messages, mailboxes, between);
    return new Scene(await smallWorld(day, options), day);
  }

  get mailboxId(): string {
    return (this.day.people[0] as SmallPerson).mailboxId;
  }

  /** Opens the daily run and answers its id. */
  async openRun(): Promise<string> {
    const process = this.world.process();
    const run = await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
    return run?.partition ?? '';
  }

  /** A process that works as long as there is something to do. Time passes only in `until` and `end`. */
  worker(hook?: FaultHook, options: DrainOptions = {}): { readonly process: WorldProcess; readonly working: Promise<void> } {
    const process = this.world.process(hook);
    return { process, working: process.work(options) };
  }

  /** Lets time pass until this happens. */
  until<T>(happens: Promise<T>): Promise<T> {
    return this.world.clock.runUntil(happens);
  }

  /** Lets a new process work until nothing is left to do. */
  async end(options: DrainOptions = {}, hook?: FaultHook): Promise<void> {
    await this.world.process(hook).drain(options);
  }

  /** One handler of one process, as a queue calls it. */
  handle(process: WorldProcess, queue: QueueName, message: unknown): Promise<void> {
    const handling = { deadline: new Date(this.world.clock.now().getTime() + 8 * MINUTE_IN_MS), signal: new AbortController().signal };
    return process.pipeline.handle(queue, message, handling);
  }

  /** Takes every message out of a queue: lost for good, or to be handled by hand. */
  take(queue: string): readonly unknown[] {
    return this.world.account.queues.queue(queue).takeAll();
  }

  /** What a queue may do at any time: its messages are delivered once more. */
  repeat(queue: string): void {
    const store = this.world.account.queues.queue(queue);
    for (const message of store.messages()) store.send(Buffer.from(JSON.stringify(message)).toString('base64'), 0);
  }

  /** The timer of settle, now. */
  async settle(process: WorldProcess = this.world.process()): Promise<void> {
    const handling = { deadline: new Date(this.world.clock.now().getTime() + 8 * MINUTE_IN_MS), signal: new AbortController().signal };
    await process.run(() => process.pipeline.settle(handling));
  }

  /** Time passes at once: nobody who sleeps wakes on the way, no lease is renewed. */
  skip(milliseconds: number): void {
    this.world.clock.jumpTo(new Date(this.world.clock.now().getTime() + milliseconds));
  }

  /** The hours of every open run are over, and the timer closes them. */
  async closeByTime(): Promise<void> {
    this.skip(4 * HOUR_IN_MS + MINUTE_IN_MS);
    await this.settle();
  }

  get copies(): readonly HeldCopy[] {
    return this.world.exchange.archived();
  }

  requests(operation: string): number {
    return this.world.exchange.requests.get(operation) ?? 0;
  }

  /** The ledger, in order of keys. */
  get rows(): readonly DeliveryRow[] {
    return [...this.world.account.table('deliveries').rows()] as DeliveryRow[];
  }

  get row(): DeliveryRow {
    return this.rows[0] as DeliveryRow;
  }

  get states(): readonly string[] {
    return this.rows.map(({ state }) => state);
  }

  async batches(runId: string): Promise<readonly BatchRow[]> {
    return (await allOf(this.world.stores.batches.list(runId, { from: 'b-', to: 'b~' }))).map(({ row }) => row as BatchRow);
  }

  async reports(): Promise<readonly Report[]> {
    const reports = await reportsOf(this.world);
    return reports.sort((a, b) => (a.finishedAt < b.finishedAt ? -1 : 1));
  }

  async report(runId: string): Promise<Report> {
    const report = (await this.reports()).find((each) => each.runId === runId);
    if (report === undefined) throw new Error(`Run ${runId} is not closed`);
    return report;
  }

  async openHeld(): Promise<readonly string[]> {
    return (await allOf(this.world.stores.held.list('open'))).map(({ row }) => row.reason);
  }

  violations(): Promise<string[]> {
    return violationsOf(this.world, this.day);
  }

  /** Brought home by the queues: neither the rule for stuck work (2 hours) nor the end of the run (4 hours) had to help. */
  get wasQuick(): boolean {
    return this.world.clock.now().getTime() - this.startedAt < HOUR_IN_MS;
  }
}

function dayOf(captures: number, count: number, mailboxes: number, between: readonly SmallFile[] | undefined): SmallDay {
  const people = Array.from({ length: mailboxes }, (_none, index) => personOf(index));
  const [from, ...others] = people as [SmallPerson, ...SmallPerson[]];
  const stranger = { ...personOf(90), mailbox: 'stranger@elsewhere.example' };
  const messages = Array.from({ length: count }, (_none, index): SmallMessage => {
    const sentAt = new Date(MIDNIGHT + (60 + index) * 1_000);
    return {
      id: `${sentAt.getTime()}_${10_000_000 + index}`,
      subject: `Signal message number ${index}`,
      text: `Message ${index}`,
      sentAt,
      from,
      to: others.length > 0 ? others : [stranger],
      attachments: [],
      captures,
      recordedBy: Array.from({ length: captures }, () => from),
      mailboxIds: people.map(({ mailboxId }) => mailboxId),
    };
  });
  const files = Array.from({ length: captures }, (_none, capture) => filesOf(messages, capture));
  const together = between === undefined ? files : [files.flatMap((each, capture) => (capture === 0 ? each : [...between, ...each]))];
  const packages = together.map(packageOf);
  return {
    people,
    users: people.map(userOf),
    mapping: mappingOf(people),
    domains: ['contoso.example'],
    messages,
    packages,
    items: packages.reduce((sum, { items }) => sum + items, 0),
  };
}

/** One capture of each message, by the same phone in every package: other bytes, the same message. */
function filesOf(messages: readonly SmallMessage[], capture: number): SmallFile[] {
  return messages.map((message) => ({ name: `${message.id}-${capture}.eml`, content: itemOf(message, capture) }));
}

function packageOf(files: readonly SmallFile[], index: number) {
  return { ...smallPackage(files, new Date(MIDNIGHT + (20 + index) * HOUR_IN_MS), index + 1), items: files.length };
}
