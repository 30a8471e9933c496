import type { RowKey } from '../../ports/table';

export type RunState = 'open' | 'closing' | 'closed';
export type RunTrigger = 'schedule' | 'manual' | 'replay' | 'local';

/** One execution over a window. Partition: the run's id. */
export interface RunRow extends RowKey {
  readonly v: 1;
  readonly key: 'run';
  readonly source: string;
  readonly trigger: RunTrigger;
  /** Who asked for it: an administrator's id, or the trigger. */
  readonly by: string;
  /** ISO, UTC. `windowFrom` is '' for a first run over everything listable. */
  readonly windowFrom: string;
  readonly windowTo: string;
  /** False for a run over a past window: the next daily window begins where the last daily one ended. */
  readonly movesWatermark: boolean;
  readonly state: RunState;
  readonly openedAt: string;
  /** When the listing was collected: every listed package has a row. '' until then; a run that only replays has it from the start. */
  readonly listedAt: string;
  /** JSON: problems of the listing (ignored files, sequence gaps). */
  readonly listingProblems: string;
  readonly mappingVersion: string;
  /** Held rows are looked through once in a run; '' until that is done. */
  readonly replayedAt: string;
  /** Which held rows this run takes up: `due` by the rules, `all` at a start, `listed` in `replayIds`, or `none`. */
  readonly replays: 'due' | 'all' | 'listed' | 'none';
  /** Blob in `work` with the ids of held rows to replay; '' unless `replays` is `listed`. */
  readonly replayIds: string;
  /** Why nothing of this run goes on until `resume`; '' when it does. */
  readonly stopped: string;
  readonly stoppedAt: string;
  /** Every create of this run looks first: the ledger cannot be trusted. */
  readonly looksFirst: boolean;
  /** Leftovers become held after this time. */
  readonly closeBy: string;
  /** Number of its report in the chain; undefined while it is open, and in runs of earlier releases. */
  readonly sequence?: number;
}

const HIGHEST_SEQUENCE = 9_999_999_999;

/** Key of a closed run in the index: the newest sorts first. */
export const closedRunKey = (sequence: number): string => String(HIGHEST_SEQUENCE - sequence).padStart(10, '0');

/** Index of runs: partition `open` (key: run id) or `closed` (key: inverted sequence, newest first). */
export interface RunIndexRow extends RowKey {
  readonly v: 1;
  readonly runId: string;
  /** Closed runs: compact JSON of what lists and charts show. */
  readonly summary: string;
}

export const MISSING_MESSAGES = 'missing-messages';

/** Messages of a closed run that had no copy when it closed. Partition: run id; key `missing-messages`. */
export interface MissingMessagesRow extends RowKey {
  readonly v: 1;
  /** JSON: for each message the short ids (16 digits) of its items; as many messages as fit. */
  readonly items: string;
  /** Messages that did not fit; absent in rows of earlier releases. */
  readonly leftOut?: number;
}

/** Where the next window begins. Partition `source`, key: hash of the source's id. */
export interface WatermarkRow extends RowKey {
  readonly v: 1;
  readonly collectedTo: string;
  readonly runId: string;
}

/** The last report of the chain. Partition `chain`, key `head`. */
export interface ChainHeadRow extends RowKey {
  readonly v: 1;
  readonly sequence: number;
  readonly runId: string;
  readonly reportSha256: string;
  readonly entrySha256: string;
  readonly heldClosing: number;
}

/**
 * The report that is on its way into the chain, decided before anything of it is published: one at a time, so that every retry, by whomever,
 * writes the same bytes. Partition `chain`, key `closing`; it stays until the next one replaces it.
 */
export interface ChainClosingRow extends RowKey {
  readonly v: 1;
  readonly runId: string;
  readonly sequence: number;
  /** JSON: `ClosingDecision`. */
  readonly decision: string;
}
