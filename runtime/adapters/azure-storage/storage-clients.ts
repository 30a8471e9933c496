import { AzureNamedKeyCredential, TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import * as blobs from '@azure/storage-blob';
import * as queues from '@azure/storage-queue';
import { MAX_RETRY_DELAY_IN_MS, MAX_TRIES } from './storage-call';

const RETRY_DELAY_IN_MS = 400;

/** Where the archive account is, and who asks: in Azure an identity, never a key; locally Azurite's connection string. */
export type StorageConnection =
  | { readonly connectionString: string }
  | {
      readonly blobServiceUri: string;
      readonly queueServiceUri: string;
      readonly tableServiceUri: string;
      readonly credential: TokenCredential;
    };

/** The clients of the three services, which share nothing but the account. */
export interface StorageClients {
  readonly blobs: blobs.BlobServiceClient;
  readonly queues: queues.QueueServiceClient;
  table(name: string): TableClient;
}

export function createStorageClients(connection: StorageConnection, retryDelayInMs = RETRY_DELAY_IN_MS): StorageClients {
  const { blob, queue, table, storageCredential, tableCredential } = endpoints(connection);
  const retryOptions = { maxTries: MAX_TRIES, retryDelayInMs, maxRetryDelayInMs: MAX_RETRY_DELAY_IN_MS };
  const tableOptions: TableServiceClientOptions & { allowInsecureConnection: boolean } = {
    retryOptions: { maxRetries: MAX_TRIES - 1, retryDelayInMs, maxRetryDelayInMs: MAX_RETRY_DELAY_IN_MS },
    allowInsecureConnection: table.startsWith('http:'),
  };
  return {
    blobs: new blobs.BlobServiceClient(blob, blobs.newPipeline(storageCredential.blob, { retryOptions })),
    queues: new queues.QueueServiceClient(queue, queues.newPipeline(storageCredential.queue, { retryOptions })),
    table: (name) =>
      'key' in tableCredential
        ? new TableClient(table, name, tableCredential, tableOptions)
        : new TableClient(table, name, tableCredential, tableOptions),
  };
}

function endpoints(connection: StorageConnection) {
  if (!('connectionString' in connection)) {
    const { blobServiceUri, queueServiceUri, tableServiceUri, credential } = connection;
    const storageCredential = { blob: credential, queue: credential };
    return { blob: blobServiceUri, queue: queueServiceUri, table: tableServiceUri, storageCredential, tableCredential: credential };
  }
  const value = (name: string) => connectionStringValue(connection.connectionString, name);
  const account = value('AccountName');
  const key = value('AccountKey');
  const storageCredential = {
    blob: new blobs.StorageSharedKeyCredential(account, key),
    queue: new queues.StorageSharedKeyCredential(account, key),
  };
  const tableCredential = new AzureNamedKeyCredential(account, key);
  return { blob: value('BlobEndpoint'), queue: value('QueueEndpoint'), table: value('TableEndpoint'), storageCredential, tableCredential };
}

function connectionStringValue(connectionString: string, name: string): string {
  const part = connectionString.split(';').find((candidate) => candidate.startsWith(`${name}=`));
  if (part === undefined)
    throw new Error(`The storage connection string has no ${name}; it needs the account, its key and all three endpoints`);
  return part.slice(name.length + 1);
}
