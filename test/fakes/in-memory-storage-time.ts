import type { Clock } from '../../runtime/ports/clock';
import type { StorageTime } from '../../runtime/ports/storage-time';
import type { FaultGate } from './fault-gate';

/** The service's clock; whole seconds, as its `Date` header has. Give it another clock than the process's to test a skew. */
export class InMemoryStorageTime implements StorageTime {
  readonly #clock: Clock;
  readonly #gate: FaultGate;

  constructor(clock: Clock, gate: FaultGate) {
    this.#clock = clock;
    this.#gate = gate;
  }

  async now(): Promise<Date> {
    return this.#gate.run('time', 'now', '', () => new Date(Math.floor(this.#clock.now().getTime() / 1_000) * 1_000));
  }
}
