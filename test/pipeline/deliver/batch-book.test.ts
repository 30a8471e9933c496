import {
  BOOKED_FOR_GOOD,
  type Booking,
  bookOutcomes,
  countCells,
  decidedKeys,
  readCells,
} from '../../../runtime/pipeline/deliver/batch-book';
import { decidedBy } from '../../../runtime/pipeline/deliver/delivery-result';
import { openCell } from '../../../runtime/pipeline/rows/batch-cells';
import { type BatchCell, type BatchRow, type CellsRow, cellsKey } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow, Outcome } from '../../../runtime/pipeline/rows/delivery-row';
import type { Stored } from '../../../runtime/ports/table';
import type { FaultHook } from '../../fakes/fault-gate';
import { seen } from '../collect/collected';
import { call, once } from '../rules/pause';
import { World } from '../world/world';
import { aBatch, aPart, aRow, BATCH_ID } from './builders';

const PARTS = ['1', '2', '3'].map((name, entry) => aPart({ importKey: name.repeat(64), entry }));
const key = (index: number): string => PARTS[index]?.importKey as string;
const LATER = '2026-11-21T07:00:00.000Z';
const OPEN: Booking = { notBefore: LATER, endsHere: false };
const isBooking = call('table/batches', 'transact');

/** A batch of three deliveries, its row and cells as unpack wrote them. */
class Book {
  readonly world = new World();

  static async open(batch: Partial<BatchRow> = {}, cells: readonly BatchCell[] = PARTS.map(openCell)): Promise<Book> {
    const book = new Book();
    await book.world.stores.batches.insert(aBatch({ deliveries: 3, ...batch }));
    await book.writeCells(cells);
    return book;
  }

  async writeCells(cells: readonly BatchCell[]): Promise<void> {
    const row: CellsRow = { partition: 'run-1', key: cellsKey(BATCH_ID), v: 1, cells: JSON.stringify(cells) };
    await this.world.stores.batches.upsert(row);
  }

  async stored(): Promise<Stored<BatchRow>> {
    return (await this.world.stores.batches.get('run-1', aBatch().key)) as Stored<BatchRow>;
  }

  async cells(): Promise<readonly BatchCell[]> {
    return readCells((await this.stored()).row, this.world.stores);
  }

  async outcomes(): Promise<readonly string[]> {
    return (await this.cells()).map(({ o }) => o);
  }

  /** What a worker books, by the index of the delivery. */
  async book(decided: Readonly<Record<number, Decided>>, booking: Booking = OPEN, hook?: FaultHook, from?: Stored<BatchRow>) {
    const process = this.world.process(hook);
    const all = Object.entries(decided).map(([index, { outcome, ...row }]) => {
      const part = PARTS[Number(index)] as (typeof PARTS)[0];
      return decidedBy(aRow({ state: outcome, key: part.importKey, ...row }), part, outcome, row.reason ?? '', true);
    });
    const stored = from ?? (await this.stored());
    return (await process.run(() => bookOutcomes(stored, PARTS, all, booking, process.ports))) as Stored<BatchRow>;
  }
}

interface Decided extends Partial<DeliveryRow> {
  readonly outcome: Outcome;
}

describe('the book of a batch', () => {
  it('is open, and waits as long as it is told, while a delivery has no outcome', async () => {
    const book = await Book.open();
    const now = book.world.clock.now().toISOString();

    const booked = await book.book({
      0: { outcome: 'imported', exchangeId: 'copy-1', decidedAt: '2026-11-21T06:40:00.000Z' },
      2: { outcome: 'held', reason: 'not-in-scope' },
    });

    expect(booked).toEqual(await book.stored());
    expect(booked.row).toEqual({ ...aBatch({ deliveries: 3 }), decided: 2, decidedAt: now, notBefore: LATER });
    expect(await book.cells()).toEqual([
      { ...openCell(PARTS[0] as (typeof PARTS)[0]), o: 'imported', x: 'copy-1', t: '2026-11-21T06:40:00.000Z' },
      openCell(PARTS[1] as (typeof PARTS)[0]),
      { ...openCell(PARTS[2] as (typeof PARTS)[0]), o: 'held', r: 'not-in-scope', t: now },
    ]);
  });

  it('is written in one transaction, and read only when it holds something', async () => {
    const book = await Book.open();
    const calls: string[] = [];

    await book.book({ 0: { outcome: 'imported' } }, OPEN, seen(calls));
    expect(calls).toEqual(['table/batches transact']);
    await book.book({ 1: { outcome: 'imported' } }, OPEN, seen(calls));

    expect(calls).toEqual(['table/batches transact', 'table/batches get', 'table/batches transact']);
  });

  it('is done with the last outcome: it counts them, and waits for nothing', async () => {
    const book = await Book.open();
    await book.book({ 0: { outcome: 'imported' }, 1: { outcome: 'skipped-as-duplicate' } });

    const { row } = await book.book({ 2: { outcome: 'failed', reason: 'target-changed' } });

    expect(row).toMatchObject({ state: 'done', decided: 3, notBefore: '' });
    expect(JSON.parse(row.counts)).toEqual({
      imported: 1,
      importedInPart: 0,
      skippedAsDuplicate: 1,
      held: 0,
      failed: 1,
      stillHeld: 0,
    });
  });

  it('keeps an outcome that stands there already, and the time of the last new one', async () => {
    const book = await Book.open();
    const first = await book.book({ 0: { outcome: 'imported', exchangeId: 'copy-1' } });
    book.world.clock.jumpTo(new Date(LATER));

    const again = await book.book({ 0: { outcome: 'held', reason: 'quota' } });

    expect((await book.cells())[0]).toMatchObject({ o: 'imported', x: 'copy-1' });
    expect(again.row).toMatchObject({ decided: 1, decidedAt: first.row.decidedAt });
    expect((await book.book({ 1: { outcome: 'imported' } })).row.decidedAt).toBe(LATER);
  });

  it('holds what two workers book at the same time', async () => {
    const book = await Book.open();
    const other = { before: async () => void (await book.book({ 1: { outcome: 'held', reason: 'quota' } })) };

    const { row } = await book.book({ 0: { outcome: 'imported' } }, OPEN, once(other, isBooking));

    expect(row.decided).toBe(2);
    expect(await book.outcomes()).toEqual(['imported', 'held', '']);
  });

  it('is given up after six conflicts, and its message comes again', async () => {
    const book = await Book.open();
    let tries = 0;
    const always: FaultHook = (point) =>
      isBooking(point) ? { before: async () => void (await book.world.stores.batches.upsert(aBatch({ address: `${++tries}` }))) } : 'pass';

    await expect(book.book({ 0: { outcome: 'imported' } }, OPEN, always)).rejects.toMatchObject({ code: 'ROW_CHANGED' });

    expect([tries, await book.outcomes()]).toEqual([6, ['', '', '']]);
  });

  it('is not written when the store does not answer', async () => {
    const book = await Book.open();

    await expect(book.book({ 0: { outcome: 'imported' } }, OPEN, once('fail-before', isBooking))).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    });

    expect(await book.outcomes()).toEqual(['', '', '']);
  });
});

