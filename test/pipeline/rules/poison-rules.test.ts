import type { PackageRow } from '../../../runtime/pipeline/rows/package-row';
import type { RowKey } from '../../../runtime/ports/table';
import type { FaultHook } from '../../fakes/fault-gate';
import { call, nth, once, pausedAfter } from './pause';
import { HOUR_IN_MS, LONG_HANDLING, Scene } from './scene';

jest.setTimeout(60_000);

const create = call('exchange', 'create');
const look = call('exchange', 'look');
const batchOutcome = call('table/batches', 'transact');
const deliveryMessage = call('queue/deliveries', 'send');

/** The batch is written and queued; nobody has taken its message. */
async function queued(options: Parameters<typeof Scene.open>[0] = {}) {
  const scene = await Scene.open(options);
  const runId = await scene.openRun();
  await scene.world.process().drain({ until: () => scene.world.account.queues.queue('deliveries').size === 1 });
  return { scene, runId };
}

/** Its batch is queued, and the process died before its row said so. */
async function halfUnpacked() {
  const scene = await Scene.open();
  const runId = await scene.openRun();
  await scene.world.process(once('crash-after', deliveryMessage)).drain();
  return { scene, runId };
}

async function poison(scene: Scene, queue: 'deliveries' | 'packages', hook?: FaultHook): Promise<void> {
  const [message] = scene.take(queue);
  const process = scene.world.process(hook);
  await process.run(() => process.pipeline.handlePoison(queue, message, LONG_HANDLING));
}

