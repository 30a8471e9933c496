import { errorCodeOf, type ServiceError, type StorageCalls } from './storage-call';
import type { StorageClients } from './storage-clients';
import { ALL_QUEUE_NAMES, CONTAINER_NAMES, TABLE_NAMES } from './store-names';

/** Creates the stores that are missing, poison queues included. */
export async function ensureStores(clients: StorageClients, calls: StorageCalls): Promise<void> {
  const creations: ((abortSignal: AbortSignal) => Promise<unknown>)[] = [
    ...CONTAINER_NAMES.map((name) => (abortSignal: AbortSignal) => clients.blobs.getContainerClient(name).create({ abortSignal })),
    ...ALL_QUEUE_NAMES.map((name) => (abortSignal: AbortSignal) => clients.queues.getQueueClient(name).create({ abortSignal })),
    ...TABLE_NAMES.map((name) => (abortSignal: AbortSignal) => clients.table(name).createTable({ abortSignal })),
  ];
  await Promise.all(creations.map((create) => calls.make('ensure', (abortSignal) => unlessThere(create(abortSignal)))));
}

async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    const code = errorCodeOf(error as ServiceError) ?? '';
    if (!/^(Container|Queue|Table)AlreadyExists$/.test(code)) throw error;
  }
}