describe('what unpack takes up for a batch', () => {
  /** Unpack is about to take the first delivery over from another batch, which held it. */
  const taking = () =>
    Book.open({ takesUp: true }, [{ ...openCell(PARTS[0] as (typeof PARTS)[0]), u: 'other' }, ...PARTS.slice(1).map(openCell)]);
  const held = { outcome: 'held', reason: 'quota', batchId: 'other' } as const;

  it('is not booked by what the row of that batch says, and stays announced', async () => {
    const book = await taking();

    await book.book({ 0: held, 1: held });

    expect(await book.outcomes()).toEqual(['', 'held', '']);
    expect((await book.cells())[0]?.u).toBe('other');
  });

  it.each<[string, Decided]>([
    ['its own row', { ...held, batchId: BATCH_ID }],
    ['the row of a third batch', { ...held, batchId: 'third' }],
    ['an import, which is true for good', { outcome: 'imported', batchId: 'other' }],
  ])('is booked by what %s says', async (_case, decided) => {
    const book = await taking();

    await book.book({ 0: decided });

    expect(await book.outcomes()).toEqual([decided.outcome, '', '']);
  });

  it('is booked as it is when nobody works on the batch any more', async () => {
    const book = await taking();

    const { row } = await book.book({ 0: held }, BOOKED_FOR_GOOD);

    expect([await book.outcomes(), row.notBefore]).toEqual([['held', '', ''], '']);
  });
});

describe('the deliveries of a batch that have an outcome', () => {
  it('are known by their keys', async () => {
    const book = await Book.open();
    const { row } = await book.book({ 1: { outcome: 'held' } });

    expect([...(await decidedKeys(row, book.world.stores))]).toEqual([key(1)]);
  });

  it('are none, and are not even asked for, while its row says so', async () => {
    const book = await Book.open();
    await book.book({ 1: { outcome: 'held' } });

    expect([...(await decidedKeys(aBatch({ deliveries: 3, decided: 0 }), book.world.stores))]).toEqual([]);
  });

  it('are none without cells', async () => {
    expect(await readCells(aBatch(), new World().stores)).toEqual([]);
  });
});

describe('the counts of a batch', () => {
  const cells = (...outcomes: readonly (readonly [string, string?])[]): BatchCell[] =>
    outcomes.map(([o, w]) => ({ ...openCell(aPart()), o, ...(w === undefined ? {} : { w }) }));
  const all = cells(
    ['imported'],
    ['imported'],
    ['imported-in-part'],
    ['skipped-as-duplicate'],
    ['held'],
    ['held'],
    ['held'],
    ['failed'],
    [''],
  );

  it('say what became of each', () => {
    expect(countCells(aBatch(), all)).toEqual({ imported: 2, importedInPart: 1, skippedAsDuplicate: 1, held: 3, failed: 1, stillHeld: 0 });
  });

  it('of a replay count apart what was held before and still is: the balance has it already', () => {
    expect(countCells(aBatch({ packageRun: 'run-0' }), all)).toMatchObject({ held: 0, stillHeld: 3, importedInPart: 1 });
  });

  it('count a stub that stays a stub apart too, and one of what was held for another reason not', () => {
    const stubs = cells(
      ['imported-in-part', 'oversize'],
      ['imported-in-part', 'unmatched'],
      ['imported', 'oversize'],
      ['held', 'oversize'],
    );

    expect(countCells(aBatch({ packageRun: 'run-0' }), stubs)).toMatchObject({ imported: 1, importedInPart: 1, held: 0, stillHeld: 2 });
  });
});
