import type { BenchRecord } from '../report/record';
import { BATCH_ROWS, BOOKING_REQUESTS, CLAIM_REQUESTS, UNPACK_REQUESTS } from './requests';

/** What the connector takes, as the bench measured it. */
export interface Calibration {
  /** CPU milliseconds of a batch, and of each delivery in it, from collecting to settling. */
  readonly cpuMsPerBatch: number;
  readonly cpuMsPerDelivery: number;
  /** What a picture of 200 KB adds to a delivery. */
  readonly cpuMsPerPicture: number;
  readonly transactionsPerPicture: number;
  /** Storage requests of a batch that the table of requests does not name: a picture-less day of known mailboxes, measured. */
  readonly otherTransactionsPerBatch: number;
  readonly transactionsPerDelivery: number;
}

/** Storage requests of a batch that `requests.ts` names. */
export const NAMED_TRANSACTIONS =
  UNPACK_REQUESTS.length + CLAIM_REQUESTS.length + BOOKING_REQUESTS.length + 1 / BATCH_ROWS.batchesATransaction;

/** A cost `perBatch + deliveries x perDelivery`, from the cost of a batch of 10 and of one of 100. */
export function lineThrough(batchOf10: number, batchOf100: number): { readonly perBatch: number; readonly perDelivery: number } {
  const perDelivery = Math.max(0, (batchOf100 - batchOf10) / 90);
  return { perBatch: Math.max(0, batchOf10 - 10 * perDelivery), perDelivery };
}

/** Throws when the recorded table lacks a figure: `npm run bench` makes it. */
export function calibrationOf({ rows }: Pick<BenchRecord, 'rows'>): Calibration {
  const figures = Object.assign({}, ...rows.map(({ calibration }) => calibration)) as Readonly<Record<string, number>>;
  const figure = (name: string): number => {
    const value = figures[name];
    if (value === undefined || !Number.isFinite(value)) throw new Error(`docs/performance.json has no "${name}": run npm run bench first`);
    return value;
  };
  const transactions = lineThrough(figure('transactionsPerBatchOf10'), figure('transactionsPerBatchOf100'));
  const cpu = lineThrough(10 * figure('cpuMsPerDeliveryAt10'), 100 * figure('cpuMsPerDeliveryAt100'));
  return {
    cpuMsPerBatch: cpu.perBatch,
    cpuMsPerDelivery: cpu.perDelivery,
    cpuMsPerPicture: Math.max(0, figure('cpuMsPerPictureDelivery') - figure('cpuMsPerTextDelivery')),
    transactionsPerPicture: transactionsOfPicture(rows, transactions),
    otherTransactionsPerBatch: Math.max(0, transactions.perBatch - NAMED_TRANSACTIONS),
    transactionsPerDelivery: transactions.perDelivery,
  };
}

/** Deliveries of a batch in the picture row: 300 items a package, two deliveries each, over 50 mailboxes. */
const PICTURE_BATCH = (300 * 2) / 50;

/** The picture row's requests beyond those of text batches of that size. */
function transactionsOfPicture(rows: BenchRecord['rows'], text: { readonly perBatch: number; readonly perDelivery: number }): number {
  const measured = rows.find(({ id }) => id === 'picture')?.ours;
  if (measured === undefined) throw new Error('docs/performance.json has no row "picture": run npm run bench first');
  return Math.max(0, measured.transactionsPerItem - text.perDelivery - text.perBatch / PICTURE_BATCH);
}
