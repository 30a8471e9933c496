import { SourceRefusedError } from '../../ports/source-errors';
import { VaultRefusedError, VaultUnavailableError } from '../../ports/vault-errors';

/** One try; the SDK repeats inside of `CALL_LIMIT_IN_MS`. */
const CALL_LIMIT_IN_MS = 20_000;

/** Options of both vault clients: three tries, quickly, because a run waits. */
export const VAULT_RETRIES = { maxRetries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 4_000 } as const;

/** The vault has no such secret or key. */
export class NotInVaultError extends Error {
  override readonly name = 'NotInVaultError';
}

/**
 * Asks the vault with a time limit and turns what goes wrong into one of ours. Texts of the SDK are kept as cause only: a log takes code and class.
 *
 * Throws `NotInVaultError` for 404, `VaultRefusedError` for 400, 401 and 403, `VaultUnavailableError` for everything else.
 */
export async function callVault<T>(what: string, call: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const limit = AbortSignal.timeout(CALL_LIMIT_IN_MS);
  try {
    return await call(signal === undefined ? limit : AbortSignal.any([signal, limit]));
  } catch (error) {
    throw toVaultError(what, error, limit.aborted);
  }
}

function toVaultError(what: string, error: unknown, isTimedOut: boolean): Error {
  if (error instanceof VaultRefusedError || error instanceof VaultUnavailableError || error instanceof SourceRefusedError) return error;
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 0;
  if (status === 404) return new NotInVaultError(what, { cause: error });
  if (status === 400 || status === 401 || status === 403) return new VaultRefusedError(what, `it answered ${status}`, { cause: error });
  const isTokenRefused = error instanceof Error && error.name === 'AuthenticationRequiredError';
  if (isTokenRefused) return new VaultRefusedError(what, 'no token could be had', { cause: error });
  const why = isTimedOut ? `no answer within ${CALL_LIMIT_IN_MS / 1000} s` : status > 0 ? `it answered ${status}` : 'no connection';
  return new VaultUnavailableError(what, why, { cause: error });
}
