import { ConnectorError } from '../domain/failure/connector-error';

/** An insert met a row or blob that is already there. Never taken for a duplicate: read it and decide. */
export class RowExistsError extends ConnectorError {
  override readonly name = 'RowExistsError';
  readonly code = 'ROW_EXISTS';
  readonly disposition = 'retry';
  /** `index`: which change of a transaction was refused; 0 outside of one. */
  constructor(
    readonly table: string,
    readonly index: number,
    options?: ErrorOptions,
  ) {
    super(`A row is already there in table ${table} (change ${index})`, options);
  }
}

/** If-Match was not met: someone else wrote the row, or it is gone. */
export class RowChangedError extends ConnectorError {
  override readonly name = 'RowChangedError';
  readonly code = 'ROW_CHANGED';
  readonly disposition = 'retry';
  constructor(
    readonly table: string,
    readonly index: number,
    options?: ErrorOptions,
  ) {
    super(`A row of table ${table} was changed by someone else (change ${index})`, options);
  }
}

/** The blob's ETag is not the expected one, or a blob of that name is there already. */
export class BlobChangedError extends ConnectorError {
  override readonly name = 'BlobChangedError';
  readonly code = 'BLOB_CHANGED';
  readonly disposition = 'retry';
  constructor(
    readonly container: string,
    readonly blob: string,
    options?: ErrorOptions,
  ) {
    super(`Blob ${container}/${blob} was changed by someone else`, options);
  }
}

/** What was read back, or a part of it, is not what was written. */
export class BlobDamagedError extends ConnectorError {
  override readonly name = 'BlobDamagedError';
  readonly code = 'BLOB_DAMAGED';
  readonly disposition = 'stop-run';
  constructor(
    readonly container: string,
    readonly blob: string,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(
      `Blob ${container}/${blob} does not hold what was written: ${detail}. Nothing is acknowledged to the source; check the storage account`,
      options,
    );
  }
}

/** Storage did not answer, or refused for the moment (5xx, network, time limit). A write may have happened. */
export class StorageUnavailableError extends ConnectorError {
  override readonly name = 'StorageUnavailableError';
  readonly code = 'STORAGE_UNAVAILABLE';
  readonly disposition = 'retry';
  constructor(what: string, options?: ErrorOptions) {
    super(`Storage did not carry out "${what}"; the work is repeated`, options);
  }
}

/** Storage refuses for good: no permission, wrong account, full, read-only. */
export class StorageRefusedError extends ConnectorError {
  override readonly name = 'StorageRefusedError';
  readonly code = 'STORAGE_REFUSED';
  readonly disposition = 'stop-run';
  constructor(what: string, why: string, options?: ErrorOptions) {
    super(`Storage refuses "${what}": ${why}. Check role assignments, network rules and free space of the archive account`, options);
  }
}
