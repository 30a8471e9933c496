import type { StorageTime } from '../../ports/storage-time';
import type { StorageCalls } from './storage-call';
import type { StorageHttp } from './storage-http';

/** The `Date` header of the service, from the cheapest request there is; whole seconds. */
export class AzureStorageTime implements StorageTime {
  readonly #http: StorageHttp;
  readonly #container: string;
  readonly #calls: StorageCalls;

  constructor(http: StorageHttp, container: string, calls: StorageCalls) {
    this.#http = http;
    this.#container = container;
    this.#calls = calls;
  }

  async now(): Promise<Date> {
    const request = { service: 'blob', method: 'HEAD', path: `/${this.#container}`, query: { restype: 'container' } } as const;
    const { headers } = await this.#calls.make('now', (signal) => this.#http.send(request, { signal }));
    const date = new Date(headers.date ?? '');
    if (Number.isNaN(date.getTime())) throw this.#calls.unreadable('now', 'no Date header');
    return date;
  }
}
