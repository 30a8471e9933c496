import type { ConnectorError } from '../../../runtime/domain/failure/connector-error';
import { createPipeline, type Pipeline } from '../../../runtime/pipeline/connector';
import type { ConnectorPorts } from '../../../runtime/pipeline/connector-ports';
import { QUEUE_NAMES, type QueueName } from '../../../runtime/ports/queues';
import type { Signer } from '../../../runtime/ports/signer';
import { SourceUnavailableError } from '../../../runtime/ports/source-errors';
import { StorageUnavailableError } from '../../../runtime/ports/storage-errors';
import { FaultGate, type FaultHook, type FaultPoint } from '../../fakes/fault-gate';
import { InMemoryDirectory } from '../../fakes/in-memory-directory';
import { InMemoryExchange } from '../../fakes/in-memory-exchange';
import type { InMemoryQueueStore, InMemoryReceivedMessage } from '../../fakes/in-memory-queues';
import { ProcessClock } from './process-clock';
import { storesOf } from './stores-of';
import type { World } from './world';

/** As `runtime/functions/host.json` says. */
const VISIBILITY_IN_MS = 60_000;
const MAX_DEQUEUE_COUNT = 5;
const RENEW_EVERY_MS = 30_000;
const SETTLE_TIMER_IN_MS = 5 * 60_000;
/** How long an idle worker waits at most while another one is at work. */
const IDLE_MS = 1_000;
/** More handled messages than this mean that work goes round for ever. */
const MAX_HANDLED = 50_000;

const RECEIVED_QUEUES = [...QUEUE_NAMES, ...QUEUE_NAMES.map((name) => `${name}-poison`)];

interface Received {
  readonly queue: string;
  readonly store: InMemoryQueueStore;
  readonly message: InMemoryReceivedMessage;
}

export interface DrainOptions {
  /** Side by side, over all queues. */
  readonly workers?: number;
  /** Ends the pumping early, asked between two messages. */
  readonly until?: () => boolean | Promise<boolean>;
  /** Delayed messages beyond this much waiting are left where they are; default: a day. */
  readonly patienceInMs?: number;
}

/** One process of the connector: pipeline, its way to the outside, and a host with Azure's queue semantics. */
export class WorldProcess {
  readonly gate: FaultGate;
  readonly ports: ConnectorPorts;
  readonly pipeline: Pipeline;
  private readonly clock: ProcessClock;
  private nextTimer: number;

  /** `skewInMs`: how far its clock is ahead of the world's. */
  constructor(
    readonly world: World,
    hook?: FaultHook,
    skewInMs = 0,
  ) {
    this.gate = new FaultGate({ ...(hook === undefined ? {} : { hook }), unavailable: unavailableAt });
    this.clock = new ProcessClock(world.clock, skewInMs);
    const storage = world.account.connect(this.gate, this.clock);
    const ports: ConnectorPorts = {
      stores: storesOf(storage),
      source: world.site.connect(this.gate),
      directory: new InMemoryDirectory(world.users, this.gate),
      exchange: new InMemoryExchange(world.exchange, this.gate),
      copyFormat: world.copyFormat,
      signer: signerThrough(this.gate, world.signer),
      clock: this.clock,
      storageTime: storage.time,
      log: world.logger,
      options: world.options,
    };
    this.ports = world.watch?.(ports) ?? ports;
    this.pipeline = createPipeline(this.ports);
    this.nextTimer = world.clock.now().getTime() + SETTLE_TIMER_IN_MS;
  }

  /** Everything in it stands still for this long: its calls, its answers, its timers. Others go on. */
  pause(milliseconds: number): void {
    const resumed = this.world.clock.sleep(milliseconds);
    this.gate.pauseUntil(resumed);
    this.clock.pauseUntil(resumed);
  }

  /** Handles messages until every run is closed and no message is left within the patience, letting time pass as it is needed. */
  drain(options: DrainOptions = {}): Promise<void> {
    return this.world.clock.runUntil(this.work(options));
  }

  /** As `drain`, while somebody else lets time pass: several processes side by side. */
  work(options: DrainOptions = {}): Promise<void> {
    return this.alive(this.pump(options));
  }

  /** Runs a step of the pipeline while time passes. Ends also when the process dies in it. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    return this.world.clock.runUntil(this.alive(work()));
  }

  /** Ends with the work, or when the process dies. */
  async alive<T>(work: Promise<T>, atDeath?: T): Promise<T> {
    return Promise.race([work, this.gate.death.then(() => atDeath as T)]);
  }

  private async pump({ workers = 1, until, patienceInMs = 86_400_000 }: DrainOptions): Promise<void> {
    const limit = this.now + patienceInMs;
    const pool = new Set<Promise<void>>();
    const begin = (work: Promise<void>): void => {
      const handling = work.finally(() => pool.delete(handling));
      pool.add(handling);
    };
    for (let handled = 0; handled < MAX_HANDLED; ) {
      if (this.gate.isDead || (await until?.())) return void (await Promise.all(pool));
      if (this.now >= this.nextTimer) begin(this.settleTimer());
      const received = await this.receive(workers - pool.size);
      if (this.gate.isDead) return void (await Promise.all(pool));
      handled += received.length;
      for (const each of received) begin(this.handle(each));
      if (received.length > 0) continue;
      if (pool.size > 0) await this.whileOthersWork(pool);
      else if (!(await this.waitForMore(limit))) return;
    }
    throw new Error('Work goes round for ever');
  }

  private get now(): number {
    return this.world.clock.now().getTime();
  }

  private async whileOthersWork(pool: ReadonlySet<Promise<void>>): Promise<void> {
    const ended = new AbortController();
    await Promise.race([...pool, this.world.clock.sleep(IDLE_MS, ended.signal)]);
    ended.abort();
  }

