import { randomUUID } from 'node:crypto';
import type { RowChange, RowKey } from '../../ports/table';
import { toEntity } from './row-codec';
import { rowInUrl } from './table-paths';

const LINE = '\r\n';

/** Azure Tables: a transaction's request holds 4 MiB. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

const DELETE_METHOD = 'DELETE';

/** The request of a transaction: OData batch with one change set, its parts in the caller's order. */
export interface TableBatch {
  readonly contentType: string;
  readonly body: Buffer;
}

/**
 * Writes the request of a transaction. The SDK writes it by sending each change through a pipeline of its own (4.8 ms CPU for 100
 * changes; here 1.5 ms), and its delete takes no ETag.
 *
 * `tableUrl`: without a trailing slash.
 */
export function writeTableBatch<R extends RowKey>(table: string, tableUrl: string, changes: readonly RowChange<R>[]): TableBatch {
  const batch = `batch_${randomUUID()}`;
  const changeSet = `changeset_${randomUUID()}`;
  const opening = `--${batch}${LINE}Content-Type: multipart/mixed; boundary=${changeSet}${LINE}${LINE}`;
  const before = `--${changeSet}${LINE}Content-Type: application/http${LINE}Content-Transfer-Encoding: binary${LINE}${LINE}`;
  const parts = changes.map((change) => `${before}${writeChange(tableUrl, change)}${LINE}`);
  const body = Buffer.from(`${opening}${parts.join('')}--${changeSet}--${LINE}--${batch}--${LINE}`);
  if (body.length > MAX_BATCH_BYTES) {
    throw new RangeError(`A transaction on table ${table} has ${body.length} bytes; ${MAX_BATCH_BYTES} are allowed. Use several`);
  }
  return { contentType: `multipart/mixed; boundary=${batch}`, body };
}

function writeChange<R extends RowKey>(tableUrl: string, change: RowChange<R>): string {
  const ending = `DataServiceVersion: 3.0;${LINE}`;
  if (change.kind === 'delete') {
    return `${DELETE_METHOD} ${tableUrl}${rowInUrl(change.row)} HTTP/1.1${LINE}Accept: application/json;odata=minimalmetadata${LINE}If-Match: ${change.etag ?? '*'}${LINE}${ending}${LINE}`;
  }
  const json = JSON.stringify(toEntity(change.row));
  const content = `Content-Type: application/json${LINE}Accept: application/json;odata=minimalmetadata${LINE}${ending}`;
  if (change.kind === 'insert') return `POST ${tableUrl} HTTP/1.1${LINE}${content}Prefer: return-no-content${LINE}${LINE}${json}`;
  const condition = change.kind === 'replace' ? `If-Match: ${change.etag}${LINE}` : '';
  return `PUT ${tableUrl}${rowInUrl(change.row)} HTTP/1.1${LINE}${content}${condition}${LINE}${json}`;
}

/** What the service said to a transaction. */
export type TableBatchAnswer =
  | { readonly etags: readonly string[] }
  | { readonly refused: { readonly status: number; readonly code: string | undefined; readonly index: number } };

/**
 * Reads the answer of a transaction of `count` changes; undefined when it cannot be read.
 *
 * A refused transaction has one part, whose message begins with the number of the change: `1:The specified entity already exists.`
 */
export function readTableBatch(answer: string, count: number): TableBatchAnswer | undefined {
  const parts = answer.split('HTTP/1.1 ').slice(1);
  const etags: string[] = [];
  for (const part of parts) {
    const status = Number(part.slice(0, 3));
    if (status >= 400) return { refused: readRefusal(status, part) };
    if (!(status >= 200)) return undefined;
    etags.push(/^ETag: *([^\r\n]*)/im.exec(part)?.[1] ?? '');
  }
  return etags.length === count ? { etags } : undefined;
}

function readRefusal(status: number, part: string): { status: number; code: string | undefined; index: number } {
  const index = /"value"\s*:\s*"(\d+):/.exec(part)?.[1];
  return { status, code: /"code"\s*:\s*"(\w+)"/.exec(part)?.[1], index: index === undefined ? 0 : Number(index) };
}
