import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import type { Clock } from '../../ports/clock';
import type { RowKey, Table } from '../../ports/table';
import type { ArchiveStorage } from './archive-storage';
import { AzureBlobContainer } from './azure-blob-container';
import { AzureLeases } from './azure-leases';
import { AzureQueues } from './azure-queues';
import { AzureStorageTime } from './azure-storage-time';
import { AzureTable } from './azure-table';
import { ensureStores } from './ensure-stores';
import { type StorageCallOptions, StorageCalls } from './storage-call';
import { createStorageClients, type StorageConnection } from './storage-clients';
import type { ContainerName, TableName } from './store-names';

export interface ArchiveStorageOptions extends StorageCallOptions {
  readonly clock: Clock;
  /** Before the second retry of a call; the first follows at once. @default 400 */
  readonly retryDelayInMs?: number;
}

/** Makes no request. */
export function createArchiveStorage(connection: StorageConnection, options: ArchiveStorageOptions): ArchiveStorage {
  const clients = createStorageClients(connection, options.retryDelayInMs);
  const callsTo = (store: string) => new StorageCalls(store, options);
  const httpClient = createDefaultHttpClient();
  const state = clients.blobs.getContainerClient('state' satisfies ContainerName);
  return {
    container: (name) => new AzureBlobContainer(clients.blobs.getContainerClient(name), callsTo(`container/${name}`)),
    table: <R extends RowKey>(name: TableName): Table<R> =>
      new AzureTable<R>({ client: clients.table(name), httpClient, calls: callsTo(`table/${name}`) }),
    queues: new AzureQueues(clients.queues, (queue) => callsTo(`queue/${queue}`)),
    leases: new AzureLeases(state, callsTo('leases'), options.clock),
    time: new AzureStorageTime(state, callsTo('time')),
    ensureStores: () => ensureStores(clients, callsTo('account')),
  };
}
