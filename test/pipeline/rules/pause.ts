import type { FaultHook, FaultPoint } from '../../fakes/fault-gate';

export type Place = (point: FaultPoint) => boolean;

/** A call of a port by store and operation: `call('exchange', 'create')`. */
export const call =
  (store: string, ...operations: readonly string[]): Place =>
  (point) =>
    point.store === store && operations.includes(point.operation);

/** Only the n-th time that a process comes there, from 1. */
export function nth(n: number, place: Place): Place {
  let seen = 0;
  return (point) => {
    if (!place(point)) return false;
    seen += 1;
    return seen === n;
  };
}

/** Stops a process the first time it comes to a place, until it is let go on. */
export class Pause {
  readonly reached: Promise<FaultPoint>;
  private readonly going = Promise.withResolvers<void>();
  private readonly arriving = Promise.withResolvers<FaultPoint>();
  private state: 'ahead' | 'here' | 'over' = 'ahead';

  constructor(
    private readonly place: Place,
    readonly when: 'before' | 'after',
    /** A machine that is paused as a whole makes no other call either, and renews no lease. */
    private readonly isWhole: boolean,
  ) {
    this.reached = this.arriving.promise;
  }

  readonly hook: FaultHook = (point) => {
    if (this.state === 'here' && this.isWhole) return { before: () => this.going.promise };
    if (this.state !== 'ahead' || !this.place(point)) return 'pass';
    this.state = 'here';
    const wait = (): Promise<void> => {
      this.arriving.resolve(point);
      return this.going.promise;
    };
    if (this.when === 'before') return { before: wait };
    return {
      after: async (answer) => {
        await wait();
        return answer;
      },
    };
  };

  get isHere(): boolean {
    return this.state === 'here';
  }

  /** Resolves when it is let go on. */
  get over(): Promise<void> {
    return this.going.promise;
  }

  goOn(): void {
    this.state = 'over';
    this.going.resolve();
  }
}

export const pausedBefore = (place: Place): Pause => new Pause(place, 'before', false);
export const pausedAfter = (place: Place): Pause => new Pause(place, 'after', false);
export const frozenBefore = (place: Place): Pause => new Pause(place, 'before', true);
export const frozenAfter = (place: Place): Pause => new Pause(place, 'after', true);

/** A fault the first time (or the first `times`) that the process comes to a place. */
export function once(decision: ReturnType<FaultHook>, place: Place, times = 1): FaultHook {
  let left = times;
  return (point) => {
    if (left === 0 || !place(point)) return 'pass';
    left -= 1;
    return decision;
  };
}

/** The first hook that has something to say says it. */
export const firstOf =
  (...hooks: readonly FaultHook[]): FaultHook =>
  (point) => {
    for (const hook of hooks) {
      const decision = hook(point);
      if (decision !== 'pass') return decision;
    }
    return 'pass';
  };
