import type { ConnectorError } from '../../domain/failure/connector-error';
import { StorageRefusedError, StorageUnavailableError } from '../../ports/storage-errors';
import { CallLimit } from './call-limit';

/** Time limit of one call with its retries; what travels gets more. */
const CALL_LIMIT_IN_MS = 10_000;

/** What arrived is not what was sent: damaged on the way, so that sending it again helps. */
const DAMAGED_ON_THE_WAY = new Set(['Md5Mismatch', 'Crc64Mismatch']);

/** 409, but nothing that passes: the container keeps what it has. */
export const IMMUTABLE = new Set(['BlobImmutableDueToPolicy', 'BlobImmutableDueToLegalHold']);

/** Sees every storage transaction, for counting: `table/deliveries`, `container/work`, `queue/settle`; retries are not seen. */
export type TransactionListener = (store: string, operation: string) => void;

/** What a request throws, as far as it is read here: see `StorageAnswerError`. */
export interface ServiceError {
  readonly statusCode?: number | undefined;
  readonly code?: string | undefined;
  readonly name?: string;
  readonly message?: string;
}

export interface StorageCallOptions {
  readonly onTransaction?: TransactionListener;
  /** @default 10,000 */
  readonly callLimitInMs?: number;
}

/** Calls to one store: counted, limited in time, with errors of the port. */
export class StorageCalls {
  readonly #store: string;
  readonly #listener: TransactionListener | undefined;
  readonly #limitInMs: number;

  constructor(store: string, { onTransaction, callLimitInMs = CALL_LIMIT_IN_MS }: StorageCallOptions = {}) {
    this.#store = store;
    this.#listener = onTransaction;
    this.#limitInMs = callLimitInMs;
  }

  /**
   * Makes one call. `recognise` may name the error more exactly than "unavailable" or "refused".
   * `bytes`: what travels, to give it time.
   */
  async make<T>(
    operation: string,
    send: (abortSignal: AbortSignal, limit: CallLimit) => Promise<T>,
    recognise?: (error: ServiceError) => ConnectorError | undefined,
    bytes = 0,
  ): Promise<T> {
    this.#listener?.(this.#store, operation);
    const limit = new CallLimit(this.#limitInMs, bytes);
    try {
      return await send(limit.signal, limit);
    } catch (error) {
      throw recognise?.(error as ServiceError) ?? this.#asStorageError(operation, error as ServiceError);
    } finally {
      limit.end();
    }
  }

  /** An answer that is none: cut off, or without what it must hold. */
  unreadable(operation: string, why: string): StorageUnavailableError {
    return new StorageUnavailableError(`${operation} ${this.#store}`, { cause: new Error(why) });
  }

  #asStorageError(operation: string, error: ServiceError): Error {
    const what = `${operation} ${this.#store}`;
    const { statusCode, code = 'without a code' } = error;
    if (statusCode !== undefined && isForGood(statusCode, code)) {
      return new StorageRefusedError(what, `${statusCode} ${code}`, { cause: error });
    }
    const isProgrammingError = statusCode === undefined && (error instanceof TypeError || error instanceof RangeError);
    return isProgrammingError ? error : new StorageUnavailableError(what, { cause: error });
  }
}

/** Everything that repeating does not change. What is left over of 409 passes: the service is busy with the same thing. */
function isForGood(statusCode: number, code: string): boolean {
  if (IMMUTABLE.has(code)) return true;
  const passes = statusCode === 408 || statusCode === 409 || statusCode === 429 || DAMAGED_ON_THE_WAY.has(code);
  return statusCode >= 400 && statusCode < 500 && !passes;
}
