import { BlobChangedError } from '../../ports/storage-errors';
import { IMMUTABLE, type ServiceError } from './storage-call';

/** An immutable container may refuse an overwrite before it looks at the condition: for a blob that was to be new this means the same. */
function isConditionNotMet({ statusCode, code = '' }: ServiceError, isNew: boolean): boolean {
  return statusCode === 412 || (statusCode === 409 && (code === 'BlobAlreadyExists' || (isNew && IMMUTABLE.has(code))));
}

/** The blob is not there; a container that is not there is another matter. */
function isMissing({ statusCode, code }: ServiceError): boolean {
  return statusCode === 404 && code !== 'ContainerNotFound';
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
