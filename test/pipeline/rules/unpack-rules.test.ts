import { NotInScopeError } from '../../../runtime/ports/exchange-errors';
import type { FaultDecision, FaultHook } from '../../fakes/fault-gate';
import { itemsBetween } from './items-between';
import { call, once, pausedBefore } from './pause';
import { Scene } from './scene';

jest.setTimeout(60_000);

const batchRows = call('table/batches', 'transact');
const ledgerRows = call('table/deliveries', 'transact');
const deliveryMessage = call('queue/deliveries', 'send');

describe('batch-row-before-rows', () => {
  it('leaves no ledger row without its batch when unpack dies between its writes and its run is closed before it is repeated', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    const { process, working } = scene.worker(once('crash-after', (point) => batchRows(point) || ledgerRows(point)));
    await scene.until(working);
    expect(process.gate.isDead).toBe(true);
    await scene.closeByTime();
    expect((await scene.report(runId)).packages).toMatchObject([{ state: 'rejected', problems: [{ code: 'not-finished' }] }]);

    await scene.openRun();
    await scene.end();

    expect(scene.states).toEqual(['imported']);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('rows-before-message', () => {
  it('gives whoever takes the queue message at once rows that it can claim without a look', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    let rowsThen = -1;
    const { working } = scene.worker((point) => {
      if (deliveryMessage(point) && rowsThen === -1) rowsThen = scene.rows.length;
      return 'pass';
    });

    await scene.until(working);

    expect(rowsThen).toBe(1);
    expect(scene.requests('look')).toBe(0);
    expect(scene.world.log.filter(({ level }) => level !== 'info')).toEqual([]);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('conflict-reads-row', () => {
  it.each([
    ['before its queue message', deliveryMessage, 'crash-before'],
    ['after its queue message', deliveryMessage, 'crash-after'],
    ['when its rows are written', ledgerRows, 'crash-after'],
  ] as const)('a repeated unpack that died %s takes its own rows for no duplicate', async (_when, place, decision) => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    await scene.until(scene.worker(once(decision, place)).working);

    await scene.end();

    expect((await scene.report(runId)).counts).toMatchObject({ deliveriesAvailable: 1, imported: 1, skippedAsDuplicate: 0 });
    expect(await scene.violations()).toEqual([]);
    expect(scene.wasQuick).toBe(true);
  });

  it('takes an insert whose answer was lost for no duplicate', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    await scene.until(scene.worker(once('fail-after', ledgerRows)).working);

    expect((await scene.report(runId)).counts).toMatchObject({ imported: 1, skippedAsDuplicate: 0 });
    expect(await scene.violations()).toEqual([]);
    expect(scene.wasQuick).toBe(true);
  });

  it('takes up with its own source what another item left held', async () => {
    const scene = await Scene.open({ captures: 2 });
    const mailbox = scene.world.exchange.mailbox(scene.mailboxId);
    const second = scene.world.site.file(scene.day.packages[1]?.name ?? '');
    scene.world.site.remove(scene.day.packages[1]?.name ?? '');
    mailbox.refusal = () => new NotInScopeError(scene.mailboxId);
    await scene.openRun();
    await scene.end();
    expect(scene.states).toEqual(['held']);
    mailbox.refusal = undefined;
    scene.world.site.put(scene.day.packages[1]?.name ?? '', second?.content ?? Buffer.alloc(0), {
      arrivedAt: new Date(scene.world.clock.now().getTime() - 3_600_000),
    });

    const process = scene.world.process();
    const run = await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule', replays: 'none' }));
    await scene.end();

    expect((await scene.report(run?.partition ?? '')).counts).toMatchObject({ deliveriesAvailable: 1, imported: 1 });
    expect((await scene.report(run?.partition ?? '')).heldBalance).toMatchObject({ opening: 1, resolved: 1, closing: 0 });
    expect(await scene.violations()).toEqual([]);
  });
});

describe('duplicates-by-deliver', () => {
  it('counts no duplicate of a delivery that is never made', async () => {
    const scene = await Scene.open({ captures: 2 });
    const runId = await scene.openRun();
    const creates = pausedBefore(call('exchange', 'create'));
    const { working } = scene.worker(creates.hook, { workers: 4 });
    await scene.until(creates.reached);
    await scene.until(unpackedPackages(scene, runId, 2));
    scene.world.exchange.mailbox(scene.mailboxId).refusal = () => new NotInScopeError(scene.mailboxId);
    creates.goOn();

    await scene.until(working);

    expect(scene.states).toEqual(['held']);
    expect((await scene.report(runId)).counts).toMatchObject({ deliveriesAvailable: 2, imported: 0, skippedAsDuplicate: 0, held: 2 });
    expect(await scene.openHeld()).toEqual(['not-in-scope']);
  });

  async function unpackedPackages(scene: Scene, runId: string, count: number): Promise<void> {
    for (;;) {
      let unpacked = 0;
      for await (const { row } of scene.world.stores.packageRows.list(runId))
        if ((row as { state?: string }).state === 'unpacked') unpacked += 1;
      if (unpacked === count) return;
      await scene.world.clock.sleep(100);
    }
  }
});

describe('batch-id-names-package', () => {
  it('keeps the batches of two packages with the same message apart', async () => {
    const scene = await Scene.open({ captures: 2 });
    const runId = await scene.openRun();

    await scene.end();

    const batches = await scene.batches(runId);
    expect(new Set(batches.map(({ blob }) => blob)).size).toBe(2);
    const report = await scene.report(runId);
    expect(report).toMatchObject({ reconciled: true, counts: { deliveriesAvailable: 2, imported: 1, skippedAsDuplicate: 1 } });
  });

  it('keeps the batches of two parts of one package with the same message apart', async () => {
    const scene = await Scene.open({ captures: 2, between: itemsBetween() });
    const runId = await scene.openRun();

    await scene.end();

    expect(await scene.batches(runId)).toHaveLength(2);
    const report = await scene.report(runId);
    expect(report).toMatchObject({ reconciled: true, counts: { deliveriesAvailable: 2, imported: 1, skippedAsDuplicate: 1 } });
  });

  it('keeps the batches of a package apart that a later run takes up, as a whole and by its held deliveries', async () => {
    const scene = await Scene.open();
    const first = await scene.openRun();
    await scene.until(scene.worker(once('crash-after', batchRows)).working);
    await scene.closeByTime();

    const second = await scene.openRun();
    await scene.end();

    const ids = [...(await scene.batches(first)), ...(await scene.batches(second))].map(({ key }) => key);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
    expect(await scene.report(second)).toMatchObject({ reconciled: true, counts: { imported: 1, held: 0 } });
    expect(await scene.violations()).toEqual([]);
  });
});

describe('a crash between any two writes of unpack', () => {
  it('brings every delivery home, once, and counts no duplicate of itself', async () => {
    const writes = await writesOfUnpack();
    expect(writes).toBeGreaterThan(7);
    for (let at = 0; at <= writes; at += 1) {
      const scene = await Scene.open({ captures: 2 });
      const runId = await scene.openRun();
      const { process, working } = scene.worker(nthWriteOfUnpack((index) => (index === at ? 'crash-before' : 'pass')));
      await scene.until(working);

      await scene.end();

      const outcome = { at, died: process.gate.isDead, violations: await scene.violations(), quick: scene.wasQuick };
      expect(outcome).toEqual({ at, died: at < writes, violations: [], quick: true });
      expect((await scene.report(runId)).counts).toMatchObject({ deliveriesAvailable: 2, imported: 1, skippedAsDuplicate: 1, held: 0 });
    }
  });

  const WRITES = new Set(['put', 'create', 'transact', 'insert', 'replace', 'upsert', 'send']);

  /** The writes of the handler that unpacks the first package, until the row of that package is finished. */
  function nthWriteOfUnpack(decide: (index: number) => FaultDecision): FaultHook {
    let index = -1;
    let packages = 0;
    return ({ store, operation }) => {
      if (store === 'table/packages' && operation === 'replace') packages += 1;
      // Unpack begins with the bytes of the package.
      if (index === -1 && store === 'container/packages' && operation === 'range') index = 0;
      if (index === -1 || packages > 3 || !WRITES.has(operation)) return 'pass';
      index += 1;
      return decide(index - 1);
    };
  }

  async function writesOfUnpack(): Promise<number> {
    const scene = await Scene.open({ captures: 2 });
    await scene.openRun();
    let writes = 0;
    await scene.until(
      scene.worker(
        nthWriteOfUnpack(() => {
          writes += 1;
          return 'pass';
        }),
      ).working,
    );
    return writes;
  }
});
