import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import { UserGoneError } from '../../../runtime/ports/exchange-errors';
import type { RowKey } from '../../../runtime/ports/table';
import { call } from '../rules/pause';
import { Scene } from '../rules/scene';

jest.setTimeout(60_000);

const DAY_IN_MS = 86_400_000;
const checkpoint = call('table/packages', 'replace');

/** Two captures of a message in two packages, collected; the second one's batch has decided that it is a duplicate, then the first is held. */
async function decidedThenHeld(): Promise<{ scene: Scene; unpackAgain: () => Promise<void> }> {
  const scene = await Scene.open({ captures: 2 });
  scene.world.exchange.mailbox(scene.mailboxId).refusal = () => new UserGoneError(scene.mailboxId);
  await scene.openRun();
  const collector = scene.world.process();
  await collector.drain({ until: () => scene.world.account.queues.queue('packages').size === 2 });
  const [first, second] = scene.take('packages');
  const handle = (queue: 'packages' | 'deliveries', message: unknown, process = scene.world.process()) =>
    process.run(() => scene.handle(process, queue, message));
  await handle('packages', first);
  // The part is written, its checkpoint is not: the queue brings the package again.
  let replaced = 0;
  const lostCheckpoint = scene.world.process((point) => (checkpoint(point) && ++replaced === 2 ? 'fail-before' : 'pass'));
  await handle('packages', second, lostCheckpoint);
  const [ofFirst, ofSecond] = scene.take('deliveries');
  await handle('deliveries', ofSecond);
  await handle('deliveries', ofFirst);
  return { scene, unpackAgain: async () => void (await handle('packages', second)) };
}

async function nextDay(scene: Scene): Promise<void> {
  scene.world.exchange.mailbox(scene.mailboxId).refusal = undefined;
  await scene.end();
  scene.skip(DAY_IN_MS);
  await scene.openRun();
  await scene.end();
}

describe('a package that is unpacked again', () => {
  it('re-opens no held delivery for a batch that has decided it: nobody would ever work on it', async () => {
    const { scene, unpackAgain } = await decidedThenHeld();
    expect(scene.states).toEqual(['held']);

    await unpackAgain();

    expect(scene.states).toEqual(['held']);
    await nextDay(scene);
    expect(scene.states).toEqual(['imported']);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('a row that is open for a batch which has decided it', () => {
  it.each([
    ['has decided it', (row: DeliveryRow) => row],
    ['is gone', (row: DeliveryRow) => ({ ...row, batchId: 'gone' })],
  ])('is taken over by whoever takes up its held entry, when that batch %s', async (_what, change) => {
    const { scene } = await decidedThenHeld();
    const open: RowKey = { ...change(scene.row), state: 'pending', claims: 0, claimedAt: '' } as RowKey;
    scene.world.account.table('deliveries').apply({ kind: 'upsert', row: open });

    await nextDay(scene);

    expect(scene.states).toEqual(['imported']);
    expect(await scene.openHeld()).toEqual([]);
    expect(scene.copies).toHaveLength(1);
  });
});

describe('a store that cannot be read while a package is unpacked', () => {
  it('rejects nothing: the package is unpacked in the same run as soon as the store answers', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    let failures = 0;
    const hook = (point: { store: string; operation: string }) =>
      point.store === 'table/batches' && point.operation === 'transact' && ++failures <= 10 ? ('fail-before' as const) : ('pass' as const);

    await scene.until(scene.worker(hook).working);

    expect(failures).toBeGreaterThan(10);
    expect(scene.states).toEqual(['imported']);
    expect((await scene.reports()).map(({ state }) => state)).toEqual(['complete']);
    expect(await scene.violations()).toEqual([]);
  });

  it('leaves the package to the next run when its own ends before', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    const hook = (point: { store: string }) => (point.store === 'directory' ? ('fail-before' as const) : ('pass' as const));
    await scene.until(scene.worker(hook).working);
    expect((await scene.reports()).map(({ state }) => state)).toEqual(['degraded']);

    scene.skip(DAY_IN_MS);
    await scene.openRun();
    await scene.end();

    expect(scene.states).toEqual(['imported']);
    expect(await scene.openHeld()).toEqual([]);
    expect(await scene.violations()).toEqual([]);
  });

  it('still rejects a package whose processing itself fails', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    const hook = (point: { store: string; operation: string }) =>
      point.store === 'container/packages' && point.operation === 'range'
        ? { before: () => Promise.reject(new TypeError('a defect of our own')) }
        : ('pass' as const);

    await scene.until(scene.worker(hook).working);

    expect((await scene.reports()).flatMap(({ packages }) => packages)).toMatchObject([
      { state: 'rejected', problems: [{ code: 'processing-failed' }] },
    ]);
    expect(await scene.openHeld()).toEqual(['rejected-package']);
  });
});
