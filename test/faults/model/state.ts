import type { Ways } from './ways';

/**
 * The delivery protocol as a model: one mailbox, one message in two captures A and B (items, or packages of one item each), their batches a and b,
 * batch r of a held row that is taken up again in run 3, and two workers of which each may run any handler. Every rule of the protocol holds in it;
 * what happens without a rule is the business of test/faults/rules.
 */
export type Capture = 'A' | 'B';
export type Batch = 'a' | 'b' | 'r';
export type Task = Capture | Batch | `${Capture | Batch}!` | '';
export type RunNumber = 1 | 2 | 3;
export type RowState = 'pending' | 'creating' | 'imported' | 'held';
export type RunState = '' | 'open' | 'closing' | 'closed';
/** '' = not decided yet. */
export type Outcome = '' | RowState | 'skipped-as-duplicate';
export type Fault =
  | 'crash'
  | 'leaseLost'
  | 'answerLost'
  | 'lag'
  | 'late'
  | 'writeLost'
  | 'again'
  | 'poison'
  | 'refused'
  | 'stop'
  | 'resume'
  | 'reopen';

export interface Row {
  readonly state: RowState;
  readonly source: Capture;
  readonly batch: Batch;
  readonly epoch: number;
  /** It was claimed once. */
  readonly isTried: boolean;
  /** The copy that it names; 0 = none. */
  readonly copy: number;
}

export interface Copy {
  readonly id: number;
  readonly isVisible: boolean;
}

export interface BatchState {
  readonly isWritten: boolean;
  readonly source: Capture | '';
  readonly outcome: Outcome;
  /** The batch whose row unpack takes up for this one. */
  readonly takesUp: Batch | '';
}

export interface Worker {
  /** What it does next. */
  at: string;
  task: Task;
  epoch: number;
  /** Its queue message is visible to others again. */
  isBack: boolean;
  /** Nobody has written the row since it read it. */
  isFresh: boolean;
  mustLook: boolean;
  /** A look that finds nothing allows a create. */
  isFinal: boolean;
  /** It has claimed within the last 30 s. */
  isRecent: boolean;
  copy: number;
  isMade: boolean;
  /** It has read the work of its batch. */
  hasWork: boolean;
  /** It knows which row unpack takes up for its batch. */
  knowsTakenUp: boolean;
  /** What it may ask of the mailbox is reserved: also a worker that was overtaken asks as long as that counts. */
  mayAsk: boolean;
  /** What it books for its batch, when it found the row decided. */
  books: Outcome;
  /** The row of another batch says so: it is true until that row is taken up. */
  booksByRowOf: Batch | '';
}

export interface State {
  readonly run: Record<RunNumber, RunState>;
  isStopped: boolean;
  isResuming: boolean;
  settle: { readonly run: RunNumber; readonly at: 'leftovers' | 'close' } | undefined;
  reopen: { readonly at: 'row' | 'message'; readonly isFresh: boolean } | undefined;
  readonly package: Record<Capture, 'none' | '' | 'unpacked' | 'held' | 'rejected'>;
  readonly blob: Record<Batch, Capture | ''>;
  readonly batch: Record<Batch, BatchState>;
  row: Row | undefined;
  isInHeld: boolean;
  mailbox: readonly Copy[];
  /** Requests that Exchange may still carry out. */
  lateRequests: number;
  /** More than one copy was seen, and is listed. */
  isListed: boolean;
  readonly queue: Record<string, number>;
  lease: { readonly isHeld: boolean; readonly epoch: number };
  readonly workers: readonly [Worker, Worker];
  wrong: string;
  readonly left: Record<Fault | 'total', number>;
}

