import { SAME_ENTRY } from '../rows/batch-row';
import type { DeliveryRow, Outcome } from '../rows/delivery-row';

/** What a worker does with a delivery of its batch, from the ledger row as it is now. */
export type RowDecision =
  /** Never claimed before: claim and create. */
  | { readonly kind: 'claim' }
  /** May have been created: look first. Only a conclusive look that finds nothing allows a create. */
  | { readonly kind: 'look'; readonly isConclusive: boolean }
  /** Too early to look. */
  | { readonly kind: 'wait'; readonly until: Date }
  /** Somebody with a newer lease works on it: this worker has lost its own. */
  | { readonly kind: 'stop' }
  /** Decided already. */
  | { readonly kind: 'decided'; readonly outcome: Outcome; readonly reason: string };

export interface DecisionContext {
  readonly batchId: string;
  /** Package entry of this delivery: tells a row that moved on from another capture, and from the same package unpacked again in a later run. */
  readonly packageRun: string;
  readonly packageId: string;
  readonly entry: number;
  /** The batch takes up what was held: a row that was decided meanwhile resolves the entry. */
  readonly isReplay: boolean;
  /** When the batch was written, ISO. */
  readonly writtenAt: string;
  readonly epoch: number;
  readonly now: Date;
  /** First look and the look after which "absent" counts, in seconds after the lost answer or the last claim. */
  readonly lookAfterSeconds: readonly [number, number, ...number[]];
}

/** Architecture section 6: only deliver decides, from the row as it is then. */
export function decideRow(row: DeliveryRow, context: DecisionContext): RowDecision {
  if (isCountedBeside(row, context)) return COUNTED_BESIDE;
  if (row.state !== 'pending' && row.state !== 'creating') return decided(row, context);
  if (row.batchId !== context.batchId) return foreign(row, context);
  if (row.state === 'creating' && row.epoch > context.epoch) return { kind: 'stop' };
  if (row.state === 'pending' && row.claims === 0) return { kind: 'claim' };
  return lookOrWait(row, context);
}

function decided(row: DeliveryRow, context: DecisionContext): RowDecision {
  const outcome = row.state as Outcome;
  if (row.batchId === context.batchId) return { kind: 'decided', outcome, reason: row.reason };
  if (outcome === 'held' || outcome === 'failed') return { kind: 'decided', outcome, reason: row.reason };
  return hasMovedOn(row, context) ? HELD_HERE : DUPLICATE;
}

/** Another batch works on it. What this batch takes up stays held until that one has an outcome: it resolves the entry. */
function foreign(row: DeliveryRow, context: DecisionContext): RowDecision {
  return context.isReplay || isSameSource(row, context) ? HELD_HERE : DUPLICATE;
}

const DUPLICATE: RowDecision = { kind: 'decided', outcome: 'skipped-as-duplicate', reason: '' };
/** Not imported by this batch; where it went on tells what became of it. */
const HELD_HERE: RowDecision = { kind: 'decided', outcome: 'held', reason: '' };

const COUNTED_BESIDE: RowDecision = { kind: 'decided', outcome: 'skipped-as-duplicate', reason: SAME_ENTRY };

/** Another batch of this very run stands for this very entry: the part was written before, by a release that cut it otherwise. */
export function isCountedBeside(
  row: Pick<DeliveryRow, 'runId' | 'batchId' | 'packageRun' | 'packageId' | 'entry'>,
  context: Pick<DecisionContext, 'batchId' | 'packageRun' | 'packageId' | 'entry' | 'isReplay'>,
): boolean {
  return !context.isReplay && row.runId === context.packageRun && row.batchId !== context.batchId && isSameSource(row, context);
}

function isSameSource(
  row: Pick<DeliveryRow, 'packageRun' | 'packageId' | 'entry'>,
  context: Pick<DecisionContext, 'packageRun' | 'packageId' | 'entry'>,
): boolean {
  return row.packageRun === context.packageRun && row.packageId === context.packageId && row.entry === context.entry;
}

/** It was this batch's, became held, and another batch took it up. A row that others had before this batch was written is a duplicate here. */
function hasMovedOn(row: DeliveryRow, context: DecisionContext): boolean {
  return !context.isReplay && isSameSource(row, context) && row.takenAt > context.writtenAt;
}

function lookOrWait(row: DeliveryRow, context: DecisionContext): RowDecision {
  const since = lastTouched(row);
  const [first, conclusive] = context.lookAfterSeconds;
  const passed = context.now.getTime() - since;
  if (passed < first * 1000) return { kind: 'wait', until: new Date(since + first * 1000) };
  return { kind: 'look', isConclusive: passed >= conclusive * 1000 };
}

/** When a look found nothing and did not count yet. */
export function nextLookAt(row: DeliveryRow, lookAfterSeconds: readonly [number, number, ...number[]]): Date {
  const since = lastTouched(row);
  return new Date(since + lookAfterSeconds[1] * 1000);
}

/** When a create may have been sent last: an answer was lost, or at least the row was claimed for one. */
function lastTouched({ lostAt, claimedAt }: DeliveryRow): number {
  const times = [lostAt, claimedAt].filter((time) => time !== '').map((time) => Date.parse(time));
  return Math.max(...times);
}
