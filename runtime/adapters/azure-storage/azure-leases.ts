import { randomUUID } from 'node:crypto';
import type { BlobLeaseClient, BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import type { Clock } from '../../ports/clock';
import type { Lease, Leases } from '../../ports/leases';
import { checkBlobName } from './blob-rules';
import { errorCodeOf, type ServiceError, type StorageCalls } from './storage-call';

/** Azure: a lease lasts 15 to 60 seconds, or for ever. */
const MIN_SECONDS = 15;
const MAX_SECONDS = 60;

/** Leases on empty blobs, one a name, made when they are first needed. The name is the blob's, so callers give hashes. */
export class AzureLeases implements Leases {
  readonly #container: ContainerClient;
  readonly #calls: StorageCalls;
  readonly #clock: Clock;

  constructor(container: ContainerClient, calls: StorageCalls, clock: Clock) {
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
    const lease = blob.getBlobLeaseClient(randomUUID());
    const asked = this.#clock.now();
    const isHeld = (await this.#acquire(lease, seconds)) ?? (await this.#acquireNew(blob, lease, seconds));
    return isHeld ? new AzureLease({ name, lease, calls: this.#calls, clock: this.#clock, seconds, asked }) : undefined;
  }

  async breakLease(name: string): Promise<void> {
    const lease = this.#blob(name).getBlobLeaseClient();
    await this.#calls.make('break', (abortSignal) => unlessRefused(lease.breakLease(0, { abortSignal })));
  }

  /** True: we have it; false: somebody else has; undefined: there is no blob of this name. */
  #acquire(lease: BlobLeaseClient, seconds: number): Promise<boolean | undefined> {
    return this.#calls.make('acquire', async (abortSignal) => {
      try {
        await lease.acquireLease(seconds, { abortSignal });
        return true;
      } catch (error) {
        if (isBlobMissing(error as ServiceError)) return undefined;
        if (isRefused(error as ServiceError)) return false;
        throw error;
      }
    });
  }

  async #acquireNew(blob: BlockBlobClient, lease: BlobLeaseClient, seconds: number): Promise<boolean> {
    // Somebody else may be making it, and may have leased it already: both are no error.
    const conditions = { ifNoneMatch: '*' };
    await this.#calls.make('create', (abortSignal) => unlessRefused(blob.upload('', 0, { abortSignal, conditions })));
    return (await this.#acquire(lease, seconds)) ?? false;
  }

  #blob(name: string): BlockBlobClient {
    checkBlobName(this.#container.containerName, name);
    return this.#container.getBlockBlobClient(name);
  }
}

interface HeldLease {
  readonly name: string;
  readonly lease: BlobLeaseClient;
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
    const { calls, clock, lease } = this.#held;
    const asked = clock.now();
    const isRenewed = await calls.make('renew', (abortSignal) => unlessRefused(lease.renewLease({ abortSignal })));
    if (isRenewed) this.#endsAt = this.#endAfter(asked);
    return isRenewed;
  }

  async release(): Promise<void> {
    const { calls, lease } = this.#held;
    await calls.make('release', (abortSignal) => unlessRefused(lease.releaseLease({ abortSignal })));
  }

  #endAfter(asked: Date): Date {
    return new Date(asked.getTime() + this.#held.seconds * 1_000);
  }
}

/** 409: another lease runs, or none. 412: another one is in the way. 404 with a container: the blob is gone. */
function isRefused(error: ServiceError): boolean {
  return error.statusCode === 409 || error.statusCode === 412 || isBlobMissing(error);
}

const isBlobMissing = (error: ServiceError): boolean => error.statusCode === 404 && errorCodeOf(error) !== 'ContainerNotFound';

async function unlessRefused(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (isRefused(error as ServiceError)) return false;
    throw error;
  }
}
