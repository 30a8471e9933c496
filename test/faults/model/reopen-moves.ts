import type { Moves } from './move';
import { isOpen, names, reopenRow, type State, sendMessage, setOutcome } from './state';

/** A mapping change, a replay, or the next run re-opens a held row: batch r of run 3. */
export function reopen(moves: Moves) {
  const { s } = moves;
  const { reopen: step } = s;
  if (step === undefined) return beginReopen(moves);
  if (step.at === 'row') reopenHeldRow(moves, step.isFresh);
  else
    moves.add('reopen', 'reopenMessage', '', (n) => {
      sendMessage(n, 'r');
      n.reopen = undefined;
    });
  moves.add('reopen', 'crash', '', (n) => void Object.assign(n, { reopen: undefined }), 'crash');
}

function beginReopen(moves: Moves): void {
  const { s, context } = moves;
  const { row } = s;
  if (row?.state !== 'held' || !s.isInHeld || (s.run[3] !== '' && s.run[3] !== 'open')) return;
  const writes = (n: State): void => {
    n.run[3] = 'open';
    n.blob.r = row.source;
    n.batch.r = { isWritten: true, source: row.source, outcome: '', takesUp: context.ways.announces ? row.batch : '' };
    n.reopen = { at: 'row', isFresh: true };
  };
  moves.add('reopen', 'reopenBatch', '', writes, 'reopen');
}

function reopenHeldRow(moves: Moves, isFresh: boolean): void {
  const { s, context } = moves;
  const row = s.row as NonNullable<State['row']>;
  if (isFresh) {
    moves.add('reopen', 'reopenRow', 'taken up', (n) => {
      reopenRow(n, context, row.source, 'r');
      n.reopen = { at: 'message', isFresh: false };
    });
    moves.add('reopen', 'reopenRow', 'taken up, answer lost', (n) => reopenRow(n, context, row.source, 'r'), 'writeLost');
    return;
  }
  const isMine = names(s, 'r') && isOpen(row);
  moves.add('reopen', 'reopenRow', isMine ? '412, its own' : '412, not held any more', (n) => {
    n.reopen = isMine ? { at: 'message', isFresh: false } : undefined;
    if (!isMine) setOutcome(n, context, 'r', 'held');
  });
}
