import type { Clock } from '../../runtime/ports/clock';
import type { Lease, Leases } from '../../runtime/ports/leases';
import type { FaultGate } from './fault-gate';

interface HeldLease {
  readonly id: number;
  endsAt: number;
  readonly milliseconds: number;
}

/** The leases of a test, shared by all its processes. */
export class InMemoryLeaseStore {
  readonly #held = new Map<string, HeldLease>();
  readonly #clock: Clock;
  #acquired = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The id of the new lease; undefined while another one runs. */
  acquire(name: string, milliseconds: number): number | undefined {
    const now = this.#clock.now().getTime();
    const held = this.#held.get(name);
    if (held !== undefined && held.endsAt > now) return undefined;
    const id = ++this.#acquired;
    this.#held.set(name, { id, endsAt: now + milliseconds, milliseconds });
    return id;
  }

  /** Azure: a lease that has ended can still be renewed as long as nobody else has acquired it. */
  renew(name: string, id: number): boolean {
    const held = this.#held.get(name);
    if (held?.id !== id) return false;
    held.endsAt = this.#clock.now().getTime() + held.milliseconds;
    return true;
  }

  release(name: string, id: number): void {
    if (this.#held.get(name)?.id === id) this.#held.delete(name);
  }

  break(name: string): void {
    this.#held.delete(name);
  }

  /** Those that were not given back, in the order in which they were taken; some may have ended by themselves. */
  names(): string[] {
    return [...this.#held.keys()];
  }
}

/** One process's way to the leases. */
export class InMemoryLeases implements Leases {
  readonly #store: InMemoryLeaseStore;
  readonly #gate: FaultGate;
  readonly #clock: Clock;

  /** `clock`: the process's own, which may differ from the service's. */
  constructor(store: InMemoryLeaseStore, gate: FaultGate, clock: Clock) {
    this.#store = store;
    this.#gate = gate;
    this.#clock = clock;
  }

  async acquire(name: string, seconds: number): Promise<Lease | undefined> {
    if (!Number.isInteger(seconds) || seconds < 15 || seconds > 60) throw new RangeError(`A lease lasts 15 to 60 seconds, not ${seconds}`);
    const clock = this.#clock;
    let endsAt = new Date(clock.now().getTime() + seconds * 1_000);
    const id = await this.#gate.run('leases', 'acquire', name, () => this.#store.acquire(name, seconds * 1_000));
    if (id === undefined) return undefined;
    return {
      name,
      get endsAt() {
        return endsAt;
      },
      renew: async () => {
        const asked = clock.now().getTime();
        const isRenewed = await this.#gate.run('leases', 'renew', name, () => this.#store.renew(name, id));
        if (isRenewed) endsAt = new Date(asked + seconds * 1_000);
        return isRenewed;
      },
      release: () => this.#gate.run('leases', 'release', name, () => this.#store.release(name, id)),
    };
  }

  async breakLease(name: string): Promise<void> {
    await this.#gate.run('leases', 'break', name, () => this.#store.break(name));
  }
}
