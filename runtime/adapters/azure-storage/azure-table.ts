import { createHttpHeaders, createPipelineRequest, type HttpClient, type PipelineResponse, RestError } from '@azure/core-rest-pipeline';
import { odata, type TableClient, type TableEntityResult } from '@azure/data-tables';
import type { ConnectorError } from '../../domain/failure/connector-error';
import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import type { ListOptions, RowChange, RowKey, Stored, Table } from '../../ports/table';
import { fromEntity, toProperties } from './row-codec';
import { checkKey, checkRow, checkTransaction } from './row-rules';
import { errorCodeOf, type ServiceError, type StorageCalls } from './storage-call';
import { readTableBatch, writeTableBatch } from './table-batch';

/** The service's own limit of a page. */
const PAGE_ROWS = 1_000;

type Entity = TableEntityResult<Record<string, unknown>>;

export interface AzureTableConnection {
  readonly client: TableClient;
  /** Sends what the SDK cannot write, through the SDK's own pipeline (signature, retries). */
  readonly httpClient: HttpClient;
  readonly calls: StorageCalls;
}

/** A table of Azure Storage. Keys and rows that it cannot hold are refused with a `RangeError` before anything is sent. */
export class AzureTable<R extends RowKey> implements Table<R> {
  readonly #client: TableClient;
  readonly #httpClient: HttpClient;
  readonly #calls: StorageCalls;
  readonly #name: string;

  constructor({ client, httpClient, calls }: AzureTableConnection) {
    this.#client = client;
    this.#httpClient = httpClient;
    this.#calls = calls;
    this.#name = client.tableName;
  }

  async get(partition: string, key: string): Promise<Stored<R> | undefined> {
    checkKey(this.#name, { partition, key });
    const entity = await this.#calls.make('get', async (abortSignal) => {
      try {
        return await this.#client.getEntity<Record<string, unknown>>(partition, key, { abortSignal });
      } catch (error) {
        if (isMissing(error as ServiceError)) return undefined;
        throw error;
      }
    });
    return entity === undefined ? undefined : toStored<R>(entity);
  }

  async insert(row: R): Promise<string> {
    checkRow(this.#name, row);
    const entity = { partitionKey: row.partition, rowKey: row.key, ...toProperties(row) };
    const send = (abortSignal: AbortSignal) => this.#client.createEntity(entity, { abortSignal });
    return this.#written('insert', await this.#calls.make('insert', send, this.#recognise));
  }

  async replace(row: R, etag: string): Promise<string> {
    checkRow(this.#name, row);
    const entity = { partitionKey: row.partition, rowKey: row.key, ...toProperties(row) };
    const send = (abortSignal: AbortSignal) => this.#client.updateEntity(entity, 'Replace', { etag, abortSignal });
    return this.#written('replace', await this.#calls.make('replace', send, this.#recognise));
  }

  async upsert(row: R): Promise<string> {
    checkRow(this.#name, row);
    const entity = { partitionKey: row.partition, rowKey: row.key, ...toProperties(row) };
    const send = (abortSignal: AbortSignal) => this.#client.upsertEntity(entity, 'Replace', { abortSignal });
    return this.#written('upsert', await this.#calls.make('upsert', send, this.#recognise));
  }

  async remove({ partition, key }: RowKey, etag?: string): Promise<void> {
    checkKey(this.#name, { partition, key });
    const send = async (abortSignal: AbortSignal) => {
      try {
        await this.#client.deleteEntity(partition, key, { abortSignal, ...(etag === undefined ? {} : { etag }) });
      } catch (error) {
        if (etag !== undefined || !isMissing(error as ServiceError)) throw error;
      }
    };
    await this.#calls.make('remove', send, this.#recognise);
  }

  async transact(changes: readonly RowChange<R>[]): Promise<readonly string[]> {
    checkTransaction(this.#name, changes);
    if (changes.length === 0) return [];
    const accountUrl = this.#client.url.replace(/\/$/, '');
    const batch = writeTableBatch(this.#name, `${accountUrl}/${this.#name}`, changes);
    const request = (abortSignal: AbortSignal) =>
      createPipelineRequest({
        url: `${accountUrl}/$batch`,
        method: 'POST',
        headers: createHttpHeaders({
          'Content-Type': batch.contentType,
          Accept: 'application/json',
          'x-ms-version': '2019-02-02',
          DataServiceVersion: '3.0;',
        }),
        body: batch.body,
        allowInsecureConnection: accountUrl.startsWith('http:'),
        abortSignal,
      });
    const send = async (abortSignal: AbortSignal) => {
      const response = await this.#client.pipeline.sendRequest(this.#httpClient, request(abortSignal));
      return this.#batchAnswer(response, changes.length);
    };
    return this.#calls.make('transact', send, this.#recognise, batch.body.length);
  }

  async *list(partition: string, { from, to }: ListOptions = {}): AsyncGenerator<Stored<R>> {
    checkKey(this.#name, { partition, key: '' });
    let filter = odata`PartitionKey eq ${partition}`;
    if (from !== undefined) filter += odata` and RowKey ge ${from}`;
    if (to !== undefined) filter += odata` and RowKey lt ${to}`;
    let continuationToken: string | undefined;
    do {
      const page = await this.#calls.make('list', (abortSignal) => this.#page(filter, continuationToken, abortSignal));
      for (const entity of page) yield toStored<R>(entity);
      continuationToken = page.continuationToken;
    } while (continuationToken !== undefined);
  }

  async #page(filter: string, continuationToken: string | undefined, abortSignal: AbortSignal) {
    const pages = this.#client
      .listEntities<Record<string, unknown>>({ queryOptions: { filter }, abortSignal })
      .byPage({ maxPageSize: PAGE_ROWS, ...(continuationToken === undefined ? {} : { continuationToken }) });
    const { value } = await pages.next();
    return value as Entity[] & { readonly continuationToken?: string };
  }

  #batchAnswer(response: PipelineResponse, count: number): readonly string[] {
    const text = response.bodyAsText ?? '';
    const answer = response.status === 202 ? readTableBatch(text, count) : undefined;
    if (answer === undefined) {
      throw new RestError(text.slice(0, 500) || 'The answer of a transaction cannot be read', {
        statusCode: response.status === 202 ? 500 : response.status,
      });
    }
    if ('etags' in answer) return answer.etags;
    const { status, code, index } = answer.refused;
    throw new RestError(`${index}:`, { statusCode: status, ...(code === undefined ? {} : { code }) });
  }

  #written(operation: string, { etag }: { readonly etag?: string }): string {
    if (etag === undefined) throw this.#calls.unreadable(operation, 'no ETag');
    return etag;
  }

  /** Names the refusal of a condition; the message of a transaction's error begins with the number of the change. */
  readonly #recognise = (error: ServiceError): ConnectorError | undefined => {
    const index = Number(/^(\d+):/.exec(error.message ?? '')?.[1] ?? 0);
    if (error.statusCode === 409 && errorCodeOf(error) === 'EntityAlreadyExists')
      return new RowExistsError(this.#name, index, { cause: error });
    if (error.statusCode === 412 || isMissing(error)) return new RowChangedError(this.#name, index, { cause: error });
    return undefined;
  };
}

/** The row is not there; a table that is not there is another matter. */
function isMissing(error: ServiceError): boolean {
  return error.statusCode === 404 && errorCodeOf(error) !== 'TableNotFound';
}

function toStored<R extends RowKey>(entity: Entity): Stored<R> {
  return { row: fromEntity<R>(entity), etag: entity.etag };
}
