import { batchOfTask, hasWork, isStopped, isTooLate, knows } from './deliver-steps';
import {
  abandon,
  type Batch,
  type Capture,
  type Context,
  foundDecided,
  isOpen,
  type Row,
  reopenRow,
  restoredRow,
  runOf,
  type State,
} from './state';
import type { Bound } from './unpack-moves';

export const isExchangeSettled = (s: State): boolean => s.lateRequests === 0 && s.mailbox.every((copy) => copy.isVisible);
/** A request that must be over by now: a POST lives 30 s. */
export const isPostUnderWay = (s: State): boolean => s.workers.some((w) => w.at === 'posting');

/** What a worker makes of the ledger row of its batch. */
export function readRow(bound: Bound) {
  const { s, context, w, to } = bound;
  const batch = batchOfTask(w.task);
  const isBehind = s.row?.batch === batch && s.row.state === 'creating' && s.row.epoch > w.epoch;
  if (isBehind && context.ways.readsRunAfterClaim) return to('read', 'newer epoch', abandon);
  if (isTooLate(s, context, batch) && !goesOn(s, context, batch))
    return to('read', 'run not open', (_n, nw) => void Object.assign(nw, { at: 'late', isFresh: context.ways.holdsIfMatch }));
  if (s.row === undefined && context.ways.restoresRow) return restoresRow(bound, batch);
  if (s.row === undefined || !isOpen(s.row) || s.row.batch !== batch) {
    if (w.knowsTakenUp && s.row?.state === 'held' && s.row.batch === s.batch[batch].takesUp) return takesUp(bound, batch);
    const found = context.ways.booksOnce ? foundDecided(s, batch) : {};
    return to('read', 'not its own open row', (_n, nw) => void Object.assign(nw, { at: 'done', ...found }));
  }
  if (isBehind) return to('read', 'newer epoch', abandon);
  readOpenRow(bound, s.row);
}

/** Of a run that is not open: the code claims an untouched row before it knows, and writes a row that is gone. */
function goesOn({ row }: State, { ways }: Context, batch: Batch): boolean {
  if (row === undefined) return ways.restoresRow;
  return ways.readsRunAfterClaim && row.batch === batch && row.state === 'pending' && !row.isTried;
}

/** Unpack has said so and has not come to it. */
function takesUp({ s, context, to }: Bound, batch: Batch): void {
  to('read', 'takes it up', (n, nw) => {
    reopenRow(n, context, s.batch[batch].source as Capture, batch);
    Object.assign(nw, knows(s, context, batch));
  });
}

/** Written as claimed at this moment, so it is too early for a look that counts. */
function restoresRow({ s, context, to }: Bound, batch: Batch): void {
  const at = isTooLate(s, context, batch) ? 'late' : isStopped(s, context, batch) ? 'drop' : 'look';
  to('read', 'restores the row', (n, nw) => {
    n.row = restoredRow(batch, s.batch[batch].source as Capture);
    Object.assign(nw, { at, isFresh: true, mustLook: true, isFinal: false });
  });
}

function readOpenRow({ s, context, w, to }: Bound, row: Row) {
  const mustLook = row.state === 'creating' || row.isTried;
  const batch = batchOfTask(w.task);
  const knowsWork = context.ways.readsWorkFirst ? w.hasWork : hasWork(s, batch);
  const isDropped = mustLook && context.ways.readsRunAfterClaim && isStopped(s, context, batch);
  const reads = (how: string, isFinal: boolean): void =>
    to('read', how, (n, nw) => {
      if (!knowsWork && s.run[runOf(context, batch)] === 'open') n.wrong = 'the work blob of an open batch is gone or not its own';
      if (isFinal) for (const worker of n.workers) Object.assign(worker, { isRecent: false, mayAsk: false });
      const at = mustLook && context.ways.looksBeforeClaim ? 'look' : 'claim';
      const goesOn = knowsWork ? at : 'late';
      Object.assign(nw, { at: isDropped ? 'drop' : goesOn, isFresh: true, mustLook, isFinal });
    });
  if (context.ways.readsWorkFirst && !w.hasWork) return reads('its work is gone', false);
  if (isDropped) return reads('must look, stopped', false);
  reads(mustLook ? 'must look, early' : 'untouched', false);
  // 120 s after its claim a POST has landed and its copy can be seen, if Exchange is not slower than that.
  const isSettled = isExchangeSettled(s) || context.scenario.slowExchange;
  if (mustLook && isSettled && !isPostUnderWay(s)) reads('must look, 120 s after the claim', true);
}
