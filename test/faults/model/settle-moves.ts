import type { Moves } from './move';
import {
  BATCHES,
  type Batch,
  batchOf,
  CAPTURES,
  type Capture,
  type Context,
  isOpen,
  isQuiet,
  makeHeld,
  names,
  outcomeFor,
  type Row,
  type RunNumber,
  restoredRow,
  runOf,
  type State,
  sendMessage,
  setOutcome,
} from './state';

const RUNS: readonly RunNumber[] = [1, 2, 3];
const batchesOf = (s: State, context: Context, run: RunNumber): readonly Batch[] =>
  BATCHES.filter((batch) => s.batch[batch].isWritten && runOf(context, batch) === run);
const openBatches = (s: State, context: Context, run: RunNumber): readonly Batch[] =>
  batchesOf(s, context, run).filter((batch) => s.batch[batch].outcome === '');
const openPackages = (s: State, context: Context, run: RunNumber): readonly Capture[] =>
  CAPTURES.filter((capture) => s.package[capture] === '' && runOf(context, batchOf(capture)) === run);
/** The ledger row that a batch of this run left open. A row of a batch that is booked as held is taken over by whoever takes up its entry. */
function hasOpenRow(s: State, context: Context, run: RunNumber): boolean {
  if (s.row === undefined || !isOpen(s.row) || !batchesOf(s, context, run).includes(s.row.batch)) return false;
  return !context.ways.closesEveryBatch || s.batch[s.row.batch].outcome === '';
}

/** The timer. Closing takes three steps: the mark `closing`, leftovers become held, closed. */
export function settle(moves: Moves) {
  const { s, context } = moves;
  if (s.settle !== undefined) return s.settle.at === 'leftovers' ? holdLeftovers(moves, s.settle.run) : close(moves, s.settle.run);
  for (const run of RUNS) {
    if (s.run[run] === 'open') startClosing(moves, run);
    if (s.run[run] === 'open' && context.scenario.hasTimers) sendStuckWork(moves, run);
    if (s.run[run] === 'closed' && isQuiet(s)) sweep(moves, run);
  }
}

/** What a slow handler wrote after its run was closed. */
function sweep(moves: Moves, run: RunNumber): void {
  const { s, context } = moves;
  const isRowOpen = hasOpenRow(s, context, run);
  const batches = context.ways.closesEveryBatch ? openBatches(s, context, run) : [];
  if (!isRowOpen && batches.length === 0) return;
  moves.add('settle', 'sweep', String(run), (n) => {
    if (isRowOpen) makeHeld(n);
    if (isRowOpen) setOutcome(n, context, (s.row as Row).batch, 'held');
    for (const batch of batches) bookLeftover(n, context, batch);
  });
}

function startClosing(moves: Moves, run: RunNumber): void {
  const { s, context } = moves;
  const isDone = openBatches(s, context, run).length + openPackages(s, context, run).length === 0;
  const isTimeUp = context.scenario.hasTimers && (context.scenario.timeIsUp.includes(run) || isQuiet(s));
  if (!isDone && !isTimeUp) return;
  moves.add('settle', 'closing', String(run), (n) => {
    n.run[run] = 'closing';
    n.settle = { run, at: 'leftovers' };
  });
}

function holdLeftovers(moves: Moves, run: RunNumber): void {
  const { s, context } = moves;
  const isRowOpen = hasOpenRow(s, context, run);
  moves.add('settle', 'leftovers', isRowOpen ? 'held' : 'no row', (n) => {
    if (isRowOpen) makeHeld(n);
    for (const capture of openPackages(s, context, run)) n.package[capture] = 'held';
    for (const batch of openBatches(s, context, run)) bookLeftover(n, context, batch);
    n.settle = { run, at: 'close' };
  });
}

function bookLeftover(n: State, context: Context, batch: Batch): void {
  if (!context.ways.closesEveryBatch) {
    if (names(n, batch) && n.row !== undefined) setOutcome(n, context, batch, n.row.state);
    return;
  }
  const source = n.batch[batch].source as Capture;
  if (n.row === undefined) {
    n.row = restoredRow(batch, source);
    makeHeld(n);
  }
  setOutcome(n, context, batch, outcomeFor(n.row, batch, source));
}

function close(moves: Moves, run: RunNumber): void {
  const { s, context } = moves;
  moves.add('settle', 'closed', String(run), (n) => {
    n.run[run] = 'closed';
    for (const batch of batchesOf(s, context, run)) n.blob[batch] = '';
    n.settle = undefined;
  });
}

/** Queued more than 2 hours ago, and no queue message is left, in hand or on its way. */
function sendStuckWork(moves: Moves, run: RunNumber): void {
  const { s, context } = moves;
  const isWaiting = s.reopen !== undefined || s.isResuming || (s.isStopped && run === 1);
  const packages = openPackages(s, context, run);
  const batches = openBatches(s, context, run);
  if (isWaiting || !isQuiet(s) || packages.length + batches.length === 0) return;
  moves.add('settle', 'stuckWork', String(run), (n) => sendAgain(n, context, packages, batches));
}

function sendAgain(n: State, { scenario }: Context, packages: readonly Capture[], batches: readonly Batch[]): void {
  for (const task of [...(scenario.split ? packages.slice(0, 1) : packages), ...batches]) sendMessage(n, task);
}

/** An administrator, or disposition stop-run, stops run 1. Resume clears the flag first, then queues what has no outcome. */
export function stopAndResume(moves: Moves): void {
  const { s, context } = moves;
  const isOpenRun = s.run[1] === 'open';
  if (isOpenRun && !s.isStopped) moves.add('administrator', 'stop', '', (n) => void Object.assign(n, { isStopped: true }), 'stop');
  if (isOpenRun && s.isStopped)
    moves.add('administrator', 'resume', '', (n) => void Object.assign(n, { isStopped: false, isResuming: true }), 'resume');
  if (!s.isResuming) return;
  moves.add('administrator', 'resumeQueues', '', (n) => {
    sendAgain(n, context, openPackages(s, context, 1), openBatches(s, context, 1));
    n.isResuming = false;
  });
  moves.add('administrator', 'crash', '', (n) => void Object.assign(n, { isResuming: false }), 'crash');
}
