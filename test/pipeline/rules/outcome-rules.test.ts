import { call, firstOf, frozenAfter, once, pausedAfter, pausedBefore } from './pause';
import { deliverTwice } from './same-session';
import { HOUR_IN_MS, LONG_HANDLING, MINUTE_IN_MS, Scene } from './scene';

jest.setTimeout(60_000);

const create = call('exchange', 'create');
const look = call('exchange', 'look');

describe('own-epoch-looks', () => {
  it('looks for a create whose answer was lost also while the lease is the same', async () => {
    const scene = await Scene.open();

    const after = await deliverTwice(scene, once('fail-after', create));

    expect(after).toEqual({ epochs: [1], states: ['imported'] });
    expect(scene.requests('create')).toBe(1);
    expect(scene.copies).toHaveLength(1);
  });
});

describe('outcome-after-create', () => {
  it('says imported of nothing that is not there, whenever a worker dies', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    await scene.until(scene.worker(once('crash-before', create)).working);

    expect(scene.copies).toHaveLength(0);
    expect(scene.states).toEqual(['creating']);
    await scene.end();
    expect(scene.copies).toHaveLength(1);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('outcome-if-match', () => {
  it('leaves a delivery held that its run closed over, until a later run counts its copy', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    const made = frozenAfter(create);
    const first = scene.worker(made.hook);
    await scene.until(made.reached);
    await scene.closeByTime();
    expect(scene.states).toEqual(['held']);
    scene.take('deliveries');

    made.goOn();
    await scene.until(first.working);
    expect(scene.states).toEqual(['held']);
    const next = await scene.openRun();
    await scene.end();

    expect((await scene.report(runId)).counts).toMatchObject({ imported: 0, held: 1 });
    expect((await scene.report(next)).counts).toMatchObject({ imported: 1 });
    expect(scene.requests('create')).toBe(1);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('delete-own', () => {
  it('removes the copy that a paused worker made when another one has made and named its own', async () => {
    // The first copy is not seen by looks for as long as the other one needs to make its own.
    const lags = [10 * MINUTE_IN_MS];
    const scene = await Scene.open({ exchange: { lagInMs: () => lags.pop() ?? 0 } });
    await scene.openRun();
    const made = frozenAfter(create);
    const first = scene.worker(made.hook);
    await scene.until(made.reached);
    await scene.world.clock.advance(61_000);
    scene.repeat('deliveries');
    await scene.world.process().drain({ until: () => scene.states[0] === 'imported' });
    expect(scene.copies).toHaveLength(2);

    made.goOn();
    await scene.until(first.working);

    expect(scene.copies.map(({ id }) => id)).toEqual([scene.row.exchangeId]);
    await scene.end();
    expect(await scene.violations()).toEqual([]);
  });

  it('lists the copy when it cannot be removed', async () => {
    const lags = [10 * MINUTE_IN_MS];
    const scene = await Scene.open({ exchange: { lagInMs: () => lags.pop() ?? 0 } });
    await scene.openRun();
    const made = frozenAfter(create);
    const first = scene.worker(firstOf(once('fail-before', call('exchange', 'remove'), Number.POSITIVE_INFINITY), made.hook));
    await scene.until(made.reached);
    await scene.world.clock.advance(61_000);
    scene.repeat('deliveries');
    await scene.world.process().drain({ until: () => scene.states[0] === 'imported' });

    made.goOn();
    await scene.until(first.working);
    await scene.end();

    expect(scene.copies).toHaveLength(2);
    const next = await scene.openRun();
    await scene.end();
    expect((await scene.report(next)).counts).toMatchObject({ imported: 0, duplicatesFound: 1 });
    expect(scene.world.log).toContainEqual(expect.objectContaining({ level: 'error', text: 'Own copy could not be removed' }));
  });
});

describe('delete-if-other-named', () => {
  it('leaves its copy to the next look when the row names no other one', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    const made = frozenAfter(create);
    const first = scene.worker(made.hook);
    await scene.until(made.reached);
    scene.take('deliveries');
    await scene.closeByTime();
    expect(scene.states).toEqual(['held']);

    made.goOn();
    await scene.until(first.working);
    expect(scene.copies).toHaveLength(1);
    expect(scene.requests('remove')).toBe(0);
    const [copy] = scene.copies;
    await scene.openRun();
    await scene.end();

    expect(scene.row).toMatchObject({ state: 'imported', exchangeId: copy?.id });
    expect(await scene.violations()).toEqual([]);
  });

  it('names no copy that it is about to remove', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    const made = frozenAfter(create);
    const first = scene.worker(made.hook);
    await scene.until(made.reached);
    await scene.closeByTime();
    scene.take('deliveries');
    await scene.openRun();
    // The next run has found the copy and is about to name it.
    const found = pausedAfter(look);
    const second = scene.worker(found.hook);
    await scene.until(found.reached);

    made.goOn();
    await scene.world.clock.advance(1_000);
    found.goOn();
    await scene.until(Promise.all([first.working, second.working]));
    await scene.end();

    expect(scene.states).toEqual(['imported']);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('held-if-match', () => {
  it('makes nothing held that was imported while its run was being closed', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    const made = frozenAfter(create);
    const first = scene.worker(made.hook);
    await scene.until(made.reached);
    scene.skip(4 * HOUR_IN_MS);
    // Settle has read the row `creating` and is about to write it held.
    const holding = pausedBefore(call('table/held', 'insert'));
    const settling = scene.world.process(holding.hook).pipeline.settle(LONG_HANDLING);
    await scene.until(holding.reached);
    made.goOn();
    await scene.world.clock.advance(2_000);
    expect(scene.states).toEqual(['imported']);

    holding.goOn();
    await scene.until(Promise.all([settling, first.working]));
    await scene.end();

    expect(scene.states).toEqual(['imported']);
    expect((await scene.report(runId)).counts).toMatchObject({ imported: 1, held: 0 });
    expect(await scene.openHeld()).toEqual([]);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('held-row-first', () => {
  const isHeldRow = call('table/held', 'insert');
  const isLedgerRow = call('table/deliveries', 'transact');

  it.each(['crash-after', 'fail-after'] as const)(
    'hides nothing that is held when settle ends between its two writes (%s)',
    async (decision) => {
      const scene = await Scene.open();
      await scene.openRun();
      await scene.world.process().drain({ until: () => scene.world.account.queues.queue('deliveries').size === 1 });
      scene.take('deliveries');
      scene.skip(4 * HOUR_IN_MS);
      const settling = scene.world.process(once(decision, (point) => isHeldRow(point) || isLedgerRow(point)));
      await settling.run(() => settling.pipeline.settle(LONG_HANDLING));

      await scene.world.clock.advance(2 * MINUTE_IN_MS);
      await scene.settle();

      expect(scene.states).toEqual(['held']);
      expect(await scene.openHeld()).toEqual(['attempts-exhausted']);
      await scene.openRun();
      await scene.end();
      expect(await scene.violations()).toEqual([]);
    },
  );
});
