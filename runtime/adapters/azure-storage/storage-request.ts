import type { IncomingHttpHeaders } from 'node:http';

export type StorageService = 'blob' | 'queue' | 'table';

/** One request to a service of the account. */
export interface StorageRequest {
  readonly service: StorageService;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Below the account, encoded: `/work/run-1/part`. */
  readonly path: string;
  /** Encoded, by name; undefined = left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface StorageAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer of 400 and more, or none (`statusCode` undefined). `code`: the service's (`BlobNotFound`), or the system's (`ECONNRESET`). */
export class StorageAnswerError extends Error {
  override readonly name = 'StorageAnswerError';

  constructor(
    readonly statusCode: number | undefined,
    readonly code: string | undefined,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Everything after the path, with its question mark; '' without a query. */
export function queryText(query: StorageRequest['query'] = {}): string {
  const parts: string[] = [];
  for (const name in query) {
    const value = query[name];
    if (value !== undefined) parts.push(`${name}=${encodeURIComponent(value)}`);
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** A blob's name in a path: segments stay apart. */
export const blobPath = (container: string, name: string): string => `/${container}/${name.split('/').map(encodeURIComponent).join('/')}`;
