import { CREATE } from './create-moves';
import { DELIVER, receiveBatch } from './deliver-moves';
import { type Move, Moves } from './move';
import { POISON, receivePoison } from './poison-moves';
import { isExchangeSettled, isPostUnderWay } from './read-moves';
import { reopen } from './reopen-moves';
import { settle, stopAndResume } from './settle-moves';
import { BATCHES, CAPTURES, type Context, cloneState, createCopy, die, type Fault, freeLease, type State, sendMessage } from './state';
import { type Bound, receivePackage, UNPACK } from './unpack-moves';

const STEPS: Readonly<Record<string, (bound: Bound) => void>> = { ...UNPACK, ...DELIVER, ...CREATE, ...POISON };

/** All steps that may come next. A fault, or an administrator's act, costs from its budget in `left`. */
export function movesOf(s: State, context: Context): readonly Move[] {
  const moves = new Moves(s, context, cloneState);
  for (const index of [0, 1] as const) {
    const of = moves.of(index);
    const bound: Bound = { s, context, w: of.w, to: (...step) => of.to(...step) };
    if (of.w.at === 'idle') receive(bound);
    else {
      STEPS[of.w.at]?.(bound);
      crash(bound);
    }
    interrupt(bound);
  }
  for (const timer of [settle, reopen, stopAndResume, timePasses, queuesGiveUp]) timer(moves);
  return moves.all;
}

function receive(bound: Bound) {
  const { s, w, to } = bound;
  for (const batch of BATCHES) if ((s.queue[batch] ?? 0) > 0) receiveBatch(bound, batch);
  if (w.epoch > 0) return to('givesLeaseBack', '', freeLease);
  for (const capture of CAPTURES) if ((s.queue[capture] ?? 0) > 0) receivePackage(bound, capture);
  receivePoison(bound);
}

function crash({ w, to }: Bound): void {
  const dies = (how: string, effect: (n: State) => void, ...costs: readonly Fault[]): void => {
    const change = (n: State, nw: typeof w): void => {
      if (!nw.isBack) sendMessage(n, nw.task);
      die(n, nw);
      effect(n);
    };
    to('crash', how, change, 'crash', ...costs);
  };
  dies('', () => {});
  if (w.at !== 'posting') return;
  dies('committed', createCopy);
  dies('committed, not yet visible', (n) => createCopy(n, false), 'lag');
  dies('under way', (n) => void Object.assign(n, { lateRequests: n.lateRequests + 1 }), 'late');
}

function interrupt({ s, w, to }: Bound): void {
  const comesAgain = (n: State, nw: typeof w): void => {
    sendMessage(n, nw.task);
    nw.isBack = true;
  };
  if (w.at !== 'idle' && !w.isBack) to('again', '', comesAgain, 'again');
  if (s.lease.isHeld && w.epoch === s.lease.epoch) to('leaseLost', '', freesLease(s), 'leaseLost');
}

const freesLease = (s: State) => (n: State) => void Object.assign(n, { lease: { ...s.lease, isHeld: false } });

/** Time and Exchange: no faults, but in any order. */
function timePasses(moves: Moves): void {
  const { s } = moves;
  const isHolderAlive = s.workers.some((w) => w.epoch === s.lease.epoch);
  if (s.lease.isHeld && !isHolderAlive) moves.add('time', 'leaseExpires', '', freesLease(s));
  s.mailbox.forEach((copy, index) => {
    if (copy.isVisible) return;
    moves.add('time', 'copyVisible', String(copy.id), (n) => {
      n.mailbox = s.mailbox.with(index, { ...copy, isVisible: true });
    });
  });
  const forgets = (n: State): void => void Object.assign(n, { lateRequests: n.lateRequests - 1 });
  if (s.lateRequests > 0) {
    moves.add('time', 'lateCommits', '', (n) => {
      forgets(n);
      createCopy(n);
    });
    moves.add('time', 'lateForgotten', '', forgets);
  }
  if ((s.queue['lookAgain'] ?? 0) > 0 && isExchangeSettled(s) && !isPostUnderWay(s))
    moves.add('time', 'lookAgain', '', (n) => {
      n.queue['lookAgain'] = 0;
      n.isListed ||= s.mailbox.length > 1;
    });
}

function queuesGiveUp(moves: Moves): void {
  for (const task of [...CAPTURES, ...BATCHES]) {
    if ((moves.s.queue[task] ?? 0) === 0) continue;
    const fails = (n: State): void => {
      sendMessage(n, task, -1);
      sendMessage(n, `${task}!`);
    };
    moves.add('time', 'becomesPoison', task, fails, 'poison');
  }
}
