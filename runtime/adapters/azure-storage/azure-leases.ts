import { randomUUID } from 'node:crypto';
import type { Clock } from '../../ports/clock';
import type { Lease, Leases } from '../../ports/leases';
import { checkBlobName } from './blob-rules';
import type { ServiceError, StorageCalls } from './storage-call';
import type { StorageHttp } from './storage-http';
import { blobPath, type StorageAnswer } from './storage-request';

/** Azure: a lease lasts 15 to 60 seconds, or for ever. */
const MIN_SECONDS = 15;
const MAX_SECONDS = 60;

/** Leases on empty blobs, one a name, made when they are first needed. The name is the blob's, so callers give hashes. */
export class AzureLeases implements Leases {
  readonly #http: StorageHttp;
  readonly #container: string;
  readonly #calls: StorageCalls;
  readonly #clock: Clock;

  constructor(http: StorageHttp, container: string, calls: StorageCalls, clock: Clock) {
    this.#http = http;
    this.#container = container;
    this.#calls = calls;
    this.#clock = clock;
  }

  async acquire(name: string, seconds: number): Promise<Lease | undefined> {
    if (!Number.isInteger(seconds) || seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
      throw new RangeError(`A lease lasts ${MIN_SECONDS} to ${MAX_SECONDS} seconds, not ${seconds}`);
    }
    const blob = this.#blob(name);
    // The id is ours, so that a repeated request whose first answer was lost gets the lease that it has already.
    const id = randomUUID();
    const asked = this.#clock.now();
    const isHeld = (await this.#acquire(blob, id, seconds)) ?? (await this.#acquireNew(blob, id, seconds));
    return isHeld ? new AzureLease({ name, id, blob, calls: this.#calls, clock: this.#clock, seconds, asked }) : undefined;
  }

  async breakLease(name: string): Promise<void> {
    const blob = this.#blob(name);
    await this.#calls.make('break', (signal) => unlessRefused(blob.lease('break', { 'x-ms-lease-break-period': '0' }, signal)));
  }

  /** True: we have it; false: somebody else has; undefined: there is no blob of this name. */
  #acquire(blob: LeasedBlob, id: string, seconds: number): Promise<boolean | undefined> {
    const headers = { 'x-ms-lease-duration': String(seconds), 'x-ms-proposed-lease-id': id };
    return this.#calls.make('acquire', async (signal) => {
      try {
        await blob.lease('acquire', headers, signal);
        return true;
      } catch (error) {
        if (isBlobMissing(error as ServiceError)) return undefined;
        if (isRefused(error as ServiceError)) return false;
        throw error;
      }
    });
  }

  async #acquireNew(blob: LeasedBlob, id: string, seconds: number): Promise<boolean> {
    // Somebody else may be making it, and may have leased it already: both are no error.
    await this.#calls.make('create', (signal) => unlessRefused(blob.create(signal)));
    return (await this.#acquire(blob, id, seconds)) ?? false;
  }

  #blob(name: string): LeasedBlob {
    checkBlobName(this.#container, name);
    return new LeasedBlob(this.#http, blobPath(this.#container, name));
  }
}

/** The requests that a lease takes. */
class LeasedBlob {
  readonly #http: StorageHttp;
  readonly #path: string;

  constructor(http: StorageHttp, path: string) {
    this.#http = http;
    this.#path = path;
  }

  lease(
    action: 'acquire' | 'renew' | 'release' | 'break',
    about: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<StorageAnswer> {
    const headers = { 'x-ms-lease-action': action, ...about };
    return this.#http.send({ service: 'blob', method: 'PUT', path: this.#path, query: { comp: 'lease' }, headers }, { signal });
  }

  create(signal: AbortSignal): Promise<StorageAnswer> {
    const headers = { 'content-type': 'application/octet-stream', 'if-none-match': '*', 'x-ms-blob-type': 'BlockBlob' };
    return this.#http.send({ service: 'blob', method: 'PUT', path: this.#path, headers }, { signal });
  }
}

interface HeldLease {
  readonly name: string;
  readonly id: string;
  readonly blob: LeasedBlob;
  readonly calls: StorageCalls;
  readonly clock: Clock;
  readonly seconds: number;
  readonly asked: Date;
}

class AzureLease implements Lease {
  readonly name: string;
  readonly #held: HeldLease;
  #endsAt: Date;

  constructor(held: HeldLease) {
    this.name = held.name;
    this.#held = held;
    this.#endsAt = this.#endAfter(held.asked);
  }

  get endsAt(): Date {
    return this.#endsAt;
  }

  async renew(): Promise<boolean> {
    const { calls, clock, blob, id } = this.#held;
    const asked = clock.now();
    const isRenewed = await calls.make('renew', (signal) => unlessRefused(blob.lease('renew', { 'x-ms-lease-id': id }, signal)));
    if (isRenewed) this.#endsAt = this.#endAfter(asked);
    return isRenewed;
  }

  async release(): Promise<void> {
    const { calls, blob, id } = this.#held;
    await calls.make('release', (signal) => unlessRefused(blob.lease('release', { 'x-ms-lease-id': id }, signal)));
  }

  #endAfter(asked: Date): Date {
    return new Date(asked.getTime() + this.#held.seconds * 1_000);
  }
}

/** 409: another lease runs, or none. 412: another one is in the way. 404 with a container: the blob is gone. */
function isRefused(error: ServiceError): boolean {
  return error.statusCode === 409 || error.statusCode === 412 || isBlobMissing(error);
}

const isBlobMissing = ({ statusCode, code }: ServiceError): boolean => statusCode === 404 && code !== 'ContainerNotFound';

async function unlessRefused(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (isRefused(error as ServiceError)) return false;
    throw error;
  }
}
