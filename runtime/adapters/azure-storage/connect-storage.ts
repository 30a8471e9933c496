import type { TokenCredential } from '@azure/identity';
import { SharedKey } from './shared-key';
import { type Authorize, StorageHttp } from './storage-http';
import type { StorageService } from './storage-request';
import { StorageToken } from './storage-token';

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

/** Makes no request. */
export function connectStorage(connection: StorageConnection, retryDelayInMs = RETRY_DELAY_IN_MS): StorageHttp {
  if ('connectionString' in connection) {
    const value = (name: string) => connectionStringValue(connection.connectionString, name);
    const key = new SharedKey(value('AccountName'), value('AccountKey'));
    const endpoints = { blob: value('BlobEndpoint'), queue: value('QueueEndpoint'), table: value('TableEndpoint') };
    const authorize: Authorize = (request, headers, path) => key.authorize(request, headers, path);
    return new StorageHttp({ endpoints: withoutSlash(endpoints), authorize, retryDelayInMs });
  }
  const { blobServiceUri, queueServiceUri, tableServiceUri } = connection;
  const endpoints = withoutSlash({ blob: blobServiceUri, queue: queueServiceUri, table: tableServiceUri });
  const token = new StorageToken(connection.credential);
  const authorize: Authorize = async ({ service }) => {
    if (!endpoints[service].startsWith('https:')) throw new TypeError(`A token is sent to the ${service} service over https only`);
    return `Bearer ${await token.get()}`;
  };
  return new StorageHttp({ endpoints, authorize, retryDelayInMs });
}

function withoutSlash({ blob, queue, table }: Readonly<Record<StorageService, string>>): Readonly<Record<StorageService, string>> {
  const cut = (endpoint: string) => endpoint.replace(/\/$/, '');
  return { blob: cut(blob), queue: cut(queue), table: cut(table) };
}

function connectionStringValue(connectionString: string, name: string): string {
  const part = connectionString.split(';').find((candidate) => candidate.startsWith(`${name}=`));
  if (part === undefined)
    throw new Error(`The storage connection string has no ${name}; it needs the account, its key and all three endpoints`);
  return part.slice(name.length + 1);
}
