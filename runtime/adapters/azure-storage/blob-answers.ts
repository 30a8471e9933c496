import { createHash, getFips } from 'node:crypto';
import { BlobChangedError } from '../../ports/storage-errors';
import { errorCodeOf, IMMUTABLE, type ServiceError } from './storage-call';

/** The service compares this with what arrived. MD5 is there for transport only; where FIPS forbids it, TLS has to do. */
export function transportHash(content: Buffer): { transactionalContentMD5?: Uint8Array } {
  return getFips() === 1 ? {} : { transactionalContentMD5: createHash('md5').update(content).digest() };
}

/** An immutable container may refuse an overwrite before it looks at the condition: for a blob that was to be new this means the same. */
function isConditionNotMet(error: ServiceError, isNew: boolean): boolean {
  const code = errorCodeOf(error) ?? '';
  return error.statusCode === 412 || (error.statusCode === 409 && (code === 'BlobAlreadyExists' || (isNew && IMMUTABLE.has(code))));
}

/** The blob is not there; a container that is not there is another matter. */
function isMissing(error: ServiceError): boolean {
  return error.statusCode === 404 && errorCodeOf(error) !== 'ContainerNotFound';
}

/** The answer, or undefined when the blob is not there. */
export async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error as ServiceError)) return undefined;
    throw error;
  }
}

/** A condition that was not met, or a blob that is gone; undefined for everything else. `isNew`: the condition was that there is none. */
export function asBlobChanged(container: string, name: string, error: ServiceError, isNew = false): BlobChangedError | undefined {
  return isConditionNotMet(error, isNew) || isMissing(error) ? new BlobChangedError(container, name, { cause: error }) : undefined;
}
