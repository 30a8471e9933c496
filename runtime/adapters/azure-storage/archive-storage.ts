import type { BlobContainer } from '../../ports/blob-container';
import type { Leases } from '../../ports/leases';
import type { Queues } from '../../ports/queues';
import type { StorageTime } from '../../ports/storage-time';
import type { RowKey, Table } from '../../ports/table';
import type { ContainerName, TableName } from './store-names';

/** All stores of the archive account. */
export interface ArchiveStorage {
  container(name: ContainerName): BlobContainer;
  /** The caller names the shape of the rows; the store keeps what it is given. */
  table<R extends RowKey>(name: TableName): Table<R>;
  readonly queues: Queues;
  readonly leases: Leases;
  readonly time: StorageTime;
  /** Creates the containers, tables and queues that are missing: in local mode and after damage. In Azure Pulumi makes them. */
  ensureStores(): Promise<void>;
}
