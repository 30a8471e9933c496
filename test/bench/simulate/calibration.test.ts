import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchRecord } from '../report/record';
import { calibrationOf, lineThrough } from './calibration';
import { RunSimulation } from './run-simulation';
import { DEFAULT_SCENARIO } from './scenario';

const RECORD = JSON.parse(readFileSync(join(__dirname, '../../../docs/performance.json'), 'utf8')) as BenchRecord;

it('draws a line through the costs of two sizes', () => {
  expect(lineThrough(20, 110)).toEqual({ perBatch: 10, perDelivery: 1 });
  expect(lineThrough(20, 20)).toEqual({ perBatch: 20, perDelivery: 0 });
});

it('names what the recorded table lacks', () => {
  const rows = RECORD.rows.filter(({ id }) => id !== 'batch-10');

  expect(() => calibrationOf({ rows })).toThrow('docs/performance.json has no "transactionsPerBatchOf10": run npm run bench first');
});

/**
 * The text row is no part of the calibration of text: it is foretold from the rows with 10 and 100 deliveries a batch. Requests within 25 % (its
 * mailboxes are new, which costs each three requests more), CPU within 40 % (the rows are measured one after the other, on a machine that others
 * may use). Rates are not compared: in the bench storage and Exchange share the cores of the worker.
 */
it('foretells the text row of the bench', () => {
  const text = RECORD.rows.find(({ id }) => id === 'text')?.ours;
  const items = (text?.items ?? 0) / 2;
  const scenario = { ...DEFAULT_SCENARIO, mailboxes: 200, itemsPerDay: items, skew: 0, groupShare: 0, pictureShare: 0 };
  const calibration = calibrationOf(RECORD);
  const { billed, deliveries, batches } = new RunSimulation({ ...scenario, externals: 0, heldShare: 0, graphMs: 50 }, calibration).run();
  const cpuMs = (batches * calibration.cpuMsPerBatch + deliveries * calibration.cpuMsPerDelivery) / deliveries;

  expect(deliveries).toBe(text?.items);
  expect(Math.abs(billed.storageRequests / deliveries / (text?.transactionsPerItem ?? 0) - 1)).toBeLessThan(0.25);
  expect(Math.abs(cpuMs / (text?.cpuMsPerItem.median ?? 0) - 1)).toBeLessThan(0.4);
});
