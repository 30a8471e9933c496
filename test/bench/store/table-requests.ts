import type { ArchiveStorage } from '../../../runtime/adapters/azure-storage/archive-storage';
import { fromEntity, toEntity } from '../../../runtime/adapters/azure-storage/row-codec';
import type { TableName } from '../../../runtime/adapters/azure-storage/store-names';
import { RowChangedError, RowExistsError } from '../../../runtime/ports/storage-errors';
import type { RowChange, RowKey, Stored, Table } from '../../../runtime/ports/table';
import { answer, refusal, type StoreAnswer, type StoreRequest } from './store-request';

const ROW = /^\/(\w+)\(PartitionKey='(.*)',RowKey='(.*)'\)$/;
const PAGE_ROWS = 1_000;

export async function tableRequest(request: StoreRequest, storage: ArchiveStorage): Promise<StoreAnswer> {
  const { method, path, body } = request;
  if (path === '/Tables') return answer(204);
  if (path === '/$batch') return batch(body.toString(), storage);
  const row = ROW.exec(path);
  if (row !== null) return rowRequest(request, storage.table(row[1] as TableName), keyOf(row));
  const table = storage.table(path.slice(1).replace('()', '') as TableName);
  if (method === 'GET') return list(request, table);
  return answer(204, { etag: await table.insert(fromEntity(JSON.parse(body.toString()))) });
}

const keyOf = ([, , partition = '', key = '']: RegExpExecArray): RowKey => ({ partition: named(partition), key: named(key) });
const named = (text: string): string => decodeURIComponent(text).replaceAll("''", "'");

async function rowRequest({ method, headers, body }: StoreRequest, table: Table<RowKey>, key: RowKey): Promise<StoreAnswer> {
  const condition = headers['if-match'];
  if (method === 'GET') {
    const stored = await table.get(key.partition, key.key);
    if (stored === undefined) return refusal(404, 'ResourceNotFound');
    return answer(200, { etag: stored.etag }, Buffer.from(JSON.stringify(toEntity(stored.row))));
  }
  if (method === 'DELETE') {
    if ((await table.get(key.partition, key.key)) === undefined) return refusal(404, 'ResourceNotFound');
    await table.remove(key, condition === '*' ? undefined : condition);
    return answer(204);
  }
  const row = fromEntity(JSON.parse(body.toString()));
  return answer(204, { etag: condition === undefined ? await table.upsert(row) : await table.replace(row, condition) });
}

/** `PartitionKey eq 'p' and RowKey ge 'a' and RowKey lt 'b'` */
async function list({ query }: StoreRequest, table: Table<RowKey>): Promise<StoreAnswer> {
  const conditions = new Map<string, string>();
  for (const [, name, operator, value = ''] of (query.get('$filter') ?? '').matchAll(/(\w+) (eq|ge|lt) '((?:[^']|'')*)'/g))
    conditions.set(`${name} ${operator}`, value.replaceAll("''", "'"));
  const partition = conditions.get('PartitionKey eq') ?? '';
  const from = query.get('NextRowKey') ?? conditions.get('RowKey ge');
  const to = conditions.get('RowKey lt');
  const rows: Stored<RowKey>[] = [];
  let next: string | undefined;
  for await (const stored of table.list(partition, { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) })) {
    if (rows.length === PAGE_ROWS) {
      next = stored.row.key;
      break;
    }
    rows.push(stored);
  }
  const value = rows.map(({ row, etag }) => ({ 'odata.etag': etag, ...toEntity(row) }));
  const more = next === undefined ? {} : { 'x-ms-continuation-nextpartitionkey': 'more', 'x-ms-continuation-nextrowkey': next };
  return answer(200, more, Buffer.from(JSON.stringify({ value })));
}

async function batch(body: string, storage: ArchiveStorage): Promise<StoreAnswer> {
  const parts = body.split(/--changeset_[-\w]+(?:--)?\r\n/).filter((part) => part.includes('HTTP/1.1'));
  const changes = parts.map(changeOf);
  const table = storage.table(changes[0]?.table as TableName);
  try {
    const etags = await table.transact(changes.map(({ change }) => change));
    return batchAnswer(etags.map((etag) => `HTTP/1.1 204 No Content\r\n${etag === '' ? '' : `ETag: ${etag}\r\n`}\r\n`));
  } catch (error) {
    if (!(error instanceof RowExistsError || error instanceof RowChangedError)) throw error;
    const [status, code] = error instanceof RowExistsError ? [409, 'EntityAlreadyExists'] : [412, 'UpdateConditionNotSatisfied'];
    const json = JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value: `${error.index}:refused` } } });
    return batchAnswer([`HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\n\r\n${json}\r\n`]);
  }
}

function changeOf(part: string): { readonly table: string; readonly change: RowChange<RowKey> } {
  const [, method, url = ''] = /(POST|PUT|DELETE) (\S+) HTTP\/1\.1/.exec(part) ?? [];
  const path = url.replace(/^https?:\/\/[^/]+\/[^/]+/, '');
  const etag = /^If-Match: (.*)\r$/m.exec(part)?.[1];
  const json = /^\{.*\}\r?$/m.exec(part)?.[0];
  const row = ROW.exec(path);
  const table = row?.[1] ?? path.slice(1);
  if (method === 'DELETE') {
    const key = keyOf(row as RegExpExecArray);
    return { table, change: { kind: 'delete', row: key, ...(etag === undefined || etag === '*' ? {} : { etag }) } };
  }
  const entity = fromEntity<RowKey>(JSON.parse(json ?? '{}'));
  if (method === 'POST') return { table, change: { kind: 'insert', row: entity } };
  return { table, change: etag === undefined ? { kind: 'upsert', row: entity } : { kind: 'replace', row: entity, etag } };
}

const batchAnswer = (parts: readonly string[]): StoreAnswer =>
  answer(
    202,
    { 'content-type': 'multipart/mixed; boundary=batchresponse_1' },
    Buffer.from(
      `--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n${parts
        .map((part) => `--changesetresponse_1\r\nContent-Type: application/http\r\n\r\n${part}`)
        .join('')}--changesetresponse_1--\r\n--batchresponse_1--\r\n`,
    ),
  );
