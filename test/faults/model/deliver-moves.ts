import { batchOfTask, goesBack, goesTo, isOvertaken, isStopped, isTooLate, knows, takeLease } from './deliver-steps';
import { readRow } from './read-moves';
import {
  abandon,
  type Batch,
  type Capture,
  foundDecided,
  goBack,
  isOpen,
  makeHeld,
  names,
  outcomeFor,
  rest,
  type State,
  sendMessage,
  setOutcome,
  visibleCopies,
  type Worker,
  writeRow,
} from './state';
import type { Bound } from './unpack-moves';

/** When the mailbox is leased, the queue message goes back with a delay: no step. */
export function receiveBatch({ s, context, w, to }: Bound, batch: Batch) {
  if (context.ways.endsWhatIsEnded && s.batch[batch].outcome !== '')
    return to('receiveBatch', `${batch} finished`, (n) => sendMessage(n, batch, -1));
  if (s.lease.isHeld && w.epoch === 0) return;
  const isDropped = !context.ways.readsRunAfterClaim && isStopped(s, context, batch);
  to('receiveBatch', `${batch} ${isDropped ? 'dropped' : 'taken'}`, (n, nw) => {
    sendMessage(n, batch, -1);
    takeLease(n, nw);
    Object.assign(nw, { task: batch, at: isDropped ? 'drop' : 'read', ...knows(s, context, batch) });
  });
}

/** What a worker does with a batch; what it sends to Exchange is in `CREATE`. */
export const DELIVER: Readonly<Record<string, (bound: Bound) => void>> = {
  /** The run is not open: nothing is imported for it any more. */
  late: ({ s, context, w, to }) => {
    const holds = names(s, batchOfTask(w.task)) && s.row !== undefined && isOpen(s.row);
    if (holds && context.ways.holdsIfMatch && !w.isFresh) return to('late', '412', goesBack(s, context));
    to('late', holds ? 'held' : 'nothing open', (n, nw) => {
      if (holds) makeHeld(n);
      nw.at = 'done';
    });
  },

  read: readRow,

  claim: ({ s, context, w, to }) => {
    const { looksBeforeClaim, readsRunAfterClaim } = context.ways;
    if (!w.isFresh) return to('claim', '412', abandon);
    const batch = batchOfTask(w.task);
    const readsRun = readsRunAfterClaim && !w.mustLook;
    const sends = w.mustLook && !looksBeforeClaim ? 'look' : 'post';
    const at = readsRun && isTooLate(s, context, batch) ? 'late' : readsRun && isStopped(s, context, batch) ? 'unclaim' : sends;
    to('claim', 'claimed', (n, nw) => {
      writeRow(n, { state: 'creating', epoch: nw.epoch, isTried: true }, nw);
      Object.assign(nw, { at, isRecent: true });
    });
    const isLost = (n: State, nw: Worker): void => {
      writeRow(n, { state: 'creating', epoch: nw.epoch, isTried: true });
      abandon(n, nw);
    };
    to('claim', 'claimed, answer lost', isLost, 'writeLost');
  },

  look: ({ s, context, w, to }) => {
    const { adoptsOldest, looksBeforeClaim } = context.ways;
    if (isOvertaken(s, context, w)) return to('look', 'overtaken', goesBack(s, context));
    const copies = visibleCopies(s);
    for (const { id } of copies.slice(0, adoptsOldest ? 1 : undefined))
      to('look', 'found', (n, nw) => {
        n.isListed ||= copies.length > 1;
        Object.assign(nw, { at: 'outcome', copy: id, isMade: false });
      });
    if (copies.length > 0) return;
    if (w.isFinal) to('look', 'absent', goesTo(looksBeforeClaim ? 'claim' : 'post'));
    else to('look', 'absent, early', goesBack(s, context));
  },

  /** Its run is stopped: what it has claimed is as it was before, and the queue message is dropped. */
  unclaim: ({ s, context, w, to }) =>
    to('unclaim', '', (n, nw) => {
      const found = foundDecided(s, batchOfTask(w.task));
      if (w.isFresh) writeRow(n, { state: 'pending', epoch: 0, isTried: false });
      if (w.isFresh || !context.ways.booksOnce || found.books === '') rest(n, nw);
      else Object.assign(nw, { at: 'done', ...found });
    }),

  /** The batch row has one cell a delivery, taken from the ledger: nothing is counted twice. */
  done: ({ s, context, w, to }) => {
    if (context.ways.announces && !w.task.endsWith('!') && isTakenUp(s, w)) return to('done', 'taken up', goBack);
    to('done', '', (n, nw) => {
      const batch = batchOfTask((w.task[0] as string).toLowerCase());
      const outcome = w.books || outcomeFor(s.row, batch, s.batch[batch].source);
      if (outcome !== '' && (s.batch[batch].isWritten || !context.ways.booksOnce)) setOutcome(n, context, batch, outcome);
      const capture = w.task[0] as Capture;
      if (s.package[capture] === '') n.package[capture] = 'rejected';
      rest(n, nw);
    });
  },
};

/** What another batch's row says is not booked while unpack takes that row up for this one. */
function isTakenUp(s: State, w: Worker): boolean {
  const { outcome, takesUp } = s.batch[batchOfTask(w.task)];
  return outcome === '' && w.booksByRowOf !== '' && w.booksByRowOf === takesUp;
}
