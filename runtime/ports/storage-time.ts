/** The time by the storage service (its `Date` header), so that all workers and runs agree. */
export interface StorageTime {
  now(): Promise<Date>;
}
