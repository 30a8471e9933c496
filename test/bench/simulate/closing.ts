import type { Scenario } from './scenario';

/** Settling reads the rows of the run, in one handler. */
export interface Closing {
  readonly minutes: number;
  /** The handler's time is enough. */
  readonly isPossible: boolean;
}

/** What settle has to read of a run. */
export interface RowsOfRun {
  readonly batches: number;
  readonly deliveries: number;
  readonly parts: number;
  readonly packages: number;
}

const ROWS_A_PAGE = 1_000;
/** Azure Tables: an answer holds at most 4 MiB. */
const PAGE_BYTES = 4 * 1024 * 1024;
/** Of a delivery, in the row of cells of its batch. */
const CELL_BYTES = 420;
/** Progress, leftovers, figures, lines of `deliveries.jsonl`, names of the work that is deleted (`pipeline/settle`). */
const TIMES_BATCHES_ARE_READ = 5;
/** Lines of `deliveries.jsonl`, messages. */
const TIMES_CELLS_ARE_READ = 2;
/** Packages to make up for, entries to count. */
const TIMES_HELD_ARE_READ = 2;
/** Of a part: its index of items is read, its work is deleted. */
const REQUESTS_A_PART = 2;

export function closingOf({ batches, deliveries, parts, packages }: RowsOfRun, scenario: Scenario): Closing {
  const { listEntities, heldOpen, pageMs, storageMs, handlerMinutes } = scenario;
  const batchPages = batches / ROWS_A_PAGE;
  const cellPages = Math.max(batchPages, (deliveries * CELL_BYTES) / PAGE_BYTES);
  const pages =
    TIMES_BATCHES_ARE_READ * batchPages +
    TIMES_CELLS_ARE_READ * cellPages +
    (TIMES_HELD_ARE_READ * heldOpen) / ROWS_A_PAGE +
    packages / ROWS_A_PAGE;
  const rows = (TIMES_BATCHES_ARE_READ + TIMES_CELLS_ARE_READ) * batches + TIMES_HELD_ARE_READ * heldOpen;
  const readingMs = Math.max((rows / listEntities) * 1_000, pages * (pageMs + storageMs));
  const minutes = (readingMs + REQUESTS_A_PART * parts * storageMs) / 60_000;
  return { minutes, isPossible: minutes <= handlerMinutes };
}
