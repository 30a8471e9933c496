import type { ServiceError, StorageCalls } from './storage-call';
import type { StorageHttp } from './storage-http';
import type { StorageRequest } from './storage-request';
import { ALL_QUEUE_NAMES, CONTAINER_NAMES, TABLE_NAMES } from './store-names';

/** Creates the stores that are missing, poison queues included. */
export async function ensureStores(http: StorageHttp, calls: StorageCalls): Promise<void> {
  const creations: readonly StorageRequest[] = [
    ...CONTAINER_NAMES.map(
      (name) => ({ service: 'blob', method: 'PUT', path: `/${name}`, query: { restype: 'container' } }) satisfies StorageRequest,
    ),
    ...ALL_QUEUE_NAMES.map((name) => ({ service: 'queue', method: 'PUT', path: `/${name}` }) satisfies StorageRequest),
    ...TABLE_NAMES.map(tableCreation),
  ];
  await Promise.all(creations.map((creation) => calls.make('ensure', (signal) => unlessThere(http.send(creation, { signal })))));
}

function tableCreation(name: string): StorageRequest {
  const headers = { 'content-type': 'application/json', prefer: 'return-no-content' };
  return { service: 'table', method: 'POST', path: '/Tables', headers, body: Buffer.from(JSON.stringify({ TableName: name })) };
}

async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!/^(Container|Queue|Table)AlreadyExists$/.test((error as ServiceError).code ?? '')) throw error;
  }
}
