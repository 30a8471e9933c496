import { ConnectorError } from '../../../domain/failure/connector-error';
import { PackageGoneError, SourceRefusedError, SourceUnavailableError } from '../../../ports/source-errors';

/** What the SDK throws, as far as it is read here. */
interface ServiceError {
  readonly statusCode?: number;
  readonly code?: string;
  readonly name?: string;
}

/** Answers that say something about one blob; the same status for a listing is about the container. */
const GONE_CODES = new Set(['BlobNotFound', 'ConditionNotMet', 'InvalidRange', 'ResourceNotFound']);

export function toLandingError(error: unknown, what: string): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const { statusCode, code = 'unknown error', name } = (error ?? {}) as ServiceError;
  if (GONE_CODES.has(code) || statusCode === 412 || statusCode === 416) {
    return new PackageGoneError(`A listed package is not there any more or has changed (${code}); the next listing tells`, {
      cause: error,
    });
  }
  if (statusCode === 401 || statusCode === 403) {
    const advice = 'give the connector the role Storage Blob Data Contributor on the landing container';
    return new SourceRefusedError(`The landing container refused ${what} (${code}); ${advice}`, { cause: error });
  }
  const why =
    name === 'AbortError' || name === 'TimeoutError'
      ? 'no answer within the time limit'
      : `${code}${statusCode === undefined ? '' : `, status ${statusCode}`}`;
  return new SourceUnavailableError(what, why, { cause: error });
}