export interface Scenario {
  readonly captures: 'A' | 'AB';
  /** Both captures stand in one package, and each is unpacked by a handler of its own. */
  readonly split: boolean;
  readonly runOfB: 1 | 2;
  readonly isUnpacked: boolean;
  /** No fault of this scenario may keep the message out of the mailbox. */
  readonly mustImport: boolean;
  /** Settle, stuck work and the hours of a run. */
  readonly hasTimers: boolean;
  /** Runs whose hours may be over at any moment. */
  readonly timeIsUp: readonly RunNumber[];
  /** A copy may stay unseen for more than 120 s. */
  readonly slowExchange: boolean;
  readonly faults: Partial<Record<Fault, number>>;
  readonly total: number;
}

export interface Context {
  readonly scenario: Scenario;
  readonly ways: Ways;
}

export const BATCHES: readonly Batch[] = ['a', 'b', 'r'];
export const CAPTURES: readonly Capture[] = ['A', 'B'];

export const runOf = ({ scenario }: Context, batch: Batch): RunNumber => (batch === 'r' ? 3 : batch === 'b' ? scenario.runOfB : 1);
export const batchOf = (capture: Capture): Batch => (capture === 'B' ? 'b' : 'a');
export const isOpen = (row: Row): boolean => row.state === 'pending' || row.state === 'creating';
export const names = (s: State, batch: Batch): boolean => s.row?.batch === batch;
export const visibleCopies = (s: State): readonly Copy[] => s.mailbox.filter((copy) => copy.isVisible);

const IDLE = {
  at: 'idle',
  task: '',
  isBack: false,
  isFresh: false,
  mustLook: false,
  isFinal: false,
  isRecent: false,
  copy: 0,
  isMade: false,
  hasWork: false,
  knowsTakenUp: false,
  mayAsk: false,
  books: '',
  booksByRowOf: '',
} as const;
const NO_BATCH: BatchState = { isWritten: false, source: '', outcome: '', takesUp: '' };
const PENDING_A: Row = { state: 'pending', source: 'A', batch: 'a', epoch: 0, isTried: false, copy: 0 };
const NO_FAULTS: Record<Fault, number> = {
  crash: 0,
  leaseLost: 0,
  answerLost: 0,
  lag: 0,
  late: 0,
  writeLost: 0,
  again: 0,
  poison: 0,
  refused: 0,
  stop: 0,
  resume: 0,
  reopen: 0,
};

export function initialState({ captures, split, runOfB, isUnpacked, faults, total }: Scenario): State {
  const isQueued = (capture: Capture): number =>
    Number(captures.includes(capture) && !(split && capture === 'B') && !(isUnpacked && capture === 'A'));
  const packageOf = (capture: Capture) => (!captures.includes(capture) ? 'none' : isUnpacked && capture === 'A' ? 'unpacked' : '');
  return {
    run: { 1: 'open', 2: runOfB === 2 ? 'open' : '', 3: '' },
    isStopped: false,
    isResuming: false,
    settle: undefined,
    reopen: undefined,
    package: { A: packageOf('A'), B: packageOf('B') },
    blob: { a: isUnpacked ? 'A' : '', b: '', r: '' },
    batch: { a: isUnpacked ? { ...NO_BATCH, isWritten: true, source: 'A' } : NO_BATCH, b: NO_BATCH, r: NO_BATCH },
    row: isUnpacked ? PENDING_A : undefined,
    isInHeld: false,
    mailbox: [],
    lateRequests: 0,
    isListed: false,
    queue: {
      A: isQueued('A'),
      B: isQueued('B'),
      a: Number(isUnpacked),
      b: 0,
      r: 0,
      'A!': 0,
      'B!': 0,
      'a!': 0,
      'b!': 0,
      'r!': 0,
      lookAgain: 0,
    },
    lease: { isHeld: false, epoch: 0 },
    workers: [
      { ...IDLE, epoch: 0 },
      { ...IDLE, epoch: 0 },
    ],
    wrong: '',
    left: { ...NO_FAULTS, ...faults, total },
  };
}

