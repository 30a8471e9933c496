import type { Clock } from '../../ports/clock';
import type { RowKey, Table } from '../../ports/table';
import type { ArchiveStorage } from './archive-storage';
import { AzureBlobContainer } from './azure-blob-container';
import { AzureLeases } from './azure-leases';
import { AzureQueues } from './azure-queues';
import { AzureStorageTime } from './azure-storage-time';
import { AzureTable } from './azure-table';
import { connectStorage, type StorageConnection } from './connect-storage';
import { ensureStores } from './ensure-stores';
import { type StorageCallOptions, StorageCalls } from './storage-call';
import type { ContainerName, TableName } from './store-names';

export interface ArchiveStorageOptions extends StorageCallOptions {
  readonly clock: Clock;
  /** Before the second retry of a call; the first follows at once. @default 400 */
  readonly retryDelayInMs?: number;
}

/** Leases are held on blobs of this container, and its `Date` header is the time. */
const STATE: ContainerName = 'state';

/** Makes no request. */
export function createArchiveStorage(connection: StorageConnection, options: ArchiveStorageOptions): ArchiveStorage {
  const http = connectStorage(connection, options.retryDelayInMs);
  const callsTo = (store: string) => new StorageCalls(store, options);
  return {
    container: (name) => new AzureBlobContainer(http, name, callsTo(`container/${name}`)),
    table: <R extends RowKey>(name: TableName): Table<R> => new AzureTable<R>(http, name, callsTo(`table/${name}`)),
    queues: new AzureQueues(http, (queue) => callsTo(`queue/${queue}`)),
    leases: new AzureLeases(http, STATE, callsTo('leases'), options.clock),
    time: new AzureStorageTime(http, STATE, callsTo('time')),
    ensureStores: () => ensureStores(http, callsTo('account')),
  };
}
