import { goesBack, goesTo, meets412 } from './deliver-steps';
import {
  abandon,
  type Context,
  createCopy,
  holdsLease,
  importRow,
  makeHeld,
  nextCopy,
  type Row,
  runOf,
  type State,
  type Worker,
  writeRow,
} from './state';
import type { Bound } from './unpack-moves';

/** From the POST to its outcome. */
export const CREATE: Readonly<Record<string, (bound: Bound) => void>> = {
  post: ({ s, context, w, to }) => {
    if (context.ways.unclaims && !(holdsLease(s, w) && w.isRecent)) return to('post', 'not sent', unclaims(s, context));
    if (!holdsLease(s, w)) return to('post', 'lease over', abandon);
    if (!w.isRecent) return to('post', 'claim too old', goesTo('claim'));
    to('post', 'sent', (n, nw) => {
      if (nw.mustLook) n.queue['lookAgain'] = 1;
      nw.at = 'posting';
    });
  },

  posting: ({ s, to }) => {
    const id = nextCopy(s);
    const ends = (isVisible: boolean) => (n: State, nw: Worker) => {
      createCopy(n, isVisible);
      Object.assign(nw, { at: 'outcome', copy: id, isMade: true });
    };
    const goesBack = (effect: (n: State) => void) => (n: State, nw: Worker) => {
      effect(n);
      nw.at = 'back';
    };
    to('posting', 'ok', ends(true));
    to('posting', 'ok, not yet visible', ends(false), 'lag');
    to('posting', 'refused', goesTo('refused'), 'refused');
    to('posting', 'answer lost, committed', goesBack(createCopy), 'answerLost');
    to(
      'posting',
      'answer lost, committed, not yet visible',
      goesBack((n) => createCopy(n, false)),
      'answerLost',
      'lag',
    );
    to('posting', 'answer lost, nothing committed', goesTo('back'), 'answerLost');
    to(
      'posting',
      'answer lost, under way',
      goesBack((n) => void Object.assign(n, { lateRequests: n.lateRequests + 1 })),
      'late',
    );
  },

  refused: ({ s, context, w, to }) => {
    if (!w.isFresh) return to('refused', '412', meets412(s, context, w));
    to('refused', 'held', (n, nw) => {
      makeHeld(n);
      nw.at = 'done';
    });
  },

  outcome: ({ s, context, w, to }) => {
    if (!w.isFresh) return to('outcome', '412', goesTo('met412'));
    const imports = (at: string) => (n: State, nw: Worker) => {
      if (s.row !== undefined && s.run[runOf(context, s.row.batch)] === 'closed') n.wrong = 'imported in a closed run: no report counts it';
      importRow(n, context, w.copy);
      nw.at = at;
    };
    to('outcome', 'imported', imports('done'));
    to('outcome', 'imported, answer lost', imports('met412'), 'writeLost');
  },

  met412: ({ s, context, w, to }) => {
    const { state, copy } = s.row as Row;
    if (state === 'imported' && copy === w.copy) return to('met412', 'its own copy', goesTo('done'));
    if (w.isMade && state === 'imported') return to('met412', 'another copy', goesTo('delete'));
    to('met412', 'no copy', meets412(s, context, w));
  },

  delete: ({ s, context, w, to }) =>
    to('delete', '', (n, nw) => {
      n.mailbox = n.mailbox.filter((copy) => copy.id !== w.copy);
      meets412(s, context, w)(n, nw);
    }),

  /** The code notes in the row that an answer was lost. */
  back: ({ s, context, w, to }) => {
    if (context.ways.notesLostAnswers && !w.isFresh) return to('back', '412', meets412(s, context, w));
    to('back', '', (n, nw) => {
      if (context.ways.notesLostAnswers) writeRow(n, {});
      goesBack(s, context)(n, nw);
    });
  },
};

/** Nothing was sent under this claim: an untouched row is as it was before. */
const unclaims = (s: State, context: Context) => (n: State, w: Worker) => {
  if (!w.isFresh) return meets412(s, context, w)(n, w);
  writeRow(n, w.mustLook ? {} : { state: 'pending', epoch: 0, isTried: false });
  if (!holdsLease(s, w)) w.epoch = 0;
  goesBack(s, context)(n, w);
};
