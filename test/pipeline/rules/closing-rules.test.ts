import { stopRun } from '../../../runtime/pipeline/runs/read-run';
import { resumeRun } from '../../../runtime/pipeline/runs/send-again';
import { MailboxThrottledError } from '../../../runtime/ports/exchange-errors';
import { call, firstOf, frozenBefore, once, pausedBefore } from './pause';
import { HOUR_IN_MS, LONG_HANDLING, MINUTE_IN_MS, Scene } from './scene';

jest.setTimeout(60_000);

const batchRows = call('table/batches', 'transact');
const ledgerRows = call('table/deliveries', 'transact');
const deliveryMessage = call('queue/deliveries', 'send');

/** A mailbox that is silent for the whole run. */
function throttled(scene: Scene): void {
  const { clock } = scene.world;
  const until = new Date(clock.now().getTime() + 5 * HOUR_IN_MS);
  scene.world.exchange.mailbox(scene.mailboxId).refusal = () =>
    clock.now() < until ? new MailboxThrottledError(scene.mailboxId, new Date(clock.now().getTime() + HOUR_IN_MS)) : undefined;
}

describe('leftovers', () => {
  it('closes a run after its hours, and what it could not do goes on in the next one', async () => {
    const scene = await Scene.open();
    throttled(scene);
    const runId = await scene.openRun();

    await scene.end({ until: async () => (await scene.reports()).length === 1 });

    expect(scene.world.clock.now().getTime() - scene.startedAt).toBeLessThan(4.5 * HOUR_IN_MS);
    expect(await scene.report(runId)).toMatchObject({ state: 'degraded', reconciled: true, counts: { imported: 0, held: 1 } });
    expect(await scene.openHeld()).toEqual(['attempts-exhausted']);
    scene.skip(HOUR_IN_MS);
    const next = await scene.openRun();
    await scene.end();
    expect(await scene.report(next)).toMatchObject({ counts: { imported: 1 }, heldBalance: { opening: 1, resolved: 1, closing: 0 } });
    expect(await scene.violations()).toEqual([]);
  });
});