export const cloneState = (s: State): State => ({
  ...s,
  run: { ...s.run },
  package: { ...s.package },
  blob: { ...s.blob },
  batch: { ...s.batch },
  queue: { ...s.queue },
  workers: [{ ...s.workers[0] }, { ...s.workers[1] }],
  left: { ...s.left },
});

/** Every write changes the ETag: whoever read the row before is not fresh any more. */
export function writeRow(n: State, change: Partial<Row>, writer?: Worker): void {
  n.row = { ...(n.row as Row), ...change };
  for (const worker of n.workers) worker.isFresh = worker === writer;
  if (n.reopen !== undefined) n.reopen = { ...n.reopen, isFresh: false };
}

export function makeHeld(n: State): void {
  n.isInHeld = true;
  writeRow(n, { state: 'held', epoch: 0 });
}

export function reopenRow(n: State, { ways }: Context, source: Capture, batch: Batch): void {
  if (!ways.keepsEntry) n.isInHeld = false;
  writeRow(n, { state: 'pending', source, batch, epoch: 0 });
}

/** Of a row that is gone nobody knows whether it was claimed. */
export const restoredRow = (batch: Batch, source: Capture): Row => ({ state: 'pending', source, batch, epoch: 0, isTried: true, copy: 0 });

/** The row names this copy. */
export function importRow(n: State, { ways }: Context, copy: number): void {
  if (ways.keepsEntry) n.isInHeld = false;
  writeRow(n, { state: 'imported', copy, epoch: 0, isTried: false });
}

export function setOutcome(n: State, { ways }: Context, batch: Batch, outcome: Outcome): void {
  if (ways.booksOnce && n.batch[batch].outcome !== '') return;
  n.batch[batch] = { ...n.batch[batch], outcome };
}

export function sendMessage(n: State, task: string, count = 1): void {
  n.queue[task] = (n.queue[task] ?? 0) + count;
}

/** '' = not decided yet. A row of another batch: held, or moved on with the same package entry, counts as held; else as a duplicate. */
export function outcomeFor(row: Row | undefined, batch: Batch, source: Capture | ''): Outcome {
  if (row === undefined || (row.batch === batch && isOpen(row))) return '';
  if (row.batch === batch) return row.state;
  return row.state === 'held' || row.source === source ? 'held' : 'skipped-as-duplicate';
}

export const nextCopy = (s: State): number => 1 + Math.max(0, ...s.mailbox.map((copy) => copy.id));

export function createCopy(n: State, isVisible = true): void {
  n.mailbox = [...n.mailbox, { id: nextCopy(n), isVisible }];
}

/** What it books of a row that is not its own open one, and whose row says so while that may change. */
export function foundDecided(s: State, batch: Batch): { readonly books: Outcome; readonly booksByRowOf: Batch | '' } {
  const { row } = s;
  const books = outcomeFor(row, batch, s.batch[batch].source);
  return { books, booksByRowOf: row !== undefined && row.state !== 'imported' && row.batch !== batch ? row.batch : '' };
}

/** Done with the queue message. The lease is kept, to drain the mailbox. */
export const rest = (_n: State, worker: Worker): void => void Object.assign(worker, IDLE);
export const die = (_n: State, worker: Worker): void => void Object.assign(worker, IDLE, { epoch: 0 });
export const holdsLease = (s: State, worker: Worker): boolean => s.lease.isHeld && s.lease.epoch === worker.epoch;

export function freeLease(n: State, worker: Worker): void {
  if (holdsLease(n, worker)) n.lease = { ...n.lease, isHeld: false };
  worker.epoch = 0;
}

export function goBack(n: State, worker: Worker): void {
  sendMessage(n, worker.task);
  rest(n, worker);
}

/** The worker no longer trusts its lease. */
export function abandon(n: State, worker: Worker): void {
  freeLease(n, worker);
  goBack(n, worker);
}

export const isQuiet = (s: State): boolean =>
  s.workers.every((w) => w.at === 'idle') && Object.values(s.queue).every((count) => count === 0);
