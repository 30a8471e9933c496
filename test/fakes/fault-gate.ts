import type { ConnectorError } from '../../runtime/domain/failure/connector-error';
import { StorageUnavailableError } from '../../runtime/ports/storage-errors';

/** One call of a process to something outside of it. */
export interface FaultPoint {
  /** What is called: `table/deliveries`, `container/work`, `queue/settle`, `leases`, `time`, or a name of another fake. */
  readonly store: string;
  /** The method of the port; `list` is one call a page. */
  readonly operation: string;
  /** `<partition>/<row>` (a transaction: its first row), a blob, a lease; '' where there is none. */
  readonly key: string;
  /** Calls of this process before this one: the same seed gives the same number. */
  readonly index: number;
}

/** Runs around a call: `before` may wait or throw (no effect), `after` may wait, throw (the effect stays) or answer something else. */
export interface FaultScript {
  before?(): void | Promise<void>;
  after?(answer: unknown): unknown;
  /** It had left when the process died while `before` waited: the service carries it out, and nobody hears the answer. */
  readonly survives?: boolean;
}

/**
 * - `fail-before`: refused for the moment, no effect. `fail-after`: carried out, and the answer is lost.
 * - `crash-before`, `crash-after`: the process dies there. This call and every later one of the process never answer.
 */
export type FaultDecision = 'pass' | 'fail-before' | 'fail-after' | 'crash-before' | 'crash-after' | FaultScript;

export type FaultHook = (point: FaultPoint) => FaultDecision;

export interface FaultGateOptions {
  readonly hook?: FaultHook;
  /** Sees every call that is carried out, for counting. */
  readonly onCall?: (store: string, operation: string) => void;
  /** The error of `fail-before` and `fail-after`. */
  readonly unavailable?: (point: FaultPoint) => ConnectorError;
}

/** A promise of its own for each call: a shared one would keep everything that ever waited for it. */
const never = (): Promise<never> => new Promise(() => {});

/** Where the calls of ONE simulated process pass. Stores are shared between processes, gates are not. */
export class FaultGate {
  readonly #hook: FaultHook | undefined;
  readonly #onCall: ((store: string, operation: string) => void) | undefined;
  readonly #unavailable: (point: FaultPoint) => ConnectorError;
  readonly #death = Promise.withResolvers<FaultPoint>();
  #calls = 0;
  #isDead = false;
  #pause: Promise<void> | undefined;

  constructor({ hook, onCall, unavailable }: FaultGateOptions = {}) {
    this.#hook = hook;
    this.#onCall = onCall;
    this.#unavailable = unavailable ?? ((point) => new StorageUnavailableError(`${point.operation} ${point.store}`));
  }

  /** Calls so far: run once without faults to know how many places there are. */
  get calls(): number {
    return this.#calls;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Resolves where the process died. */
  get death(): Promise<FaultPoint> {
    return this.#death.promise;
  }

  /** Kills the process from outside: none of its calls answers any more. */
  kill(): void {
    this.#die({ store: '', operation: 'kill', key: '', index: this.#calls });
  }

  /** The process stands still until then: no call is carried out, and no answer arrives. What it had decided to do it does afterwards. */
  pauseUntil(resumed: Promise<void>): void {
    this.#pause = resumed;
    void resumed.then(() => {
      if (this.#pause === resumed) this.#pause = undefined;
    });
  }

  /** Carries out `effect` in one step, as the decision says. */
  async run<T>(store: string, operation: string, key: string, effect: () => T): Promise<T> {
    try {
      return await this.#decide(store, operation, key, effect);
    } finally {
      if (this.#pause !== undefined) await this.#whilePaused();
    }
  }

  async #whilePaused(): Promise<void> {
    while (this.#pause !== undefined) await this.#pause;
  }

  async #decide<T>(store: string, operation: string, key: string, effect: () => T): Promise<T> {
    if (this.#isDead) return never();
    const index = this.#calls++;
    if (this.#hook === undefined) return this.#carryOut(store, operation, effect);
    const point: FaultPoint = { store, operation, key, index };
    const decision = this.#hook(point);
    if (this.#pause !== undefined) await this.#whilePaused();
    if (typeof decision === 'object') return this.#script(point, decision, effect);
    if (decision === 'fail-before') throw this.#unavailable(point);
    if (decision === 'crash-before') {
      this.#die(point);
      return never();
    }
    const answer = this.#carryOut(store, operation, effect);
    if (decision === 'fail-after') throw this.#unavailable(point);
    if (decision === 'crash-after') {
      this.#die(point);
      return never();
    }
    return answer;
  }

  async #script<T>(point: FaultPoint, script: FaultScript, effect: () => T): Promise<T> {
    await script.before?.();
    if (this.#isDead && script.survives !== true) return never();
    const answer = this.#carryOut(point.store, point.operation, effect);
    const changed = script.after === undefined ? answer : await script.after(answer);
    return this.#isDead ? never() : (changed as T);
  }

  #carryOut<T>(store: string, operation: string, effect: () => T): T {
    this.#onCall?.(store, operation);
    return effect();
  }

  #die(point: FaultPoint): void {
    this.#isDead = true;
    this.#death.resolve(point);
  }
}
