import { abandon, type Batch, type Context, foundDecided, goBack, rest, runOf, type State, type Worker } from './state';

export const batchOfTask = (task: string): Batch => task as Batch;
export const isTooLate = (s: State, context: Context, batch: Batch): boolean => s.run[runOf(context, batch)] !== 'open';
export const isStopped = (s: State, context: Context, batch: Batch): boolean =>
  s.isStopped && runOf(context, batch) === 1 && s.run[1] === 'open';
export const hasWork = (s: State, batch: Batch): boolean => s.blob[batch] === s.batch[batch].source;

/** What the code knows of a batch before it reads its rows. */
export const knows = (s: State, { ways }: Context, batch: Batch): Partial<Worker> => ({
  hasWork: ways.readsWorkFirst && hasWork(s, batch),
  knowsTakenUp: s.batch[batch].takesUp !== '',
  mayAsk: ways.stopsWhenOvertaken,
});

export function takeLease(n: State, w: Worker): void {
  if (w.epoch !== 0) return;
  n.lease = { isHeld: true, epoch: n.lease.epoch + 1 };
  w.epoch = n.lease.epoch;
}

export const isOvertaken = (s: State, { ways }: Context, w: Worker): boolean =>
  ways.stopsWhenOvertaken && !w.mayAsk && s.lease.epoch > w.epoch;

export const goesTo =
  (at: string) =>
  (_n: State, w: Worker): void =>
    void Object.assign(w, { at });

/** A batch that was booked meanwhile needs no queue message. */
export const goesBack =
  (s: State, { ways }: Context) =>
  (n: State, w: Worker): void => {
    const isBooked = s.batch[batchOfTask(w.task)].outcome !== '';
    (ways.endsWhatIsEnded && isBooked ? rest : goBack)(n, w);
  };

/** Somebody else wrote the row. When that decides it, the code books it so. */
export function meets412(s: State, { ways }: Context, { task }: Worker): (n: State, w: Worker) => void {
  const batch = batchOfTask(task);
  const found = foundDecided(s, batch);
  return !ways.booksOnce || found.books === '' ? abandon : (_n, w) => void Object.assign(w, { at: 'done', ...found });
}
