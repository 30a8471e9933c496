/** What one run of one candidate took, as seen from outside of it. */
export interface Measured {
  readonly deliveries: number;
  /** From the first listing to the closed run; for a pattern, from its first request to its last. */
  readonly seconds: number;
  /** CPU time of the worker processes together, milliseconds, after they have loaded. */
  readonly workerCpuMs: number;
  /** Most memory that any one worker process had resident, MiB, since its start. */
  readonly workerRssMib: number;
  readonly graphRequests: number;
  readonly createRequests: number;
  /** Requests to blobs, queues and tables, all stores together; polls that found an empty queue aside. */
  readonly storageTransactions: number;
  /** Batches of deliveries that the run had; 0 for a pattern. */
  readonly batches: number;
  /** The fullest sliding window of any mailbox, 1 = the limit. */
  readonly shareOfLimit: number;
  /** Most requests that any mailbox had in flight at once. */
  readonly mostInFlight: number;
  /** Requests over one of Outlook's limits, and copies too many: counted by the simulator. */
  readonly violations: number;
}
