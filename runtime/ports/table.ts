/** Values a row may hold. `undefined` means absent. Strings of any length up to 500,000 characters are allowed in sum. */
export type RowValue = string | number | boolean | undefined;

/** Every row has a partition and a key, unique together; neither holds `/ \ # ?` or control characters. */
export interface RowKey {
  readonly partition: string;
  readonly key: string;
}

export interface Stored<R extends RowKey> {
  readonly row: R;
  /** Changes with every write. */
  readonly etag: string;
}

/** A write inside a transaction. `etag` makes it conditional (If-Match). */
export type RowChange<R extends RowKey> =
  | { readonly kind: 'insert'; readonly row: R }
  | { readonly kind: 'replace'; readonly row: R; readonly etag: string }
  | { readonly kind: 'upsert'; readonly row: R }
  | { readonly kind: 'delete'; readonly row: RowKey; readonly etag?: string };

export interface ListOptions {
  /** First key, included. */
  readonly from?: string;
  /** Last key, excluded. */
  readonly to?: string;
}

/** Transactions hold at most this many changes, of one partition, each of another row. */
export const MAX_TRANSACTION_CHANGES = 100;

/** And so many characters of names and values in sum: 4 MiB as they travel. */
export const MAX_TRANSACTION_CHARACTERS = 1_300_000;

/**
 * A table with optimistic concurrency: what Azure Tables gives, and no more.
 *
 * Throws `RowExistsError` (insert of a row that is there), `RowChangedError` (If-Match not met, or the row is gone) and
 * `StorageUnavailableError` (anything that may pass; the write may have happened).
 */
export interface Table<R extends RowKey> {
  get(partition: string, key: string): Promise<Stored<R> | undefined>;
  /** Answers the new ETag. */
  insert(row: R): Promise<string>;
  replace(row: R, etag: string): Promise<string>;
  upsert(row: R): Promise<string>;
  /** Without an ETag a row that is gone is no error. */
  remove(key: RowKey, etag?: string): Promise<void>;
  /** All or nothing. Answers one ETag a change ('' for a delete). The error names the index of the first change that was refused. */
  transact(changes: readonly RowChange<R>[]): Promise<readonly string[]>;
  /** Rows of one partition in key order, read page by page. */
  list(partition: string, options?: ListOptions): AsyncIterable<Stored<R>>;
}