describe('closing-first', () => {
  it('imports nothing of a batch that was written after the leftovers of its run were read', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    const slow = frozenBefore(batchRows);
    const unpacking = scene.worker(slow.hook);
    await scene.until(slow.reached);
    scene.skip(4 * HOUR_IN_MS + MINUTE_IN_MS);
    // Settle has held what it found, and decides the report at this moment.
    const deciding = pausedBefore(call('container/work', 'put'));
    const settling = scene.world.process(deciding.hook).pipeline.settle(LONG_HANDLING);
    await scene.until(deciding.reached);
    slow.goOn();
    const delivering = scene.worker();
    await scene.world.clock.advance(MINUTE_IN_MS);

    deciding.goOn();
    await scene.until(Promise.all([settling, unpacking.working, delivering.working]));
    await scene.end();

    expect((await scene.report(runId)).counts).toMatchObject({ imported: 0 });
    expect(scene.copies).toHaveLength(0);
    const next = await scene.openRun();
    await scene.end();
    expect((await scene.report(next)).counts.imported).toBe(1);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('run-after-rows', () => {
  it('sees a run that began to close between its claim and its POST', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    await scene.world.process().drain({ until: () => scene.world.account.queues.queue('deliveries').size === 1 });
    const [message] = scene.take('deliveries');
    const claiming = pausedBefore(ledgerRows);
    const process = scene.world.process(claiming.hook);
    const delivering = scene.handle(process, 'deliveries', message);
    await scene.until(claiming.reached);
    const { row, etag } = (await scene.world.stores.runs.get(runId, 'run')) as { row: never; etag: string };
    await scene.world.stores.runs.replace({ ...(row as object), state: 'closing' } as never, etag);

    claiming.goOn();
    await scene.until(delivering);

    expect(scene.requests('create')).toBe(0);
    expect(scene.states).toEqual(['held']);
  });
});

describe('closed-imports-nothing', () => {
  it('makes held what a queue message of a closed run stands for', async () => {
    const { scene, runId, process } = await slowerThanItsRun();
    const [message] = scene.take('deliveries');
    expect(scene.states).toEqual(['pending']);

    await process.run(() => scene.handle(process, 'deliveries', message));

    expect(scene.states).toEqual(['held']);
    expect(scene.requests('create')).toBe(0);
    expect((await scene.report(runId)).counts).toMatchObject({ imported: 0 });
    const next = await scene.openRun();
    await scene.end();
    expect((await scene.report(next)).counts.imported).toBe(1);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('sweep-closed', () => {
  it('makes held what a handler that was slow wrote after its run was closed, without any queue message', async () => {
    const { scene } = await slowerThanItsRun();
    scene.take('deliveries');
    expect(scene.states).toEqual(['pending']);

    await scene.end();
    await scene.settle();

    expect(scene.states).toEqual(['held']);
    expect(await scene.openHeld()).toContain('attempts-exhausted');
    const next = await scene.openRun();
    await scene.end();
    expect((await scene.report(next)).counts.imported).toBe(1);
    expect(await scene.violations()).toEqual([]);
  });
});

/** Unpack stands still before it writes, until its run is closed; then it goes on, queues a batch, and its process ends. */
async function slowerThanItsRun(meanwhile: (runId: string, scene: Scene) => Promise<void> = async () => {}) {
  const scene = await Scene.open();
  const runId = await scene.openRun();
  const slow = frozenBefore((point) => point.store === 'container/work' && point.operation === 'put');
  const { working } = scene.worker(firstOf(slow.hook, once('crash-after', deliveryMessage)));
  await scene.until(slow.reached);
  await meanwhile(runId, scene);
  await scene.closeByTime();
  slow.goOn();
  await scene.until(working);
  return { scene, runId, process: scene.world.process() };
}

describe('stuck-work', () => {
  it('queues again what lost its queue message, while its run is open', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    await scene.world.process().drain({ until: () => scene.world.account.queues.queue('deliveries').size === 1 });
    scene.take('deliveries');

    await scene.end();

    expect(await scene.report(runId)).toMatchObject({ state: 'complete', counts: { imported: 1, held: 0 } });
    expect(scene.world.log).toContainEqual(expect.objectContaining({ level: 'warn', text: 'Stuck work queued again' }));
    expect(await scene.violations()).toEqual([]);
  });

  it.each(['collect', 'packages'])('also when the message of queue %s is lost', async (queue) => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    await scene.world.process().drain({ until: () => scene.world.account.queues.queue(queue).size > 0 && isPackage(scene, queue) });
    scene.take(queue);

    await scene.end();

    expect((await scene.report(runId)).counts).toMatchObject({ imported: 1, held: 0 });
    expect(await scene.violations()).toEqual([]);
  });

  const isPackage = (scene: Scene, queue: string): boolean =>
    scene.world.account.queues
      .queue(queue)
      .messages()
      .some((message) => typeof message['packageId'] === 'string');
});

describe('resume-packages', () => {
  it('sends packages again whose queue messages were dropped while the run was stopped', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    const process = scene.world.process();
    await process.drain({ until: () => isQueued(scene, 'packages') });
    await process.run(() => stopRun(process.ports, runId, 'administrator'));
    await process.drain({ patienceInMs: 10 * MINUTE_IN_MS, until: () => !isQueued(scene, 'packages') });

    await process.run(() => resumeRun(runId, process.ports));
    await scene.end();

    expect((await scene.report(runId)).counts).toMatchObject({ imported: 1, held: 0 });
    expect(scene.wasQuick).toBe(true);
    expect(await scene.violations()).toEqual([]);
  });

  it('sends batches again whose queue messages were dropped while the run was stopped', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    const process = scene.world.process();
    await process.drain({ until: () => isQueued(scene, 'deliveries') });
    await process.run(() => stopRun(process.ports, runId, 'administrator'));
    await process.drain({ patienceInMs: 10 * MINUTE_IN_MS, until: () => !isQueued(scene, 'deliveries') });
    expect(scene.row).toMatchObject({ state: 'pending', claims: 0 });

    await process.run(() => resumeRun(runId, process.ports));
    await scene.end();

    expect((await scene.report(runId)).counts).toMatchObject({ imported: 1, held: 0 });
    expect(scene.wasQuick).toBe(true);
    expect(await scene.violations()).toEqual([]);
  });

  const isQueued = (scene: Scene, queue: string): boolean => scene.world.account.queues.queue(queue).size > 0;
});

describe('closed-before-stopped', () => {
  it('makes held what a queue message of a run that was stopped, and then closed, stands for', async () => {
    const { scene, runId, process } = await slowerThanItsRun(async (id, { world }) => {
      const other = world.process();
      await other.run(() => stopRun(other.ports, id, 'administrator'));
    });
    expect(await scene.world.run(runId)).toMatchObject({ state: 'closed', stopped: 'administrator' });
    const [message] = scene.take('deliveries');
    expect(scene.states).toEqual(['pending']);

    await process.run(() => scene.handle(process, 'deliveries', message));

    expect(scene.states).toEqual(['held']);
    await scene.openRun();
    await scene.end();
    expect(await scene.violations()).toEqual([]);
  });
});
