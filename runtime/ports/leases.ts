/** A lease of one name. It is no fence: what it protects is also written If-Match. */
export interface Lease {
  readonly name: string;
  /** When it ends unless it is renewed, by this process's clock, counted from before the request was sent. */
  readonly endsAt: Date;
  /** Answers false when the lease is lost. */
  renew(): Promise<boolean>;
  /** Never throws for a lease that is lost already. */
  release(): Promise<void>;
}

export interface Leases {
  /** `undefined` when somebody else holds it. `seconds`: 15 to 60. */
  acquire(name: string, seconds: number): Promise<Lease | undefined>;
  /** Ends a lease of anyone: only for the recovery of a local store whose worker is known to be dead. */
  breakLease(name: string): Promise<void>;
}
