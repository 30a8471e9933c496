import type { Context, Fault, State, Worker } from './state';

/** Who takes a step. */
export type Actor = 'W1' | 'W2' | 'settle' | 'reopen' | 'administrator' | 'time';

/** A step that may come next. `kind` and `how` say which one, for whoever takes it in the code. */
export interface Move {
  readonly actor: Actor;
  readonly kind: string;
  readonly how: string;
  readonly next: State;
  readonly isFault: boolean;
  /** What it costs: several faults may come together. */
  readonly costs: readonly Fault[];
}

export type Change = (next: State) => void;
export type WorkerChange = (next: State, worker: Worker) => void;

/** An administrator's acts cost from their own budget, and are no faults. */
const ACTS: ReadonlySet<Fault> = new Set(['stop', 'resume', 'reopen']);

/** Collects the steps that may come next. */
export class Moves {
  readonly all: Move[] = [];

  constructor(
    readonly s: State,
    readonly context: Context,
    private readonly clone: (s: State) => State,
  ) {}

  add(actor: Actor, kind: string, how: string, change: Change, ...costs: readonly Fault[]): void {
    const faults = costs.filter((cost) => !ACTS.has(cost)).length;
    if (faults > this.s.left.total || costs.some((cost) => this.s.left[cost] === 0)) return;
    const next = this.clone(this.s);
    for (const cost of costs) next.left[cost] -= 1;
    next.left.total -= faults;
    change(next);
    this.all.push({ actor, kind, how, next, isFault: costs.length > 0, costs });
  }

  /** Steps of one worker. */
  of(index: 0 | 1): WorkerMoves {
    return new WorkerMoves(this, index);
  }
}

export class WorkerMoves {
  readonly s: State;
  readonly context: Context;
  readonly w: Worker;

  constructor(
    private readonly moves: Moves,
    private readonly index: 0 | 1,
  ) {
    this.s = moves.s;
    this.context = moves.context;
    this.w = moves.s.workers[index];
  }

  to(kind: string, how: string, change: WorkerChange, ...costs: readonly Fault[]): void {
    const actor = this.index === 0 ? 'W1' : 'W2';
    this.moves.add(actor, kind, how, (next) => change(next, next.workers[this.index]), ...costs);
  }
}
