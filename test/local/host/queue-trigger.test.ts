import type { HostLogEntry, Invocation, RegisteredFunction } from '../../../runtime/local/host/function-app';
import { QueueTrigger } from '../../../runtime/local/host/queue-trigger';
import { WorkerPool } from '../../../runtime/local/host/worker-pool';
import { type FaultDecision, FaultGate } from '../../fakes/fault-gate';
import { InMemoryQueueEndpoint } from '../../fakes/in-memory-queue-endpoint';
import { InMemoryQueueStores } from '../../fakes/in-memory-queues';
import { VirtualClock } from '../../fakes/virtual-clock';

const RULES = { batchSize: 16, newBatchThreshold: 8, maxDequeueCount: 5, retryDelaySeconds: 60 };

const SECOND_IN_MS = 1_000;

describe('a queue trigger', () => {
  let clock: VirtualClock;
  let stores: InMemoryQueueStores;
  let workers: WorkerPool;
  let logged: HostLogEntry[];
  let storageFault: FaultDecision;

  beforeEach(() => {
    clock = new VirtualClock();
    stores = new InMemoryQueueStores(clock);
    workers = new WorkerPool(16);
    logged = [];
    storageFault = 'pass';
  });

  const send = (message: unknown, queue = 'deliveries') =>
    stores.queue(queue).send(Buffer.from(JSON.stringify(message)).toString('base64'), 0);

  function trigger(
    handler: (message: Record<string, unknown>, invocation: Invocation) => Promise<void>,
    queue = 'deliveries',
  ): QueueTrigger {
    const fn: RegisteredFunction = {
      name: 'deliver',
      trigger: { type: 'queueTrigger', direction: 'in' },
      retry: undefined,
      invoke: async (invocation) => {
        await handler(JSON.parse(invocation.input.string ?? '') as Record<string, unknown>, invocation);
        return undefined;
      },
    };
    const endpoint = new InMemoryQueueEndpoint(queue, stores, new FaultGate({ hook: () => storageFault }));
    const log = (entry: HostLogEntry) => void logged.push(entry);
    return new QueueTrigger({ function: fn, endpoint, rules: RULES, workers, clock, log });
  }

  it('hands a message over and removes it after success', async () => {
    const seen: unknown[] = [];
    send({ v: 1, n: 7 });
    const queue = trigger(
      async (message, { metadata }) => void seen.push([message, metadata?.['DequeueCount'], metadata?.['QueueTrigger']]),
    );

    queue.start();
    await clock.advance(100);

    expect(seen).toEqual([[{ v: 1, n: 7 }, { json: '1' }, { string: 'deliveries' }]]);
    expect(stores.queue('deliveries').size).toBe(0);
    await clock.runUntil(queue.stop());
  });

  it('tries a failed message again after the delay of host.json, and after five attempts puts it into the poison queue', async () => {
    const attempts: string[] = [];
    send({ v: 1 });
    const queue = trigger(async (_message, { metadata }) => {
      attempts.push(`${metadata?.['DequeueCount']?.json} at ${(clock.now().getTime() - start) / SECOND_IN_MS}`);
      throw new Error('cannot be done');
    });
    const start = clock.now().getTime();

    queue.start();
    await clock.advance(59 * SECOND_IN_MS);
    expect(attempts).toEqual(['1 at 0']);
    await clock.advance(600 * SECOND_IN_MS);

    expect(attempts.map((attempt) => attempt.split(' ')[0])).toEqual(['1', '2', '3', '4', '5']);
    expect(stores.queue('deliveries').size).toBe(0);
    expect(stores.queue('deliveries-poison').messages()).toEqual([{ v: 1 }]);
    expect(logged.filter(({ level }) => level === 'error')).toHaveLength(5);
    expect(logged.at(-1)).toMatchObject({ level: 'warning', functionName: 'deliver' });
    await clock.runUntil(queue.stop());
  });

  it('tries a message of a poison queue for ever', async () => {
    let attempts = 0;
    send({ v: 1 }, 'deliveries-poison');
    const queue = trigger(async () => {
      attempts += 1;
      throw new Error('cannot be done');
    }, 'deliveries-poison');

    queue.start();
    await clock.advance(20 * 61 * SECOND_IN_MS);

    expect(attempts).toBeGreaterThan(10);
    expect(stores.queue('deliveries-poison').size).toBe(1);
    await clock.runUntil(queue.stop());
  });

  it('keeps a message hidden while its handler runs, however long', async () => {
    let running = 0;
    let handled = 0;
    send({ v: 1 });
    const queue = trigger(async () => {
      running += 1;
      await clock.sleep(7 * 60 * SECOND_IN_MS);
      handled += 1;
    });
    const other = trigger(async () => {
      running += 1;
    });

    queue.start();
    await clock.advance(100);
    other.start();
    await clock.advance(6 * 60 * SECOND_IN_MS);
    expect([running, handled, stores.queue('deliveries').size]).toEqual([1, 0, 1]);

    await clock.advance(2 * 60 * SECOND_IN_MS);
    expect([running, handled, stores.queue('deliveries').size]).toEqual([1, 1, 0]);
    await clock.runUntil(Promise.all([queue.stop(), other.stop()]));
  });

  it('gives the message of a dead process to another one within a minute', async () => {
    const seen: unknown[] = [];
    send({ v: 1 });
    expect(stores.queue('deliveries').receive(1, 60_000)).toHaveLength(1);
    const queue = trigger(async (_message, { metadata }) => void seen.push(metadata?.['DequeueCount']?.json));

    queue.start();
    await clock.advance(62 * SECOND_IN_MS);

    expect(seen).toEqual(['2']);
    await clock.runUntil(queue.stop());
  });

  it('poisons a message at once whose handlers never came back', async () => {
    send({ v: 1 });
    for (let crash = 0; crash < 5; crash += 1) stores.queue('deliveries').receive(1, 0);
    let handled = 0;
    const queue = trigger(async () => {
      handled += 1;
    });

    queue.start();
    await clock.advance(SECOND_IN_MS);

    expect(handled).toBe(0);
    expect(stores.queue('deliveries-poison').size).toBe(1);
    await clock.runUntil(queue.stop());
  });

  it('poisons what is not base64', async () => {
    stores.queue('deliveries').send('{"v":1}', 0);
    const queue = trigger(async () => {});

    queue.start();
    await clock.advance(SECOND_IN_MS);

    expect(stores.queue('deliveries-poison').size).toBe(1);
    await clock.runUntil(queue.stop());
  });

  it('does not remove a message that somebody else has by now', async () => {
    send({ v: 1 });
    const queue = trigger(async () => {
      await clock.sleep(10 * SECOND_IN_MS);
      const [held] = stores.queue('deliveries').messages();
      expect(held).toEqual({ v: 1 });
    });

    queue.start();
    await clock.advance(100);
    storageFault = 'fail-before';
    await clock.advance(5 * SECOND_IN_MS);
    clock.jumpTo(new Date(clock.now().getTime() + 100 * SECOND_IN_MS));
    const [taken] = stores.queue('deliveries').receive(1, 600_000);
    storageFault = 'pass';
    await clock.advance(20 * SECOND_IN_MS);

    expect(taken).toBeDefined();
    expect(stores.queue('deliveries').size).toBe(1);
    await clock.runUntil(queue.stop());
  });

  it('handles no more messages side by side than there are workers', async () => {
    workers = new WorkerPool(3);
    for (let n = 0; n < 20; n += 1) send({ v: 1, n });
    let running = 0;
    let most = 0;
    const handler = async () => {
      running += 1;
      most = Math.max(most, running);
      await clock.sleep(100);
      running -= 1;
    };
    const queues = [trigger(handler), trigger(handler)];

    for (const queue of queues) queue.start();
    await clock.advance(5 * SECOND_IN_MS);

    expect([most, running, stores.queue('deliveries').size]).toEqual([3, 0, 0]);
    await clock.runUntil(Promise.all(queues.map((queue) => queue.stop())));
  });

  it('takes one function no more messages than batch and threshold allow', async () => {
    workers = new WorkerPool(100);
    for (let n = 0; n < 60; n += 1) send({ v: 1, n });
    let most = 0;
    let running = 0;
    const queue = trigger(async () => {
      running += 1;
      most = Math.max(most, running);
      await clock.sleep(SECOND_IN_MS);
      running -= 1;
    });

    queue.start();
    await clock.advance(30 * SECOND_IN_MS);

    expect(most).toBe(24);
    expect(stores.queue('deliveries').size).toBe(0);
    await clock.runUntil(queue.stop());
  });

  it('asks an idle queue once a second at most, and for a message of its own process when it becomes visible', async () => {
    const calls: number[] = [];
    storageFault = { before: () => void calls.push(clock.now().getTime()) };
    const queue = trigger(async () => {});

    queue.start();
    await clock.advance(10 * SECOND_IN_MS);
    const idle = calls.length;
    await clock.advance(10 * SECOND_IN_MS);
    expect(calls.length - idle).toBeLessThanOrEqual(11);

    send({ v: 1 });
    queue.sent(0);
    await clock.advance(30);
    expect(stores.queue('deliveries').size).toBe(0);

    const before = calls.length;
    for (let sent = 0; sent < 100; sent += 1) {
      queue.sent(0);
      await clock.advance(10);
    }
    expect(calls.length - before).toBeLessThanOrEqual(42);
    await clock.runUntil(queue.stop());
  });

  it('asks for a delayed message at its time and not before, whatever else was sent meanwhile', async () => {
    const calls: number[] = [];
    storageFault = { before: () => void calls.push(clock.now().getTime()) };
    const queue = trigger(async () => {});
    queue.start();
    await clock.advance(10 * SECOND_IN_MS);

    const start = clock.now().getTime();
    queue.sent(3);
    queue.sent(0);
    await clock.advance(4 * SECOND_IN_MS);

    const asked = calls.map((at) => at - start);
    expect(asked).toContain(3 * SECOND_IN_MS);
    expect(asked.filter((at) => at > 0 && at <= 4 * SECOND_IN_MS).length).toBeLessThanOrEqual(7);
    await clock.runUntil(queue.stop());
  });

  it('goes on when storage answers again, and says once that it did not', async () => {
    send({ v: 1 });
    storageFault = 'fail-before';
    const queue = trigger(async () => {});

    queue.start();
    await clock.advance(30 * SECOND_IN_MS);
    expect(logged).toHaveLength(1);
    storageFault = 'pass';
    await clock.advance(2 * SECOND_IN_MS);

    expect(stores.queue('deliveries').size).toBe(0);
    await clock.runUntil(queue.stop());
  });

  it('waits for running handlers when it stops, and takes nothing new', async () => {
    send({ v: 1, n: 1 });
    const handled: unknown[] = [];
    const queue = trigger(async ({ n }) => {
      await clock.sleep(5 * SECOND_IN_MS);
      handled.push(n);
    });
    queue.start();
    await clock.advance(SECOND_IN_MS);

    const stopped = queue.stop();
    send({ v: 1, n: 2 });
    await clock.runUntil(stopped);

    expect(handled).toEqual([1]);
    expect(stores.queue('deliveries').messages()).toEqual([{ v: 1, n: 2 }]);
  });
});
