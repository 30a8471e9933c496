import type { ConnectorError } from '../../../runtime/domain/failure/connector-error';
import { createPipeline, type Pipeline } from '../../../runtime/pipeline/connector';
import type { ConnectorPorts } from '../../../runtime/pipeline/connector-ports';
import { QUEUE_NAMES, type QueueName } from '../../../runtime/ports/queues';
import { SourceUnavailableError } from '../../../runtime/ports/source-errors';
import { StorageUnavailableError } from '../../../runtime/ports/storage-errors';
import { FaultGate, type FaultHook, type FaultPoint } from '../../fakes/fault-gate';
import { InMemoryDirectory } from '../../fakes/in-memory-directory';
import { InMemoryExchange } from '../../fakes/in-memory-exchange';
import type { InMemoryQueueStore, InMemoryReceivedMessage } from '../../fakes/in-memory-queues';
import { storesOf } from './stores-of';
import type { World } from './world';

const VISIBILITY_IN_MS = 60_000;
const RENEW_EVERY_MS = 30_000;
const MAX_DEQUEUE_COUNT = 5;
const HANDLER_TIME_IN_MS = 8 * 60_000;
const SETTLE_TIMER_IN_MS = 5 * 60_000;
/** More rounds than this mean that work goes round for ever. */
const MAX_ROUNDS = 20_000;

interface Received {
  readonly queue: string;
  readonly store: InMemoryQueueStore;
  readonly message: InMemoryReceivedMessage;
}

export interface DrainOptions {
  /** Side by side, over all queues. */
  readonly workers?: number;
  /** Ends the pumping early, asked between two rounds. */
  readonly until?: () => boolean | Promise<boolean>;
  /** Delayed messages beyond this much waiting are left where they are; default: a day. */
  readonly patienceInMs?: number;
}

/** One process of the connector: pipeline, its way to the outside, and a host with Azure's queue semantics. */
export class WorldProcess {
  readonly gate: FaultGate;
  readonly ports: ConnectorPorts;
  readonly pipeline: Pipeline;
  private nextTimer: number;

  constructor(
    readonly world: World,
    hook?: FaultHook,
  ) {
    this.gate = new FaultGate({ ...(hook === undefined ? {} : { hook }), unavailable: unavailableAt });
    this.ports = {
      stores: storesOf(world.account.connect(this.gate)),
      source: world.site.connect(this.gate),
      directory: new InMemoryDirectory(world.users, this.gate),
      exchange: new InMemoryExchange(world.exchange, this.gate),
      copyFormat: world.copyFormat,
      signer: world.signer,
      clock: world.clock,
      storageTime: world.account.connect(this.gate).time,
      log: world.logger,
      options: world.options,
    };
    this.pipeline = createPipeline(this.ports);
    this.nextTimer = world.clock.now().getTime() + SETTLE_TIMER_IN_MS;
  }

  /** Handles messages until every run is closed and no message is left within the patience, letting time pass as it is needed. */
  drain(options: DrainOptions = {}): Promise<void> {
    return this.world.clock.runUntil(this.alive(this.pump(options)));
  }

