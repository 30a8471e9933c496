import type { ConnectorError } from '../../domain/failure/connector-error';
import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import type { ListOptions, RowChange, RowKey, Stored, Table } from '../../ports/table';
import { type Entity, fromEntity, toEntity } from './row-codec';
import { checkKey, checkRow, checkTransaction } from './row-rules';
import type { ServiceError, StorageCalls } from './storage-call';
import type { StorageHttp } from './storage-http';
import { type StorageAnswer, StorageAnswerError } from './storage-request';
import { readTableBatch, writeTableBatch } from './table-batch';
import { rowInUrl, rowsFilter } from './table-paths';

/** The service's own limit of a page. */
const PAGE_ROWS = 1_000;

const JSON_BODY = { 'content-type': 'application/json' } as const;

interface Page {
  readonly entities: readonly Entity[];
  /** Where the next page begins; undefined after the last. */
  readonly next: Readonly<Record<string, string | undefined>> | undefined;
}

/** A table of Azure Storage. Keys and rows that it cannot hold are refused with a `RangeError` before anything is sent. */
export class AzureTable<R extends RowKey> implements Table<R> {
  readonly #http: StorageHttp;
  readonly #name: string;
  readonly #calls: StorageCalls;

  constructor(http: StorageHttp, name: string, calls: StorageCalls) {
    this.#http = http;
    this.#name = name;
    this.#calls = calls;
  }

  async get(partition: string, key: string): Promise<Stored<R> | undefined> {
    checkKey(this.#name, { partition, key });
    const path = `/${this.#name}${rowInUrl({ partition, key })}`;
    return this.#calls.make('get', async (signal) => {
      try {
        const answer = await this.#http.send({ service: 'table', method: 'GET', path }, { signal });
        return { row: fromEntity<R>(this.#read('get', answer)), etag: this.#etagOf('get', answer) };
      } catch (error) {
        if (isMissing(error as ServiceError)) return undefined;
        throw error;
      }
    });
  }

  async insert(row: R): Promise<string> {
    checkRow(this.#name, row);
    return this.#write('insert', 'POST', `/${this.#name}`, row, { prefer: 'return-no-content' });
  }

  async replace(row: R, etag: string): Promise<string> {
    checkRow(this.#name, row);
    return this.#write('replace', 'PUT', `/${this.#name}${rowInUrl(row)}`, row, { 'if-match': etag });
  }

  async upsert(row: R): Promise<string> {
    checkRow(this.#name, row);
    return this.#write('upsert', 'PUT', `/${this.#name}${rowInUrl(row)}`, row, {});
  }

  async remove({ partition, key }: RowKey, etag?: string): Promise<void> {
    checkKey(this.#name, { partition, key });
    const path = `/${this.#name}${rowInUrl({ partition, key })}`;
    const send = async (signal: AbortSignal) => {
      try {
        await this.#http.send({ service: 'table', method: 'DELETE', path, headers: { 'if-match': etag ?? '*' } }, { signal });
      } catch (error) {
        if (etag !== undefined || !isMissing(error as ServiceError)) throw error;
      }
    };
    await this.#calls.make('remove', send, this.#recognise);
  }

  async transact(changes: readonly RowChange<R>[]): Promise<readonly string[]> {
    checkTransaction(this.#name, changes);
    if (changes.length === 0) return [];
    const { contentType, body } = writeTableBatch(this.#name, `${this.#http.tableEndpoint}/${this.#name}`, changes);
    const headers = { 'content-type': contentType, accept: 'application/json', dataserviceversion: '3.0;' };
    const send = async (signal: AbortSignal) =>
      batchAnswer(await this.#http.send({ service: 'table', method: 'POST', path: '/$batch', headers, body }, { signal }), changes.length);
    return this.#calls.make('transact', send, this.#recognise, body.length);
  }

  async *list(partition: string, { from, to }: ListOptions = {}): AsyncGenerator<Stored<R>> {
    checkKey(this.#name, { partition, key: '' });
    const filter = rowsFilter(partition, from, to);
    let next: Page['next'] = {};
    do {
      const page = await this.#page(filter, next);
      for (const entity of page.entities) yield { row: fromEntity<R>(entity), etag: String(entity['odata.etag']) };
      next = page.next;
    } while (next !== undefined);
  }

  #page(filter: string, from: Readonly<Record<string, string | undefined>>): Promise<Page> {
    const query = { $top: String(PAGE_ROWS), $filter: filter, ...from };
    return this.#calls.make('list', async (signal) => {
      const answer = await this.#http.send({ service: 'table', method: 'GET', path: `/${this.#name}()`, query }, { signal });
      const { value } = this.#read('list', answer);
      if (!Array.isArray(value)) throw this.#calls.unreadable('list', 'no list');
      return { entities: value as readonly Entity[], next: nextPage(answer) };
    });
  }

  #write(operation: string, method: 'POST' | 'PUT', path: string, row: R, conditions: Readonly<Record<string, string>>): Promise<string> {
    const body = Buffer.from(JSON.stringify(toEntity(row)));
    const headers = { ...JSON_BODY, ...conditions };
    const send = async (signal: AbortSignal) =>
      this.#etagOf(operation, await this.#http.send({ service: 'table', method, path, headers, body }, { signal }));
    return this.#calls.make(operation, send, this.#recognise, body.length);
  }

  #read(operation: string, { body }: StorageAnswer): Entity {
    try {
      return JSON.parse(body.toString()) as Entity;
    } catch {
      throw this.#calls.unreadable(operation, 'no JSON');
    }
  }

  #etagOf(operation: string, { headers }: StorageAnswer): string {
    if (headers.etag === undefined) throw this.#calls.unreadable(operation, 'no ETag');
    return headers.etag;
  }

  /** Names the refusal of a condition; the message of a transaction's error begins with the number of the change. */
  readonly #recognise = (error: ServiceError): ConnectorError | undefined => {
    const index = Number(/^(\d+):/.exec(error.message ?? '')?.[1] ?? 0);
    if (error.statusCode === 409 && error.code === 'EntityAlreadyExists') return new RowExistsError(this.#name, index, { cause: error });
    if (error.statusCode === 412 || isMissing(error)) return new RowChangedError(this.#name, index, { cause: error });
    return undefined;
  };
}

/** The row is not there; a table that is not there is another matter. */
function isMissing({ statusCode, code }: ServiceError): boolean {
  return statusCode === 404 && code !== 'TableNotFound';
}

function batchAnswer({ status, body }: StorageAnswer, count: number): readonly string[] {
  const answer = status === 202 ? readTableBatch(body.toString(), count) : undefined;
  if (answer === undefined) throw new StorageAnswerError(500, undefined, 'The answer of a transaction cannot be read');
  if ('etags' in answer) return answer.etags;
  const { status: refused, code, index } = answer.refused;
  throw new StorageAnswerError(refused, code, `${index}:`);
}

function nextPage({ headers }: StorageAnswer): Page['next'] {
  const NextPartitionKey = headerText(headers['x-ms-continuation-nextpartitionkey']);
  const NextRowKey = headerText(headers['x-ms-continuation-nextrowkey']);
  return NextPartitionKey === undefined ? undefined : { NextPartitionKey, NextRowKey };
}

const headerText = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;
