import type { ConnectorError } from '../../domain/failure/connector-error';
import { StorageRefusedError, StorageUnavailableError } from '../../ports/storage-errors';

/** Time limit of one call with its retries; what travels may take longer, at 1 MiB/s. */
const CALL_LIMIT_IN_MS = 10_000;
const LIMIT_PER_MIB_IN_MS = 1_000;

/**
 * Retries inside a call: small, because a queue message is repeated anyway, and a worker that waits here holds a lease.
 *
 * A write whose answer was lost is sent again, and then meets its own effect: an insert answers "exists", an If-Match write answers
 * "changed". Callers read the row or blob and decide (ports/storage-errors.ts), so that no retry can hide or double an effect.
 */
export const MAX_TRIES = 3;
export const RETRY_DELAY_IN_MS = 400;
export const MAX_RETRY_DELAY_IN_MS = 2_000;

/** Sees every storage transaction, for counting: `table/deliveries`, `container/work`, `queue/settle`; retries are not seen. */
export type TransactionListener = (store: string, operation: string) => void;

/** What the SDKs throw, as far as it is read here. */
export interface ServiceError {
  readonly statusCode?: number;
  readonly code?: string;
  readonly name?: string;
  readonly message?: string;
  readonly details?: { readonly errorCode?: string; readonly odataError?: { readonly code?: string } };
}

/** Calls to one store: counted, limited in time, with errors of the port. */
export class StorageCalls {
  constructor(
    readonly store: string,
    private readonly listener: TransactionListener | undefined,
  ) {}

  /**
   * Makes one call. `recognise` may name the error more exactly than "unavailable" or "refused".
   * `bytes`: what travels, to give it time.
   */
  async make<T>(
    operation: string,
    send: (abortSignal: AbortSignal) => Promise<T>,
    recognise?: (error: ServiceError) => ConnectorError | undefined,
    bytes = 0,
  ): Promise<T> {
    this.listener?.(this.store, operation);
    try {
      return await send(AbortSignal.timeout(CALL_LIMIT_IN_MS + Math.ceil(bytes / 2 ** 20) * LIMIT_PER_MIB_IN_MS));
    } catch (error) {
      throw recognise?.(error as ServiceError) ?? this.#asStorageError(operation, error as ServiceError);
    }
  }

  /** An answer that is none: cut off, or without what it must hold. */
  unreadable(operation: string, why: string): StorageUnavailableError {
    return new StorageUnavailableError(`${operation} ${this.store}`, { cause: new Error(why) });
  }

  #asStorageError(operation: string, error: ServiceError): Error {
    const what = `${operation} ${this.store}`;
    const { statusCode } = error;
    if (statusCode !== undefined && isForGood(statusCode)) {
      return new StorageRefusedError(what, `${statusCode} ${errorCodeOf(error) ?? 'without a code'}`, { cause: error });
    }
    const isProgrammingError = statusCode === undefined && (error instanceof TypeError || error instanceof RangeError);
    return isProgrammingError ? error : new StorageUnavailableError(what, { cause: error });
  }
}

/** Everything that repeating does not change. 408 and 429 pass; 409 is left over here when the service is busy with the same thing. */
function isForGood(statusCode: number): boolean {
  return statusCode >= 400 && statusCode < 500 && statusCode !== 408 && statusCode !== 409 && statusCode !== 429;
}

/** The service's code (`EntityAlreadyExists`); its place differs between the SDKs, and for tables it may stand in the message only. */
export function errorCodeOf(error: ServiceError): string | undefined {
  return (
    error.details?.errorCode ??
    error.details?.odataError?.code ??
    /"code"\s*:\s*"(\w+)"/.exec(error.message ?? '')?.[1] ??
    (typeof error.code === 'string' ? error.code : undefined)
  );
}
