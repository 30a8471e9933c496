import { BlobChangedError } from '../../ports/storage-errors';
import type { Stores } from '../connector-ports';

const MAX_TRIES = 5;

/** A small JSON document in the container `state`, with its ETag. */
export interface StateDocument<T> {
  readonly value: T;
  /** '' when it was never written. */
  readonly etag: string;
}

export async function readState<T>(name: string, fallback: T, stores: Pick<Stores, 'state'>): Promise<StateDocument<T>> {
  const blob = await stores.state.get(name);
  return blob === undefined ? { value: fallback, etag: '' } : { value: JSON.parse(blob.content.toString('utf8')) as T, etag: blob.etag };
}

/** Writes it if it is still what was read. Throws `BlobChangedError` when somebody else was faster. */
export async function swapState<T>(name: string, value: T, etag: string, stores: Pick<Stores, 'state'>): Promise<string> {
  const content = Buffer.from(JSON.stringify(value));
  const written = etag === '' ? await stores.state.create(name, content) : await stores.state.swap(name, content, etag);
  return written.etag;
}

/** Changes it, whoever else changes other parts of it at the same time. */
export async function changeState<T>(name: string, fallback: T, change: (value: T) => T, stores: Pick<Stores, 'state'>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const { value, etag } = await readState(name, fallback, stores);
    const changed = change(value);
    try {
      await swapState(name, changed, etag, stores);
      return changed;
    } catch (error) {
      if (!(error instanceof BlobChangedError) || tries === MAX_TRIES) throw error;
    }
  }
}
