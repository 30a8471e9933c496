import { openCell } from '../../../runtime/pipeline/rows/batch-cells';
import { type BatchCell, type BatchRow, batchKey, type CellsRow, cellsKey } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import { pendingDelivery } from '../../../runtime/pipeline/rows/pending-delivery';
import { writeDeliveryRows } from '../../../runtime/pipeline/unpack/write-delivery-rows';
import type { FaultHook } from '../../fakes/fault-gate';
import { seen } from '../collect/collected';
import { aBatch, aPart, aRow, BATCH_ID, MAILBOX } from '../deliver/builders';
import { call, once } from '../rules/pause';
import { World } from '../world/world';

const PARTS = ['1', '2'].map((name, entry) => aPart({ importKey: name.repeat(64), entry }));
const key = (index: number): string => PARTS[index]?.importKey as string;
const OTHER_ID = 'f'.repeat(32);
/** A row that another package's batch of the same run has written. */
const OTHER = { batchId: OTHER_ID, packageId: 'package-2', runId: 'run-1' } as const;
const isWrite = call('table/deliveries', 'transact');

/** Unpack writes the rows of a batch of two deliveries; its row and cells stand already. */
class Unpacking {
  readonly world = new World();

  private constructor(readonly batch: BatchRow) {}

  static async open(fields: Partial<BatchRow> = {}): Promise<Unpacking> {
    const unpacking = new Unpacking(aBatch({ deliveries: 2, ...fields }));
    await unpacking.world.stores.batches.insert(unpacking.batch);
    await unpacking.writeCells(BATCH_ID, PARTS.map(openCell));
    return unpacking;
  }

  async writeCells(batchId: string, cells: readonly BatchCell[]): Promise<void> {
    const row: CellsRow = { partition: 'run-1', key: cellsKey(batchId), v: 1, cells: JSON.stringify(cells) };
    await this.world.stores.batches.upsert(row);
  }

  /** The batch that the other row names, with what it has decided of the first delivery. */
  async otherBatch(outcome: string): Promise<void> {
    await this.world.stores.batches.insert(aBatch({ key: batchKey(OTHER_ID), packageId: 'package-2' }));
    await this.writeCells(OTHER_ID, [{ ...openCell(PARTS[0] as (typeof PARTS)[0]), o: outcome }]);
  }

  /** As another batch, or an earlier unpack of this one, has left the row of the first delivery. */
  present(fields: Partial<DeliveryRow>): Promise<string> {
    return this.world.stores.deliveries.upsert({ ...aRow(), key: key(0), entry: 0, ...fields });
  }

  async write(hook?: FaultHook): Promise<readonly string[] | undefined> {
    const process = this.world.process(hook);
    return process.run(() => writeDeliveryRows(this.batch, PARTS, process.ports));
  }

  row(index: number): DeliveryRow | undefined {
    return this.world.account.table('deliveries').get(MAILBOX, key(index))?.row as DeliveryRow | undefined;
  }

  etag(index: number): string | undefined {
    return this.world.account.table('deliveries').get(MAILBOX, key(index))?.etag;
  }

  get announced(): readonly (string | undefined)[] {
    const row = this.world.account.table('batches').get('run-1', cellsKey(BATCH_ID))?.row as CellsRow;
    return (JSON.parse(row.cells) as BatchCell[]).map(({ u }) => u);
  }

  get batchRow(): BatchRow {
    return this.world.account.table('batches').get('run-1', batchKey(BATCH_ID))?.row as BatchRow;
  }
}

const fresh = (index: number): DeliveryRow => pendingDelivery(aBatch(), PARTS[index] as (typeof PARTS)[0]);

