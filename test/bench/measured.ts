/** What one run of one candidate took, as seen from outside of it. */
export interface Measured {
  readonly deliveries: number;
  /** From the first listing to the closed run; for a pattern, from its first request to its last. */
  readonly seconds: number;
  /** CPU time of the worker processes together, milliseconds, after they have loaded. */
  readonly workerCpuMs: number;
  /** Most memory that any one worker process had resident, MiB. */
  readonly workerRssMib: number;
  readonly graphRequests: number;
  readonly createRequests: number;
  readonly storageTransactions: number;
  /** Requests over one of Outlook's limits, counted by the simulator. */
  readonly violations: number;
  /** Copies with a key that another copy of the mailbox has too. */
  readonly duplicates: number;
  /** Of any mailbox at any time; 4 are allowed. */
  readonly mostInFlight: number;
  /** CPU time of the stand-ins, milliseconds: they share the machine. */
  readonly standInCpuMs: { readonly storage: number; readonly exchange: number };
}
