import { isOvertaken, takeLease } from './deliver-steps';
import {
  type Batch,
  type Capture,
  importRow,
  isOpen,
  makeHeld,
  names,
  type Row,
  rest,
  restoredRow,
  runOf,
  type State,
  sendMessage,
  visibleCopies,
  type Worker,
} from './state';
import type { Bound } from './unpack-moves';

const POISONED = ['A!', 'B!', 'a!', 'b!', 'r!'] as const;
const batchIn = (task: string): Batch => (task[0] as string).toLowerCase() as Batch;
const isPackage = (task: string): boolean => task < 'a';

/** Messages of poison queues, of a batch ("a!") or of a package ("A!"). */
export function receivePoison(bound: Bound): void {
  for (const task of POISONED) if ((bound.s.queue[task] ?? 0) > 0) receiveOne(bound, task);
}

function receiveOne({ s, context, to }: Bound, task: (typeof POISONED)[number]) {
  const isEnded = isPackage(task) ? !['', 'rejected'].includes(s.package[task[0] as Capture]) : s.batch[batchIn(task)].outcome !== '';
  if (context.ways.endsWhatIsEnded && isEnded) return to('receivePoison', `${task} finished`, (n) => sendMessage(n, task, -1));
  to('receivePoison', `${task} taken`, (n, nw) => {
    sendMessage(n, task, -1);
    Object.assign(nw, { at: 'poison', task });
    if (context.ways.endsWhatIsEnded && isPackage(task)) n.package[task[0] as Capture] = 'rejected';
  });
}

export const POISON: Readonly<Record<string, (bound: Bound) => void>> = {
  poison: (bound) => {
    const { s, w, to } = bound;
    if (s.row === undefined && restores(bound)) return to('poison', 'restores the row', restoresRow(batchIn(w.task), s));
    if (s.row === undefined || !names(s, batchIn(w.task)) || !isOpen(s.row)) return to('poison', 'done', reads('done'));
    if (!s.row.isTried) return to('poison', 'holds', reads('poisonHold'));
    if (bound.context.ways.poisonTakesLease) return looksUnderLease(bound, s.row);
    to('poison', 'looks', reads('poisonLook'));
  },

  poisonLook: ({ s, context, w, to }) => {
    if (isOvertaken(s, context, w)) return to('poisonLook', 'overtaken', (_n, nw) => void Object.assign(nw, { at: 'poisonHold' }));
    const [copy] = visibleCopies(s);
    const isFound = copy !== undefined && s.row !== undefined && s.run[runOf(context, s.row.batch)] === 'open';
    to('poisonLook', isFound ? 'found' : 'nothing', (_n, nw) => {
      Object.assign(nw, isFound ? { at: 'poisonImport', copy: copy.id } : { at: 'poisonHold' });
    });
  },

  poisonImport: ({ context, w, to }) => {
    if (!w.isFresh) return to('poisonImport', '412', readsAgain);
    to('poisonImport', 'imported', (n, nw) => {
      importRow(n, context, nw.copy);
      nw.at = 'done';
    });
  },

  poisonHold: ({ w, to }) => {
    if (!w.isFresh) return to('poisonHold', '412', readsAgain);
    to('poisonHold', 'held', (n, nw) => {
      makeHeld(n);
      nw.at = 'done';
    });
  },
};

/** A batch whose rows unpack did not come to write. */
function restores({ s, context, w }: Bound): boolean {
  const { isWritten, outcome } = s.batch[batchIn(w.task)];
  return context.ways.restoresRow && isWritten && outcome === '';
}

const restoresRow = (batch: Batch, s: State) => (n: State) => {
  n.row = restoredRow(batch, s.batch[batch].source as Capture);
};

/** Nobody looks for a run that is not open. Who has the mailbox gets the batch's message back; the rows of a package do not wait for him. */
function looksUnderLease({ s, context, w, to }: Bound, row: Row) {
  if (s.run[runOf(context, row.batch)] !== 'open') return to('poison', 'holds', reads('poisonHold'));
  const isBusy = w.epoch === 0 ? s.lease.isHeld : row.state === 'creating' && row.epoch > w.epoch;
  if (!isBusy)
    return to('poison', 'looks', (n, nw) => {
      takeLease(n, nw);
      Object.assign(nw, { at: 'poisonLook', isFresh: true, mayAsk: true });
    });
  if (isPackage(w.task)) return to('poison', 'busy, holds', reads('poisonHold'));
  to('poison', 'busy', (n, nw) => {
    sendMessage(n, batchIn(nw.task));
    rest(n, nw);
  });
}

const reads =
  (at: string) =>
  (_n: State, w: Worker): void =>
    void Object.assign(w, { at, isFresh: true });

const readsAgain = (_n: State, w: Worker): void => void Object.assign(w, { at: 'poison' });
