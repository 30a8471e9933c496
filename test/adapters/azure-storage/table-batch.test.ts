import { readTableBatch, writeTableBatch } from '../../../runtime/adapters/azure-storage/table-batch';

const URL_OF_TABLE = 'https://account.table.example/deliveries';
const row = { partition: "o'p", key: 'k 1', n: 1 };

const lines = (body: Buffer) => body.toString().split('\r\n');

describe('the request of a transaction', () => {
  it('is one change set whose parts keep the order of the changes', () => {
    const { contentType, body } = writeTableBatch('deliveries', URL_OF_TABLE, [
      { kind: 'insert', row },
      { kind: 'replace', row, etag: 'W/"1"' },
      { kind: 'upsert', row },
      { kind: 'delete', row, etag: 'W/"2"' },
      { kind: 'delete', row },
    ]);

    const boundary = /boundary=(batch_[-0-9a-f]{36})$/.exec(contentType)?.[1];
    expect(lines(body)[0]).toBe(`--${boundary}`);
    expect(lines(body).filter((line) => / HTTP\/1\.1$/.test(line))).toEqual([
      `POST ${URL_OF_TABLE} HTTP/1.1`,
      ...['PUT', 'PUT', 'DELETE', 'DELETE'].map((method) => `${method} ${URL_OF_TABLE}(PartitionKey='o''p',RowKey='k%201') HTTP/1.1`),
    ]);
    expect(lines(body).filter((line) => line.startsWith('If-Match'))).toEqual(['If-Match: W/"1"', 'If-Match: W/"2"', 'If-Match: *']);
    expect(lines(body).filter((line) => line.startsWith('{'))).toEqual(Array(3).fill(`{"PartitionKey":"o'p","RowKey":"k 1","n":1}`));
  });

  it('uses boundaries that no content can know', () => {
    const contentTypes = new Set([1, 2, 3].map(() => writeTableBatch('deliveries', URL_OF_TABLE, [{ kind: 'insert', row }]).contentType));

    expect(contentTypes.size).toBe(3);
  });

  it('refuses more than 4 MiB', () => {
    const changes = Array.from({ length: 10 }, (_, n) => ({
      kind: 'insert' as const,
      row: { partition: 'p', key: `${n}`, text: '中'.repeat(150_000) },
    }));

    expect(() => writeTableBatch('deliveries', URL_OF_TABLE, changes)).toThrow('4194304 are allowed');
  });
});

describe('the answer of a transaction', () => {
  const part = (status: string, rest: string) =>
    `--changesetresponse_1\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 ${status}\r\n${rest}\r\n\r\n`;
  const refusal = (message: string) =>
    part(
      '409 Conflict',
      `Content-Type: application/json\r\n\r\n{"odata.error":{"code":"EntityAlreadyExists","message":{"lang":"en-US","value":"${message}"}}}`,
    );

  it('gives one ETag a change, and an empty one for a delete', () => {
    const answer = part('204 No Content', 'ETag: W/"1"') + part('204 No Content', 'X: y') + part('201 Created', 'etag: W/"3"');

    expect(readTableBatch(answer, 3)).toEqual({ etags: ['W/"1"', '', 'W/"3"'] });
  });

  it.each([
    ['0:The specified entity already exists.', 0],
    ['17:The specified entity already exists.', 17],
    ['The specified entity already exists.', 0],
  ])('names the change that was refused: %s', (message, index) => {
    expect(readTableBatch(refusal(message), 20)).toEqual({ refused: { status: 409, code: 'EntityAlreadyExists', index } });
  });

  it.each([
    ['nothing', '', 1],
    ['no answer of a service', '<html>proxy</html>', 1],
    ['fewer parts than changes', part('204 No Content', 'ETag: W/"1"'), 2],
    ['no status', part('abc', ''), 1],
  ])('is not readable: %s', (_case, answer, count) => {
    expect(readTableBatch(answer, count)).toBeUndefined();
  });
});