describe('poison-looks', () => {
  it('adopts the copy of a create whose answer was lost instead of calling it held', async () => {
    const { scene, runId } = await queued();
    const process = scene.world.process(once('crash-after', create));
    const [message] = scene.world.account.queues.queue('deliveries').messages();
    await process.run(() => scene.handle(process, 'deliveries', message));
    expect(scene.states).toEqual(['creating']);
    await scene.world.clock.advance(61_000);

    await poison(scene, 'deliveries');

    expect(scene.row).toMatchObject({ state: 'imported', exchangeId: scene.copies[0]?.id });
    await scene.end();
    expect((await scene.report(runId)).counts).toMatchObject({ imported: 1, held: 0 });
    expect(await scene.violations()).toEqual([]);
  });

  it('makes held what a look does not find, and a later run looks before it creates', async () => {
    const { scene, runId } = await queued();
    const process = scene.world.process(once('crash-before', create));
    const [message] = scene.world.account.queues.queue('deliveries').messages();
    await process.run(() => scene.handle(process, 'deliveries', message));
    await scene.world.clock.advance(61_000);

    await poison(scene, 'deliveries');

    expect(scene.states).toEqual(['held']);
    await scene.end();
    expect((await scene.report(runId)).counts).toMatchObject({ imported: 0, held: 1 });
    const looks = scene.requests('look');
    await scene.openRun();
    await scene.end();
    expect(scene.requests('look')).toBeGreaterThan(looks);
    expect(await scene.violations()).toEqual([]);
  });

  it('makes held what it cannot look for', async () => {
    const { scene } = await queued();
    const process = scene.world.process(once('crash-after', create));
    const [message] = scene.world.account.queues.queue('deliveries').messages();
    await process.run(() => scene.handle(process, 'deliveries', message));
    await scene.world.clock.advance(61_000);

    await poison(scene, 'deliveries', once('fail-before', look));

    expect(scene.states).toEqual(['held']);
    await scene.openRun();
    await scene.end();
    expect(scene.requests('create')).toBe(1);
    expect(await scene.violations()).toEqual([]);
  });

  it('also before it makes held what a package that failed had queued', async () => {
    const { scene, runId } = await halfUnpacked();
    const process = scene.world.process(once('crash-after', create));
    await process.run(() => scene.handle(process, 'deliveries', scene.take('deliveries')[0]));
    expect(scene.states).toEqual(['creating']);
    await scene.world.clock.advance(61_000);

    await poison(scene, 'packages');

    expect(scene.row).toMatchObject({ state: 'imported', exchangeId: scene.copies[0]?.id });
    await scene.end();
    expect(await scene.report(runId)).toMatchObject({ reconciled: true, counts: { imported: 1, held: 0 } });
  });

  it('makes held without a look what another worker has in hand, and the next run finds its copy', async () => {
    const { scene } = await halfUnpacked();
    const pause = pausedAfter(create);
    const worker = scene.world.process(pause.hook);
    const working = worker.alive(scene.handle(worker, 'deliveries', scene.take('deliveries')[0]));
    await scene.until(pause.reached);

    await poison(scene, 'packages');

    expect(scene.states).toEqual(['held']);
    pause.goOn();
    await scene.until(working.catch(() => undefined));
    await scene.end();
    await scene.openRun();
    await scene.end();
    expect(scene.requests('create')).toBe(1);
    expect(scene.states).toEqual(['imported']);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('poison-only-open', () => {
  it('leaves what has an outcome as it is', async () => {
    const { scene, runId } = await queued({ messages: 3 });
    // Two copies are made and known, the answer to the third create is lost.
    const process = scene.world.process(once('fail-after', nth(3, create)));
    const [message] = scene.world.account.queues.queue('deliveries').messages();
    await process.run(() => scene.handle(process, 'deliveries', message));
    expect(scene.states.toSorted()).toEqual(['creating', 'imported', 'imported']);
    const imported = scene.rows.filter(({ state }) => state === 'imported');
    await scene.world.clock.advance(61_000);

    await poison(scene, 'deliveries', once('fail-before', look));

    expect(scene.rows.filter(({ state }) => state === 'imported')).toEqual(imported);
    expect(scene.states.toSorted()).toEqual(['held', 'imported', 'imported']);
    await scene.end();
    expect((await scene.report(runId)).counts).toMatchObject({ imported: 2, held: 1 });
  });

  it('also when the batch does not know yet what the ledger knows', async () => {
    const { scene, runId } = await queued();
    const process = scene.world.process(once('crash-before', batchOutcome));
    const [message] = scene.world.account.queues.queue('deliveries').messages();
    await process.run(() => scene.handle(process, 'deliveries', message));
    expect(scene.states).toEqual(['imported']);
    const { row } = scene;
    await scene.world.clock.advance(61_000);

    await poison(scene, 'deliveries');

    expect(scene.row).toEqual(row);
    await scene.end();
    expect((await scene.report(runId)).counts).toMatchObject({ imported: 1, held: 0 });
    expect(await scene.openHeld()).toEqual([]);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('held-if-match', () => {
  it('reads a row again that somebody changed while poison looked', async () => {
    const { scene, runId } = await queued();
    const ledger = scene.world.account.table('deliveries');
    const changes = once(
      { before: async () => void ledger.apply({ kind: 'upsert', row: { ...scene.row } }) },
      call('table/deliveries', 'transact'),
    );

    await poison(scene, 'deliveries', changes);

    expect(scene.states).toEqual(['held']);
    await scene.end();
    expect((await scene.report(runId)).counts).toMatchObject({ imported: 0, held: 1 });
    expect(scene.wasQuick).toBe(true);
  });
});

describe('poison-package-rows', () => {
  it('holds the rest when its own process died on the way', async () => {
    const { scene, runId } = await halfUnpacked();
    const message = scene.take('packages')[0];
    const dies = scene.world.process(once('crash-after', nth(2, call('table/packages', 'replace'))));
    await dies.run(() => dies.pipeline.handlePoison('packages', message, LONG_HANDLING));
    expect(scene.states).toEqual(['pending']);

    const again = scene.world.process();
    await again.run(() => again.pipeline.handlePoison('packages', message, LONG_HANDLING));

    expect(scene.states).toEqual(['held']);
    scene.take('deliveries');
    await scene.end();
    expect((await scene.report(runId)).counts).toMatchObject({ imported: 0, held: 1 });
  });

  it('also makes held what a package had queued before it failed for good', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    const process = scene.world.process(once('crash-after', deliveryMessage));
    await process.drain();
    expect(process.gate.isDead).toBe(true);
    expect(scene.states).toEqual(['pending']);
    const packages = scene.world.account.table('packages');
    const [row] = [...packages.rows()].filter(({ partition }) => partition === runId) as PackageRow[];
    packages.apply({ kind: 'upsert', row: { ...(row as PackageRow), failedAt: scene.world.clock.now().toISOString() } as RowKey });

    await poison(scene, 'packages');

    expect(scene.states).toEqual(['held']);
    await scene.end();
    expect(scene.requests('create')).toBe(0);
    expect(await scene.report(runId)).toMatchObject({
      reconciled: true,
      state: 'degraded',
      packages: [{ state: 'rejected', problems: [{ code: 'processing-failed' }] }],
      counts: { imported: 0, held: 1 },
    });
    expect((await scene.openHeld()).toSorted()).toEqual(['rejected-package', 'rejected-package']);
  });

  it('that failed for no reason anybody knows goes on in the next run, and is rejected when it fails there again', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    await scene.world.process().drain({ until: () => scene.world.account.queues.queue('packages').size > 0 });
    await poison(scene, 'packages');
    expect(await scene.openHeld()).toEqual(['attempts-exhausted']);
    await scene.end();
    scene.skip(24 * HOUR_IN_MS);
    await scene.openRun();
    await scene.world.process().drain({ until: () => scene.world.account.queues.queue('packages').size > 0 });

    await poison(scene, 'packages');

    expect(await scene.openHeld()).toEqual(['rejected-package']);
  });
});