describe('the ledger rows of a new batch', () => {
  it('are written in one transaction, and their etags answered: a worker claims without reading', async () => {
    const unpacking = await Unpacking.open();
    const calls: string[] = [];

    const etags = await unpacking.write(seen(calls));

    expect(calls).toEqual(['table/deliveries transact']);
    expect([unpacking.row(0), unpacking.row(1)]).toEqual([fresh(0), fresh(1)]);
    expect(etags).toEqual([unpacking.etag(0), unpacking.etag(1)]);
  });

  it('are not written when the store does not answer', async () => {
    const unpacking = await Unpacking.open();

    await expect(unpacking.write(once('fail-before', isWrite))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});

describe('a conflict is never taken for a duplicate:', () => {
  it.each<[string, Partial<DeliveryRow>]>([
    ['pending', {}],
    ['at work', { state: 'creating', claims: 1 }],
    ['imported', { state: 'imported', exchangeId: 'x' }],
    ['held', { state: 'held', reason: 'quota' }],
    ['failed', { state: 'failed', reason: 'target-changed' }],
  ])('a row of this very batch is our own and stays: %s', async (_case, fields) => {
    const unpacking = await Unpacking.open();
    await unpacking.present(fields);
    const before = unpacking.row(0);

    expect(await unpacking.write()).toBeUndefined();

    expect([unpacking.row(0), unpacking.row(1)]).toEqual([before, fresh(1)]);
    expect([unpacking.announced, unpacking.batchRow.takesUp]).toEqual([[undefined, undefined], undefined]);
  });

  it('nothing is written when all rows are there', async () => {
    const unpacking = await Unpacking.open();
    await unpacking.write();
    const calls: string[] = [];

    expect(await unpacking.write(seen(calls))).toBeUndefined();
    expect(calls.filter((each) => !each.endsWith(' get'))).toEqual(['table/deliveries transact']);
  });

  it.each<[string, Partial<DeliveryRow>]>([
    ['pending', {}],
    ['at work', { state: 'creating', claims: 1 }],
    ['imported', { state: 'imported' }],
    ['imported in part', { state: 'imported-in-part', reason: 'oversize' }],
    ['skipped', { state: 'skipped-as-duplicate' }],
  ])('a row of another batch stays as it is, and deliver decides: %s', async (_case, fields) => {
    const unpacking = await Unpacking.open();
    await unpacking.otherBatch('imported');
    await unpacking.present({ ...OTHER, ...fields });
    const before = unpacking.row(0);

    expect(await unpacking.write()).toBeUndefined();

    expect([unpacking.row(0), unpacking.row(1)]).toEqual([before, fresh(1)]);
  });

  it.each<[string, Partial<DeliveryRow>]>([
    ['held', { state: 'held', reason: 'quota', claims: 2, claimedAt: '2026-11-20T06:31:00.000Z', heldId: 'own' }],
    ['failed', { state: 'failed', reason: 'target-changed', exchangeId: 'x' }],
    ['only to be made held', { state: 'pending', reason: 'rejected-package' }],
  ])('a row that is %s is re-opened with this source, and the batch says so first', async (_case, fields) => {
    const unpacking = await Unpacking.open();
    await unpacking.present({ ...OTHER, ...fields });
    const kept = { claims: fields.claims ?? 0, claimedAt: fields.claimedAt ?? '', heldId: fields.heldId ?? '' };
    const order: string[] = [];

    expect(await unpacking.write(seen(order))).toBeUndefined();

    expect([unpacking.row(0), unpacking.row(1)]).toEqual([{ ...fresh(0), ...kept }, fresh(1)]);
    expect([unpacking.announced, unpacking.batchRow.takesUp]).toEqual([[OTHER_ID, undefined], true]);
    expect(order.filter((each) => each.endsWith('transact'))).toEqual([
      'table/deliveries transact',
      'table/batches transact',
      'table/deliveries transact',
    ]);
  });

  it('a held row that this batch has decided before is not re-opened: nobody works on that part any more', async () => {
    const unpacking = await Unpacking.open();
    await unpacking.writeCells(BATCH_ID, [{ ...openCell(PARTS[0] as (typeof PARTS)[0]), o: 'skipped-as-duplicate' }]);
    await unpacking.present({ ...OTHER, state: 'held' });

    await unpacking.write();

    expect([unpacking.row(0)?.state, unpacking.row(1)?.state]).toEqual(['held', 'pending']);
  });

  it('a batch that only makes held re-opens nothing: it would only change why', async () => {
    const unpacking = await Unpacking.open({ holdReason: 'rejected-package' });
    await unpacking.present({ ...OTHER, state: 'held', reason: 'quota' });

    await unpacking.write();

    expect(unpacking.row(0)).toMatchObject({ state: 'held', reason: 'quota', batchId: OTHER_ID });
    expect(unpacking.row(1)).toMatchObject({ state: 'pending', reason: 'rejected-package' });
  });

  it('it is announced once: a repeated unpack writes nothing into the batch', async () => {
    const unpacking = await Unpacking.open();
    await unpacking.present({ ...OTHER, state: 'held' });
    const isLast = (point: Parameters<FaultHook>[0]) => isWrite(point) && unpacking.announced[0] === OTHER_ID;
    await unpacking.write((point) => (isLast(point) ? 'crash-before' : 'pass'));
    const calls: string[] = [];

    await unpacking.write(seen(calls));

    expect([unpacking.row(0)?.state, unpacking.announced[0]]).toEqual(['pending', OTHER_ID]);
    expect(calls).not.toContain('table/batches transact');
  });

  it('what it takes up besides what it has announced before is announced too', async () => {
    const unpacking = await Unpacking.open({ takesUp: true });
    const [first, second] = PARTS.map(openCell) as [BatchCell, BatchCell];
    await unpacking.writeCells(BATCH_ID, [{ ...first, u: OTHER_ID }, second]);
    await unpacking.present({ ...OTHER, state: 'held' });
    await unpacking.world.stores.deliveries.upsert({ ...fresh(1), ...OTHER, state: 'held' });

    await unpacking.write();

    expect([unpacking.announced, unpacking.row(0), unpacking.row(1)]).toEqual([[OTHER_ID, OTHER_ID], fresh(0), fresh(1)]);
  });

  it('a batch of an earlier release, without a row of its own yet, takes up all the same', async () => {
    const unpacking = await Unpacking.open();
    await unpacking.world.stores.batches.remove({ partition: 'run-1', key: batchKey(BATCH_ID) });
    await unpacking.present({ ...OTHER, state: 'held' });

    await unpacking.write();

    expect(unpacking.row(0)).toEqual(fresh(0));
  });
});

describe('a replay', () => {
  const replay = { packageRun: 'run-0' } as const;

  it('takes up a stub, so that the whole item can follow', async () => {
    const unpacking = await Unpacking.open(replay);
    await unpacking.present({ ...OTHER, state: 'imported-in-part' });

    await unpacking.write();

    expect(unpacking.row(0)).toMatchObject({ state: 'pending', batchId: BATCH_ID });
  });

  it.each<[string, Partial<DeliveryRow>, string]>([
    ['has decided it', {}, 'held'],
    ['has decided it, and died at work', { state: 'creating', claims: 1 }, 'held'],
  ])('takes over a row that is open for a batch which %s: nobody else ever would', async (_case, fields, outcome) => {
    const unpacking = await Unpacking.open(replay);
    await unpacking.otherBatch(outcome);
    await unpacking.present({ ...OTHER, ...fields });

    await unpacking.write();

    expect(unpacking.row(0)).toMatchObject({ state: 'pending', batchId: BATCH_ID, claims: fields.claims ?? 0 });
  });

  it('takes over a row that is open for a batch that is gone', async () => {
    const unpacking = await Unpacking.open(replay);
    await unpacking.present(OTHER);

    await unpacking.write();

    expect(unpacking.row(0)).toMatchObject({ state: 'pending', batchId: BATCH_ID });
  });

  it.each<[string, Partial<DeliveryRow>, string]>([
    ['is open for a batch which has yet to decide it', {}, ''],
    ['is imported', { state: 'imported' }, 'imported'],
    ['is skipped', { state: 'skipped-as-duplicate' }, 'skipped-as-duplicate'],
  ])('leaves a row that %s', async (_case, fields, outcome) => {
    const unpacking = await Unpacking.open(replay);
    await unpacking.otherBatch(outcome);
    await unpacking.present({ ...OTHER, ...fields });

    await unpacking.write();

    expect(unpacking.row(0)?.batchId).toBe(OTHER_ID);
  });

  it('alone does so: another package that holds the same message leaves it to the batch that has it', async () => {
    const unpacking = await Unpacking.open();
    await unpacking.present(OTHER);

    await unpacking.write();

    expect(unpacking.row(0)?.batchId).toBe(OTHER_ID);
  });
});

describe('rows that change while they are written', () => {
  it('are read again', async () => {
    const unpacking = await Unpacking.open();
    await unpacking.present({ ...OTHER, state: 'held' });
    const meanwhile = { before: async () => void (await unpacking.present({ ...OTHER, state: 'imported', exchangeId: 'x' })) };
    const isSecond = (point: Parameters<FaultHook>[0]) => isWrite(point) && unpacking.announced[0] === OTHER_ID;

    await unpacking.write(once(meanwhile, isSecond));

    expect(unpacking.row(0)).toMatchObject({ state: 'imported', batchId: OTHER_ID });
    expect(unpacking.row(1)).toEqual(fresh(1));
  });

  it('are inserted beside those of another package', async () => {
    const unpacking = await Unpacking.open();
    await unpacking.present({});
    let writes = 0;
    const second: FaultHook = (point) =>
      isWrite(point) && ++writes === 2
        ? { before: async () => void (await unpacking.world.stores.deliveries.upsert({ ...fresh(1), ...OTHER })) }
        : 'pass';

    await unpacking.write(second);

    expect(unpacking.row(1)).toMatchObject(OTHER);
  });

  it('are given up after five tries, and the package is unpacked again', async () => {
    const unpacking = await Unpacking.open();
    await unpacking.present({ ...OTHER, state: 'held' });
    let tries = 0;
    const always: FaultHook = (point) =>
      isWrite(point) ? { before: async () => void (await unpacking.present({ ...OTHER, state: 'held', bytes: ++tries })) } : 'pass';

    await expect(unpacking.write(always)).rejects.toMatchObject({ code: 'ROW_CHANGED' });

    expect(tries).toBe(6);
  });

  it('in the batch itself are read again too, up to five times', async () => {
    const unpacking = await Unpacking.open();
    await unpacking.present({ ...OTHER, state: 'held' });
    const isAnnouncing = call('table/batches', 'transact');
    let tries = 0;
    const change = {
      before: async () => void (await unpacking.world.stores.batches.upsert({ ...unpacking.batch, address: `${++tries}` })),
    };

    await expect(unpacking.write((point) => (isAnnouncing(point) ? change : 'pass'))).rejects.toMatchObject({ code: 'ROW_CHANGED' });
    expect([tries, unpacking.row(0)?.state]).toEqual([5, 'held']);

    await unpacking.write(once(change, isAnnouncing));
    expect(unpacking.row(0)).toEqual(fresh(0));
  });

  it.each(['table/deliveries', 'table/batches'])('are not taken for written when %s does not answer', async (table) => {
    const unpacking = await Unpacking.open();
    await unpacking.present({ ...OTHER, state: 'held' });
    const isSecond = (point: Parameters<FaultHook>[0]) =>
      call(table, 'transact')(point) && (table === 'table/batches' || unpacking.announced[0] === OTHER_ID);

    await expect(unpacking.write(once('fail-before', isSecond))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });

    expect(unpacking.row(0)?.state).toBe('held');
  });
});