  /** Runs a step of the pipeline while time passes. Ends also when the process dies in it. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    return this.world.clock.runUntil(this.alive(work()));
  }

  private async alive<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.gate.death.then(() => undefined as T)]);
  }

  private async pump({ workers = 1, until, patienceInMs = 86_400_000 }: DrainOptions): Promise<void> {
    const started = this.world.clock.now().getTime();
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      if (this.gate.isDead || (await until?.())) return;
      if (this.world.clock.now().getTime() >= this.nextTimer) await this.settleTimer();
      const received = this.receive(workers);
      if (received.length > 0) await Promise.all(received.map((each) => this.handle(each)));
      else if (!(await this.waitForMore(started + patienceInMs))) return;
    }
    throw new Error('Work goes round for ever');
  }

  private receive(workers: number): Received[] {
    const received: Received[] = [];
    for (const queue of [...QUEUE_NAMES, ...QUEUE_NAMES.map((name) => `${name}-poison`)]) {
      const store = this.world.account.queues.queue(queue);
      for (const message of store.receive(workers - received.length, VISIBILITY_IN_MS)) received.push({ queue, store, message });
      if (received.length >= workers) break;
    }
    return received;
  }

  private async handle({ queue, store, message }: Received): Promise<void> {
    const renewal = this.renewed(store, message);
    try {
      await this.alive(this.handler(queue, JSON.parse(Buffer.from(message.text, 'base64').toString())));
      if (!this.gate.isDead) store.remove(message.id, renewal.receipt());
    } catch {
      if (!this.gate.isDead && message.dequeueCount >= MAX_DEQUEUE_COUNT) this.toPoison(queue, store, message, renewal.receipt());
      else if (!this.gate.isDead) store.renew(message.id, renewal.receipt(), 0);
    } finally {
      renewal.end();
    }
  }

  /** As the Functions host does while a handler runs. */
  private renewed(store: InMemoryQueueStore, message: InMemoryReceivedMessage): { receipt: () => number; end: () => void } {
    const ended = new AbortController();
    let { receipt } = message;
    const loop = async (): Promise<void> => {
      for (;;) {
        await this.world.clock.sleep(RENEW_EVERY_MS, ended.signal);
        if (ended.signal.aborted || this.gate.isDead) return;
        receipt = store.renew(message.id, receipt, VISIBILITY_IN_MS) ?? receipt;
      }
    };
    void loop();
    return { receipt: () => receipt, end: () => ended.abort() };
  }

  private toPoison(queue: string, store: InMemoryQueueStore, message: InMemoryReceivedMessage, receipt: number): void {
    if (queue.endsWith('-poison')) throw new Error(`A poison message of ${queue} failed five times`);
    this.world.account.queues.queue(`${queue}-poison`).send(message.text, 0);
    store.remove(message.id, receipt);
  }

  private handler(queue: string, body: unknown): Promise<void> {
    const deadline = new Date(this.world.clock.now().getTime() + HANDLER_TIME_IN_MS);
    const handling = { deadline, signal: new AbortController().signal };
    const name = queue.replace('-poison', '') as QueueName;
    return queue.endsWith('-poison') ? this.pipeline.handlePoison(name, body, handling) : this.pipeline.handle(name, body, handling);
  }

  private async settleTimer(): Promise<void> {
    const now = this.world.clock.now().getTime();
    this.nextTimer = now + SETTLE_TIMER_IN_MS;
    const handling = { deadline: new Date(now + HANDLER_TIME_IN_MS), signal: new AbortController().signal };
    await this.alive(this.pipeline.settle(handling).catch(() => undefined));
  }

  /** Sleeps until the next message or timer; false when nothing is left to wait for. */
  private async waitForMore(limit: number): Promise<boolean> {
    const nextMessage = Math.min(...this.waitingTimes());
    const isRunOpen = !(await isEmpty(this.world.stores.runs.list('open')));
    const next = isRunOpen ? Math.min(nextMessage, this.nextTimer) : nextMessage;
    if (!Number.isFinite(next) || next > limit) return false;
    await this.world.clock.sleep(Math.max(1, next - this.world.clock.now().getTime()));
    return true;
  }

  private waitingTimes(): number[] {
    return QUEUE_NAMES.flatMap((name) => [name, `${name}-poison`]).map(
      (name) => this.world.account.queues.queue(name).nextVisibleAt()?.getTime() ?? Number.POSITIVE_INFINITY,
    );
  }
}

async function isEmpty(rows: AsyncIterable<unknown>): Promise<boolean> {
  for await (const _row of rows) return false;
  return true;
}

function unavailableAt({ store, operation }: FaultPoint): ConnectorError {
  return store === 'source'
    ? new SourceUnavailableError(operation, 'a fault was asked for')
    : new StorageUnavailableError(`${operation} ${store}`);
}
