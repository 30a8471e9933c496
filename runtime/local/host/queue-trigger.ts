import type { Clock } from '../../ports/clock';
import type { HostLog, RegisteredFunction } from './function-app';
import type { QueueRules } from './host-json';
import { MessageRenewal, VISIBILITY_SECONDS } from './message-renewal';
import type { QueuedMessage, QueueEndpoint } from './queue-endpoint';
import type { WorkerPool } from './worker-pool';

/** An empty queue is asked again after this time, which grows with each empty answer. */
const FIRST_IDLE_MS = 50;
const IDLE_GROWTH = 1.6;
const MOST_IDLE_MS = 1_000;
/** Nobody waits for a poison queue. */
const MOST_POISON_IDLE_MS = 5_000;
/** A message that this process has sent is asked for at once, but an idle queue not more often than this. */
const LEAST_IDLE_MS = 25;

export interface QueueTriggerParts {
  readonly function: RegisteredFunction;
  readonly endpoint: QueueEndpoint;
  readonly rules: QueueRules;
  readonly workers: WorkerPool;
  readonly clock: Clock;
  readonly log: HostLog;
}

/**
 * Hands the messages of one queue to its function, as the Functions host does: at least once, hidden and renewed while the handler runs,
 * removed only after success, again after a delay when it failed, and into the poison queue after the last attempt.
 */
export class QueueTrigger {
  readonly #parts: QueueTriggerParts;
  readonly #stopping = new AbortController();
  readonly #handling = new Set<Promise<void>>();
  #resting: AbortController | undefined;
  #idleMs = FIRST_IDLE_MS;
  #polledAt = 0;
  /** When messages that this process has sent become visible, in no order; each time once. */
  readonly #dueAt = new Set<number>();
  #isStorageLost = false;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: QueueTriggerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#loop();
  }

  /** A message was sent that becomes visible after the delay: the queue is asked for it then. */
  sent(delayInSeconds: number): void {
    this.#dueAt.add(this.#parts.clock.now().getTime() + delayInSeconds * 1_000);
    this.#resting?.abort();
  }

  /** Receives nothing more, and waits for the handlers. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#resting?.abort();
    await this.#running;
    await Promise.all(this.#handling);
  }

  async #loop(): Promise<void> {
    const { workers, rules } = this.#parts;
    const most = rules.batchSize + rules.newBatchThreshold;
    while (!this.#stopping.signal.aborted) {
      if (this.#handling.size >= most) await Promise.race(this.#handling);
      const permits = await workers.take(Math.min(rules.batchSize, most - this.#handling.size));
      const messages = this.#stopping.signal.aborted ? [] : await this.#receive(permits);
      workers.give(permits - messages.length);
      for (const message of messages) this.#begin(message);
      if (messages.length > 0) this.#idleMs = FIRST_IDLE_MS;
      else await this.#rest();
    }
  }

  async #receive(most: number): Promise<readonly QueuedMessage[]> {
    const { clock, endpoint } = this.#parts;
    this.#polledAt = clock.now().getTime();
    for (const due of this.#dueAt) if (due <= this.#polledAt) this.#dueAt.delete(due);
    try {
      const messages = await endpoint.receive(most, VISIBILITY_SECONDS);
      this.#isStorageLost = false;
      return messages;
    } catch (error) {
      // Once, until it answers again: it is asked every second.
      if (!this.#isStorageLost) this.#say('error', 'A queue cannot be read', error);
      this.#isStorageLost = true;
      return [];
    }
  }

  async #rest(): Promise<void> {
    const { clock, endpoint } = this.#parts;
    const restUntil = this.#polledAt + this.#idleMs;
    while (!this.#stopping.signal.aborted) {
      const until = Math.min(restUntil, this.#nextDue());
      if (until <= clock.now().getTime()) break;
      this.#resting = new AbortController();
      await clock.sleep(until - clock.now().getTime(), this.#resting.signal);
    }
    this.#resting = undefined;
    this.#idleMs = Math.min(this.#idleMs * IDLE_GROWTH, endpoint.name.endsWith('-poison') ? MOST_POISON_IDLE_MS : MOST_IDLE_MS);
  }

  #nextDue(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const due of this.#dueAt) next = Math.min(next, due);
    return Math.max(this.#polledAt + LEAST_IDLE_MS, next);
  }

  #begin(message: QueuedMessage): void {
    const handling = this.#handle(message)
      .catch((error: unknown) => this.#say('error', 'A queue message could not be completed; it will be handled again', error))
      .finally(() => {
        this.#handling.delete(handling);
        this.#parts.workers.give(1);
      });
    this.#handling.add(handling);
  }

  async #handle(message: QueuedMessage): Promise<void> {
    const { endpoint, clock, rules } = this.#parts;
    // A handler that never came back (a crash) has used up the attempts without failing.
    const text = message.dequeueCount > rules.maxDequeueCount && this.#hasPoison ? undefined : decoded(message.text);
    if (text === undefined) return this.#poison(message, message.receipt);
    const renewal = new MessageRenewal(endpoint, message, clock);
    let failure: unknown;
    try {
      await this.#parts.function.invoke({ input: { string: text }, metadata: triggerMetadata(endpoint.name, message) });
    } catch (error) {
      failure = error ?? new Error('The handler failed without an error');
    }
    const receipt = await renewal.stop();
    if (failure !== undefined) return this.#afterFailure(message, receipt, failure);
    if (receipt !== undefined) await endpoint.remove(message.id, receipt);
  }

  async #afterFailure(message: QueuedMessage, receipt: string | undefined, failure: unknown): Promise<void> {
    const { endpoint, rules } = this.#parts;
    this.#say('error', `A handler failed (attempt ${message.dequeueCount} of ${rules.maxDequeueCount})`, failure);
    if (receipt === undefined) return;
    if (message.dequeueCount >= rules.maxDequeueCount && this.#hasPoison) await this.#poison(message, receipt);
    else await endpoint.extend(message.id, receipt, rules.retryDelaySeconds);
  }

  /** First the copy, then the removal: a crash in between leaves two, never none. */
  async #poison(message: QueuedMessage, receipt: string): Promise<void> {
    this.#say('warning', 'A queue message goes to the poison queue', undefined);
    await this.#parts.endpoint.sendToPoison(message.text);
    await this.#parts.endpoint.remove(message.id, receipt);
  }

  /** The Functions host has no poison queue for a poison queue: such a message is tried for ever. */
  get #hasPoison(): boolean {
    return !this.#parts.endpoint.name.endsWith('-poison');
  }

  #say(level: 'warning' | 'error', what: string, error: unknown): void {
    const why = error === undefined ? '' : `: ${error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'}`;
    this.#parts.log({ level, text: `${what}; queue ${this.#parts.endpoint.name}${why}`, functionName: this.#parts.function.name });
  }
}

/** Undefined when it is not base64: nobody can handle it. */
function decoded(text: string): string | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0 ? Buffer.from(text, 'base64').toString() : undefined;
}

function triggerMetadata(queue: string, { id, receipt, dequeueCount, insertedAt }: QueuedMessage) {
  return {
    QueueTrigger: { string: queue },
    Id: { string: id },
    PopReceipt: { string: receipt },
    DequeueCount: { json: String(dequeueCount) },
    InsertionTime: { json: JSON.stringify(insertedAt) },
  };
}