  private async receive(most: number): Promise<Received[]> {
    const received: Received[] = [];
    for (const queue of RECEIVED_QUEUES) {
      if (received.length >= most) break;
      const store = this.world.account.queues.queue(queue);
      if (store.nextVisibleAt(this.now) === undefined) continue;
      for (const message of await this.received(queue, store, most - received.length)) {
        this.world.repeat(store, message);
        received.push({ queue, store, message });
      }
    }
    return received;
  }

  /** A receive that fails is tried again by the host's next poll; one whose answer is lost has hidden its messages. */
  private async received(queue: string, store: InMemoryQueueStore, most: number): Promise<InMemoryReceivedMessage[]> {
    try {
      return await this.alive(
        this.gate.run(`queue/${queue}`, 'receive', '', () => store.receive(most, VISIBILITY_IN_MS)),
        [],
      );
    } catch (error) {
      this.world.failures.push({ queue, error });
      return [];
    }
  }

  private async handle({ queue, store, message }: Received): Promise<void> {
    const renewal = this.renewed(store, message);
    try {
      // A handler that never came back (a crash) has used up the attempts without failing.
      if (message.dequeueCount > MAX_DEQUEUE_COUNT) return await this.toPoison(queue, store, message, message.receipt);
      await this.alive(this.handler(queue, JSON.parse(Buffer.from(message.text, 'base64').toString())));
      await this.alive(this.gate.run(`queue/${queue}`, 'remove', '', () => store.remove(message.id, renewal.receipt())));
    } catch (error) {
      if (this.gate.isDead) return;
      this.world.failures.push({ queue, error });
      await this.afterFailure({ queue, store, message }, renewal.receipt()).catch(() => undefined);
    } finally {
      renewal.end();
    }
  }

  /** What the host cannot do now the queue does by itself: the message becomes visible again. */
  private async afterFailure({ queue, store, message }: Received, receipt: number): Promise<void> {
    if (message.dequeueCount >= MAX_DEQUEUE_COUNT) return this.toPoison(queue, store, message, receipt);
    store.renew(message.id, receipt, VISIBILITY_IN_MS);
  }

  /** As the Functions host does while a handler runs. */
  private renewed(store: InMemoryQueueStore, message: InMemoryReceivedMessage): { receipt: () => number; end: () => void } {
    const ended = new AbortController();
    let { receipt } = message;
    const loop = async (): Promise<void> => {
      for (;;) {
        await this.clock.sleep(RENEW_EVERY_MS, ended.signal);
        if (ended.signal.aborted || this.gate.isDead) return;
        receipt = store.renew(message.id, receipt, VISIBILITY_IN_MS) ?? receipt;
      }
    };
    void loop();
    return { receipt: () => receipt, end: () => ended.abort() };
  }

  /** The message stands in the poison queue before it leaves its own. */
  private async toPoison(queue: string, store: InMemoryQueueStore, message: InMemoryReceivedMessage, receipt: number): Promise<void> {
    const poison = this.world.account.queues.queue(`${queue}-poison`);
    await this.alive(this.gate.run(`queue/${queue}-poison`, 'send', '', () => poison.send(message.text, 0)));
    await this.alive(this.gate.run(`queue/${queue}`, 'remove', '', () => store.remove(message.id, receipt)));
  }

  private handler(queue: string, body: unknown): Promise<void> {
    const handling = { deadline: new Date(this.clock.now().getTime() + this.world.handlerTimeInMs), signal: new AbortController().signal };
    const name = queue.replace('-poison', '') as QueueName;
    return queue.endsWith('-poison') ? this.pipeline.handlePoison(name, body, handling) : this.pipeline.handle(name, body, handling);
  }

  private async settleTimer(): Promise<void> {
    this.nextTimer = this.now + SETTLE_TIMER_IN_MS;
    const handling = { deadline: new Date(this.clock.now().getTime() + this.world.handlerTimeInMs), signal: new AbortController().signal };
    await this.alive(this.pipeline.settle(handling).catch((error: unknown) => void this.world.failures.push({ queue: 'timer', error })));
  }

  /** Sleeps until the next message or timer; false when nothing is left to wait for. */
  private async waitForMore(limit: number): Promise<boolean> {
    const nextMessage = Math.min(...this.waitingTimes());
    const isRunOpen = !(await isEmpty(this.world.stores.runs.list('open')));
    const next = isRunOpen ? Math.min(nextMessage, this.nextTimer) : nextMessage;
    if (!Number.isFinite(next) || next > limit) return false;
    await this.world.clock.sleep(Math.max(1, next - this.now));
    return true;
  }

  private waitingTimes(): number[] {
    return RECEIVED_QUEUES.map((name) => this.world.account.queues.queue(name).nextVisibleAt()?.getTime() ?? Number.POSITIVE_INFINITY);
  }
}

/** A key in a vault is outside of the process too. */
function signerThrough(gate: FaultGate, signer: Signer): Signer {
  return {
    algorithm: signer.algorithm,
    keyId: async () => await gate.run('signer', 'key-id', '', () => signer.keyId()),
    sign: async (content) => await gate.run('signer', 'sign', '', () => signer.sign(content)),
    verify: (content, signature, keyId) => signer.verify(content, signature, keyId),
    publicKey: (keyId) => signer.publicKey(keyId),
  };
}

async function isEmpty(rows: AsyncIterable<unknown>): Promise<boolean> {
  for await (const _row of rows) return false;
  return true;
}

/** What a call meets that is not carried out, or whose answer is lost. */
export function unavailableAt({ store, operation }: FaultPoint): ConnectorError {
  return store === 'source'
    ? new SourceUnavailableError(operation, 'a fault was asked for')
    : new StorageUnavailableError(`${operation} ${store}`);
}
