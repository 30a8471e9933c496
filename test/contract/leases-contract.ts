import type { Lease, Leases } from '../../runtime/ports/leases';

export interface LeasesContract {
  open(): Leases;
  /** Lets this time pass for the leases and for the clock they were given. */
  pass(milliseconds: number): Promise<void>;
  now(): Date;
  /** A lease of 15 seconds, as long ago as may be: where time is real, others use it meanwhile. */
  acquiredEarlier(): Promise<Lease>;
  /** Waiting is real: tests that wait are few. */
  readonly isSlow: boolean;
}

export function describeLeasesContract(name: string, contract: LeasesContract): void {
  describe(`leases contract: ${name}`, () => {
    let leases: Leases;
    let lock: string;
    let locks = 0;

    beforeEach(() => {
      leases = contract.open();
      locks += 1;
      lock = `lock-${Date.now()}-${locks}`;
    });

    const acquired = async (seconds = 60): Promise<Lease> => {
      const lease = await leases.acquire(lock, seconds);
      if (lease === undefined) throw new Error('The lease is held by somebody else');
      return lease;
    };

    it('gives a lease to one, and to nobody else as long as it runs', async () => {
      const lease = await acquired();

      expect(lease.name).toBe(lock);
      expect(await leases.acquire(lock, 60)).toBeUndefined();
      expect(await contract.open().acquire(lock, 15)).toBeUndefined();
    });

    it('lets exactly one of many win, also on a name that was never leased', async () => {
      const results = await Promise.all(Array.from({ length: 8 }, () => leases.acquire(lock, 60)));

      expect(results.filter((lease) => lease !== undefined)).toHaveLength(1);
    });

    it('keeps names apart', async () => {
      await acquired();

      expect(await leases.acquire(`${lock}-other`, 60)).toBeDefined();
    });

    it('counts the end from before the request was sent, by the clock of this process', async () => {
      const before = contract.now().getTime();
      const lease = await acquired(30);
      const after = contract.now().getTime();

      expect(lease.endsAt.getTime()).toBeGreaterThanOrEqual(before + 30_000);
      expect(lease.endsAt.getTime()).toBeLessThanOrEqual(after + 30_000);
    });

    it('renews: the end moves', async () => {
      const lease = await acquired(30);
      const first = lease.endsAt.getTime();
      await contract.pass(20);

      expect(await lease.renew()).toBe(true);
      expect(lease.endsAt.getTime()).toBeGreaterThan(first);
      expect(await leases.acquire(lock, 60)).toBeUndefined();
    });

    it('can be acquired again after its release', async () => {
      const lease = await acquired();
      await lease.release();

      expect(await leases.acquire(lock, 60)).toBeDefined();
    });

    it('does not end the lease of another one: renewing says false, and releasing does nothing', async () => {
      const old = await acquired();
      await leases.breakLease(lock);
      await acquired();

      expect(await old.renew()).toBe(false);
      await old.release();
      expect(await leases.acquire(lock, 60)).toBeUndefined();
    });

    it('says false to a renewal after release, and releases twice without an error', async () => {
      const lease = await acquired();
      await lease.release();

      expect(await lease.renew()).toBe(false);
      await lease.release();
    });

    it('breaks a lease of anyone, and a name without a lease is no error', async () => {
      await leases.breakLease(lock);
      await acquired();
      await leases.breakLease(lock);
      await leases.breakLease(lock);

      expect(await leases.acquire(lock, 60)).toBeDefined();
    });

    it.each([0, 14, 61, -1, 15.5])('refuses %d seconds', async (seconds) => {
      await expect(leases.acquire(lock, seconds)).rejects.toThrow(RangeError);
    });

    it('ends by itself, and its old holder is told so', async () => {
      const old = await contract.acquiredEarlier();
      await contract.pass(Math.max(0, old.endsAt.getTime() + 500 - contract.now().getTime()));
      const next = await leases.acquire(old.name, 15);

      expect(next).toBeDefined();
      expect(await old.renew()).toBe(false);
    }, 30_000);

    (contract.isSlow ? it.skip : it)('can be renewed after its end as long as nobody else has it', async () => {
      const lease = await acquired(15);
      await contract.pass(20_000);

      expect(await lease.renew()).toBe(true);
      expect(await leases.acquire(lock, 15)).toBeUndefined();
    });
  });
}
