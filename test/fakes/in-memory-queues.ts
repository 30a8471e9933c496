import { checkDelay, queueMessageText } from '../../runtime/adapters/azure-storage/queue-rules';
import { poisonQueueName } from '../../runtime/adapters/azure-storage/store-names';
import type { Clock } from '../../runtime/ports/clock';
import type { QueueMessage, QueueName, Queues } from '../../runtime/ports/queues';
import type { FaultGate } from './fault-gate';

/** A queue message as a receiver sees it. */
export interface InMemoryReceivedMessage {
  readonly id: number;
  /** Changes with every receive and renewal: only its holder may renew or remove the message. */
  readonly receipt: number;
  readonly dequeueCount: number;
  /** As it travels: base64 of the JSON. */
  readonly text: string;
  readonly insertedAt: Date;
}

interface HeldMessage {
  readonly id: number;
  readonly text: string;
  readonly insertedAt: Date;
  visibleAt: number;
  dequeueCount: number;
  receipt: number;
}

const decoded = ({ text }: HeldMessage): QueueMessage => JSON.parse(Buffer.from(text, 'base64').toString()) as QueueMessage;

/** The messages of one queue. Visible ones are received in the order in which they were sent; Azure promises no order at all. */
export class InMemoryQueueStore {
  readonly #messages = new Map<number, HeldMessage>();
  readonly #clock: Clock;
  #steps = 0;

  constructor(
    readonly name: string,
    clock: Clock,
  ) {
    this.#clock = clock;
  }

  /** Waiting, delayed and received ones. */
  get size(): number {
    return this.#messages.size;
  }

  /** What is in the queue, decoded, for assertions. */
  messages(): QueueMessage[] {
    return [...this.#messages.values()].map(decoded);
  }

  /** Takes everything out, delayed messages too; what a receiver has in hand it can still renew and remove. */
  takeAll(): QueueMessage[] {
    const messages = this.messages();
    const now = this.#clock.now().getTime();
    for (const { id, dequeueCount, visibleAt } of [...this.#messages.values()])
      if (dequeueCount === 0 || visibleAt <= now) this.#messages.delete(id);
    return messages;
  }

  /** When the next message becomes visible; undefined when there is none, or none until `latest`. */
  nextVisibleAt(latest = Number.MAX_SAFE_INTEGER): Date | undefined {
    let first = Number.POSITIVE_INFINITY;
    for (const { visibleAt } of this.#messages.values()) first = Math.min(first, visibleAt);
    return first <= latest ? new Date(first) : undefined;
  }

  /** Id of the message that was sent last, as long as nothing was received since. */
  get newestId(): number {
    return this.#steps;
  }

  /** Calling the answer brings exactly these messages back: a queue that has lost what was sent and removed since. */
  remember(): () => void {
    const kept = [...this.#messages.values()].map((message) => ({ ...message }));
    return () => {
      this.#messages.clear();
      for (const message of kept) this.#messages.set(message.id, { ...message });
    };
  }

  send(text: string, delayInMs: number): void {
    const id = ++this.#steps;
    const insertedAt = this.#clock.now();
    this.#messages.set(id, { id, text, insertedAt, visibleAt: insertedAt.getTime() + delayInMs, dequeueCount: 0, receipt: id });
  }

  /** Takes up to `max` visible messages and hides them. */
  receive(max: number, visibilityInMs: number): InMemoryReceivedMessage[] {
    const now = this.#clock.now().getTime();
    const taken: InMemoryReceivedMessage[] = [];
    for (const message of this.#messages.values()) {
      if (taken.length === max) break;
      if (message.visibleAt > now) continue;
      message.visibleAt = now + visibilityInMs;
      message.dequeueCount += 1;
      message.receipt = ++this.#steps;
      const { id, receipt, dequeueCount, text, insertedAt } = message;
      taken.push({ id, receipt, dequeueCount, text, insertedAt });
    }
    return taken;
  }

  clear(): void {
    this.#messages.clear();
  }

  /** Hides a message for longer and answers the new receipt; undefined when somebody else has it by now, or it is gone. */
  renew(id: number, receipt: number, visibilityInMs: number): number | undefined {
    const message = this.#messages.get(id);
    if (message?.receipt !== receipt) return undefined;
    message.visibleAt = this.#clock.now().getTime() + visibilityInMs;
    message.receipt = ++this.#steps;
    return message.receipt;
  }

  /** False when somebody else has the message by now, or it is gone. */
  remove(id: number, receipt: number): boolean {
    if (this.#messages.get(id)?.receipt !== receipt) return false;
    return this.#messages.delete(id);
  }
}

/** All queues of a test with their poison queues, shared by its processes. */
export class InMemoryQueueStores {
  readonly #clock: Clock;
  readonly #queues = new Map<string, InMemoryQueueStore>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  remember(): () => void {
    const restore = new Map([...this.#queues].map(([name, queue]) => [name, queue.remember()]));
    return () => {
      for (const [name, queue] of this.#queues) (restore.get(name) ?? (() => queue.clear()))();
    };
  }

  queue(name: string): InMemoryQueueStore {
    let queue = this.#queues.get(name);
    if (queue === undefined) {
      queue = new InMemoryQueueStore(name, this.#clock);
      this.#queues.set(name, queue);
    }
    return queue;
  }
}

/** One process's way to the queues. */
export class InMemoryQueues implements Queues {
  readonly #stores: InMemoryQueueStores;
  readonly #gate: FaultGate;

  constructor(stores: InMemoryQueueStores, gate: FaultGate) {
    this.#stores = stores;
    this.#gate = gate;
  }

  async send(queue: QueueName, message: QueueMessage, delayInSeconds = 0): Promise<void> {
    const text = queueMessageText(queue, message);
    checkDelay(queue, delayInSeconds);
    await this.#gate.run(`queue/${queue}`, 'send', '', () => this.#stores.queue(queue).send(text, delayInSeconds * 1_000));
  }

  async count(queue: QueueName): Promise<number> {
    return this.#gate.run(`queue/${queue}`, 'count', '', () => this.#stores.queue(queue).size);
  }

  async poisonCount(queue: QueueName): Promise<number> {
    const poison = poisonQueueName(queue);
    return this.#gate.run(`queue/${poison}`, 'count', '', () => this.#stores.queue(poison).size);
  }
}
