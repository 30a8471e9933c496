import type { WorkerMoves } from './move';
import { batchOf, type Capture, type Context, reopenRow, rest, runOf, type State, sendMessage, type Worker } from './state';

const ORDER = ['workBlob', 'batchRow', 'rows', 'message', 'finish'] as const;
const stepAfter = (step: string): string => ORDER[ORDER.indexOf(step as (typeof ORDER)[number]) + 1] as string;
const captureOf = (w: Worker): Capture => w.task as Capture;

/** `to` bound to its worker, so that steps read like sentences. */
export type Bound = Pick<WorkerMoves, 's' | 'context' | 'w'> & { readonly to: WorkerMoves['to'] };

export function receivePackage({ s, context, to }: Bound, asked: Capture) {
  const capture = whereItStands(s, context, asked);
  if (capture === undefined) return to('receivePackage', `${asked} finished`, (n) => sendMessage(n, asked, -1));
  const isDropped = s.isStopped || s.run[runOf(context, batchOf(capture))] !== 'open';
  to('receivePackage', `${asked} ${isDropped ? 'dropped' : 'taken'}`, (n, w) => {
    sendMessage(n, asked, -1);
    Object.assign(w, { at: isDropped ? 'drop' : 'workBlob', task: capture });
  });
}

/** The code goes on where the row of the package stands, and does nothing when it stands at its end. */
function whereItStands(s: State, { scenario, ways }: Context, asked: Capture): Capture | undefined {
  if (!ways.endsWhatIsEnded || s.package[asked] === '') return asked;
  return scenario.split && s.package.B === '' ? 'B' : undefined;
}

export const UNPACK: Readonly<Record<string, (bound: Bound) => void>> = {
  drop: ({ to }) => to('drop', '', rest),

  workBlob: ({ to }) =>
    to('workBlob', '', (n, w) => {
      n.blob[batchOf(captureOf(w))] = captureOf(w);
      w.at = stepAfter('workBlob');
    }),

  batchRow: ({ s, to }) =>
    to('batchRow', '', (n, w) => {
      const batch = batchOf(captureOf(w));
      if (!s.batch[batch].isWritten) n.batch[batch] = { isWritten: true, source: captureOf(w), outcome: '', takesUp: '' };
      w.at = stepAfter('batchRow');
    }),

  rows: (bound) => {
    const { s, w, to } = bound;
    if (s.row !== undefined) return actOnConflict(bound);
    const row = { state: 'pending', source: captureOf(w), batch: batchOf(captureOf(w)), epoch: 0, isTried: false, copy: 0 } as const;
    to('rows', 'inserted', (n, nw) => {
      n.row = row;
      nw.at = stepAfter('rows');
    });
    to('rows', 'inserted, answer lost', (n) => void Object.assign(n, { row }), 'writeLost');
  },

  announce: ({ s, w, to }) => {
    const batch = batchOf(captureOf(w));
    if (s.batch[batch].outcome !== '')
      return to('announce', 'booked already', (_n, nw) => void Object.assign(nw, { at: stepAfter('rows') }));
    to('announce', '', (n, nw) => {
      n.batch[batch] = { ...s.batch[batch], takesUp: s.row?.batch ?? '' };
      nw.at = 'heldRow';
    });
  },

  heldRow: ({ context, w, to }) => {
    if (!w.isFresh) return to('heldRow', '412', (_n, nw) => void Object.assign(nw, { at: 'rows' }));
    const reopens = (n: State): void => reopenRow(n, context, captureOf(w), batchOf(captureOf(w)));
    to('heldRow', 'taken up', (n, nw) => {
      reopens(n);
      nw.at = stepAfter('rows');
    });
    to('heldRow', 'taken up, answer lost', reopens, 'writeLost');
  },

  message: ({ to }) =>
    to('message', '', (n, w) => {
      sendMessage(n, batchOf(captureOf(w)));
      w.at = stepAfter('message');
    }),

  finish: ({ s, context, w, to }) =>
    to('finish', '', (n, nw) => {
      if (s.package[captureOf(w)] === '') n.package[captureOf(w)] = 'unpacked';
      if (context.scenario.split && w.task === 'A') sendMessage(n, 'B');
      rest(n, nw);
    }),
};

/** Its own row, or one that another entry has: deliver decides later, from the row as it is then. A held row of another entry is taken up. */
function actOnConflict({ s, context, w, to }: Bound): void {
  const { state, source } = s.row ?? {};
  const isTakenUp = state === 'held' && source !== captureOf(w);
  const takesUp = context.ways.announces ? 'announce' : 'heldRow';
  to('rows', isTakenUp ? 'conflict, held' : 'conflict', (_n, nw) => {
    Object.assign(nw, { at: isTakenUp ? takesUp : stepAfter('rows'), isFresh: isTakenUp });
  });
}
