import type { ContainerClient } from '@azure/storage-blob';
import type { StorageTime } from '../../ports/storage-time';
import type { StorageCalls } from './storage-call';

/** The `Date` header of the service, from the cheapest request there is; whole seconds. */
export class AzureStorageTime implements StorageTime {
  readonly #container: ContainerClient;
  readonly #calls: StorageCalls;

  constructor(container: ContainerClient, calls: StorageCalls) {
    this.#container = container;
    this.#calls = calls;
  }

  async now(): Promise<Date> {
    const { date } = await this.#calls.make('now', (abortSignal) => this.#container.getProperties({ abortSignal }));
    if (date === undefined || Number.isNaN(date.getTime())) throw this.#calls.unreadable('now', 'no Date header');
    return date;
  }
}
