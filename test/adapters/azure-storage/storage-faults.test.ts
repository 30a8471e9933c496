import type { ArchiveStorage } from '../../../runtime/adapters/azure-storage/archive-storage';
import { createArchiveStorage } from '../../../runtime/adapters/azure-storage/create-archive-storage';
import { SystemClock } from '../../../runtime/adapters/telemetry/system-clock';
import { created, hangUp, refuse, type ScriptedAnswer, ScriptedService, silence } from './scripted-service';

const ROW = { partition: 'p', key: 'k' };
const KEY = Buffer.alloc(64, 1).toString('base64');

const part =
  (status: number, body: string, headers: Record<string, string> = {}): ScriptedAnswer =>
  (_request, response) =>
    void response.writeHead(status, { etag: '"0x1"', ...headers }).end(body);

/** Says that more bytes follow than it sends. */
const cutOff = (status: number, promised: number, body: string, headers: Record<string, string> = {}): ScriptedAnswer => {
  return (_request, response) => {
    response.writeHead(status, { etag: '"0x1"', 'content-length': promised, ...headers });
    response.write(body, () => response.destroy());
  };
};

describe('a storage service that fails', () => {
  const service = new ScriptedService();
  const counted: string[] = [];
  let storage: ArchiveStorage;
  /** Waits longer between two tries. */
  let patient: ArchiveStorage;

  beforeAll(async () => {
    const endpoint = `http://127.0.0.1:${await service.listen()}/account`;
    const connectionString = `AccountName=account;AccountKey=${KEY};BlobEndpoint=${endpoint};QueueEndpoint=${endpoint};TableEndpoint=${endpoint}`;
    const onTransaction = (store: string, operation: string) => void counted.push(`${store} ${operation}`);
    storage = createArchiveStorage(
      { connectionString },
      { clock: new SystemClock(), onTransaction, callLimitInMs: 1_500, retryDelayInMs: 5 },
    );
    patient = createArchiveStorage({ connectionString }, { clock: new SystemClock(), callLimitInMs: 60_000, retryDelayInMs: 40 });
  });

  afterAll(() => service.close());

  beforeEach(() => {
    counted.length = 0;
  });

  /** One call of each kind, with its name in the listener. */
  const CALLS: readonly (readonly [string, (storage: ArchiveStorage) => Promise<unknown>])[] = [
    ['table/deliveries insert', ({ table }) => table('deliveries').insert(ROW)],
    ['table/deliveries get', ({ table }) => table('deliveries').get('p', 'k')],
    ['table/deliveries remove', ({ table }) => table('deliveries').remove(ROW)],
    ['table/deliveries transact', ({ table }) => table('deliveries').transact([{ kind: 'upsert', row: ROW }])],
    ['table/deliveries list', ({ table }) => table('deliveries').list('p')[Symbol.asyncIterator]().next()],
    ['container/work create', ({ container }) => container('work').create('a', Buffer.from('x'))],
    ['container/work get', ({ container }) => container('work').get('a')],
    ['container/work range', ({ container }) => container('work').range('a', 0, 10)],
    ['container/work stage', ({ container }) => container('work').upload('a').stage(0, Buffer.from('x'))],
    ['container/work list', ({ container }) => container('work').list()[Symbol.asyncIterator]().next()],
    ['queue/settle send', ({ queues }) => queues.send('settle', { v: 1 })],
    ['queue/settle count', ({ queues }) => queues.count('settle')],
    ['leases acquire', ({ leases }) => leases.acquire('lock', 15)],
    ['time now', ({ time }) => time.now()],
  ];

  it.each(CALLS)('%s: no permission is refused for good, after one request', async (name, call) => {
    service.answer(refuse(403, 'AuthorizationPermissionMismatch'));

    await expect(call(storage)).rejects.toMatchObject({ name: 'StorageRefusedError', disposition: 'stop-run' });
    await expect(call(storage)).rejects.toThrow('403 AuthorizationPermissionMismatch');
    expect(service.requests).toHaveLength(2);
    expect(counted).toEqual([name, name]);
  });

  it.each(CALLS)('%s: a busy service is asked five times, then the work is repeated', async (_name, call) => {
    service.answer(refuse(503, 'ServerBusy'));

    await expect(call(storage)).rejects.toMatchObject({ name: 'StorageUnavailableError', disposition: 'retry' });
    expect(service.requests).toHaveLength(5);
  });

  it.each(CALLS)('%s: connections that end are tried again, then the work is repeated', async (_name, call) => {
    service.answer(hangUp);

    await expect(call(storage)).rejects.toMatchObject({ name: 'StorageUnavailableError' });
    expect(service.requests).toHaveLength(3);
  });

  it('gives up a service that does not answer after the time limit', async () => {
    service.answer(silence);
    const began = performance.now();

    await expect(storage.table('runs').get('p', 'k')).rejects.toMatchObject({ name: 'StorageUnavailableError' });

    expect(performance.now() - began).toBeGreaterThan(1_400);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it.each<[string, number, string, (storage: ArchiveStorage) => Promise<unknown>]>([
    ['a missing table', 404, 'TableNotFound', ({ table }) => table('runs').get('p', 'k')],
    ['a missing table in a transaction', 404, 'TableNotFound', ({ table }) => table('runs').transact([{ kind: 'upsert', row: ROW }])],
    ['a missing container', 404, 'ContainerNotFound', ({ container }) => container('work').get('a')],
    ['a missing container for leases', 404, 'ContainerNotFound', ({ leases }) => leases.acquire('lock', 15)],
    ['a missing queue', 404, 'QueueNotFound', ({ queues }) => queues.send('settle', { v: 1 })],
    ['a full account', 403, 'AccountProtectedFromOverwrite', ({ container }) => container('work').put('a', Buffer.from('x'))],
    ['too much at once', 413, 'RequestBodyTooLarge', ({ table }) => table('runs').transact([{ kind: 'upsert', row: ROW }])],
    ['a damaged signature', 401, 'InvalidAuthenticationInfo', ({ time }) => time.now()],
  ])('refuses for good: %s', async (_case, status, code, call) => {
    service.answer(refuse(status, code));

    await expect(call(storage)).rejects.toMatchObject({ name: 'StorageRefusedError' });
  });

  it.each<[string, number, string, (storage: ArchiveStorage) => Promise<unknown>]>([
    ['bytes that were damaged on the way', 400, 'Md5Mismatch', ({ container }) => container('work').upload('a').stage(0, Buffer.from('x'))],
    ['a conflict that passes', 409, 'TableBeingDeleted', ({ table }) => table('runs').insert(ROW)],
    ['throttling', 429, 'TooManyRequests', ({ queues }) => queues.send('settle', { v: 1 })],
  ])('repeats the work: %s', async (_case, status, code, call) => {
    service.answer(refuse(status, code));

    await expect(call(storage)).rejects.toMatchObject({ name: 'StorageUnavailableError' });
  });

  it('waits longer each time for a service that is busy, and goes on when it is not any more', async () => {
    const askedAt: number[] = [];
    const busy: ScriptedAnswer = (request, response) => {
      askedAt.push(performance.now());
      refuse(503, 'ServerBusy')(request, response);
    };
    service.answer(busy, busy, busy, busy, created);

    expect(await patient.table('runs').insert(ROW)).toBe('"0x1"');
    const waits = askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? 0));
    // 40, 80 and 160 ms, up to half of it less.
    expect(waits.map((wait, index) => wait >= 20 * 2 ** index - 1)).toEqual([true, true, true]);
  });

  it('goes on when a retry succeeds', async () => {
    service.answer(refuse(500, 'InternalError'), hangUp, created);

    expect(await storage.table('runs').insert(ROW)).toBe('"0x1"');
    expect(counted).toEqual(['table/runs insert']);
  });

  it('answers "exists" when the answer to an insert was lost and it is sent again', async () => {
    service.answer(hangUp, refuse(409, 'EntityAlreadyExists'));

    await expect(storage.table('runs').insert(ROW)).rejects.toMatchObject({ name: 'RowExistsError' });
  });

  it('answers "changed" when the answer to a conditional write was lost and it is sent again', async () => {
    service.answer(hangUp, refuse(412, 'UpdateConditionNotSatisfied'));
    await expect(storage.table('runs').replace(ROW, 'W/"1"')).rejects.toMatchObject({ name: 'RowChangedError' });

    service.answer(hangUp, refuse(409, 'BlobAlreadyExists'));
    await expect(storage.container('packages').create('a', Buffer.from('x'))).rejects.toMatchObject({ name: 'BlobChangedError' });
  });

  it.each<[string, string, (storage: ArchiveStorage) => Promise<unknown>]>([
    ['creating a blob that is there', 'BlobChangedError', ({ container }) => container('packages').create('a', Buffer.from('x'))],
    ['committing a blob that is there', 'BlobChangedError', ({ container }) => container('packages').upload('a').commit(1, {})],
    ['overwriting', 'StorageRefusedError', ({ container }) => container('packages').put('a', Buffer.from('x'))],
    ['removing', 'StorageRefusedError', ({ container }) => container('packages').remove('a')],
  ])('knows what an immutable container says to %s', async (_case, name, call) => {
    service.answer(refuse(409, 'BlobImmutableDueToPolicy'));

    await expect(call(storage)).rejects.toMatchObject({ name });
  });

  it('gives a long download more time than its answer', async () => {
    const half = Buffer.alloc(500_000, 1);
    service.answer((_request, response) => {
      response.writeHead(200, { etag: '"0x1"', 'content-length': 1_000_000 });
      setTimeout(() => response.write(half), 1_000);
      setTimeout(() => response.end(half), 2_000);
    });

    expect((await storage.container('work').get('a'))?.content).toHaveLength(1_000_000);
  });

  it('asks for the same lease again when the answer was lost', async () => {
    service.answer(hangUp, created);

    const lease = await storage.leases.acquire('lock', 15);

    const ids = service.requests.map(({ headers }) => headers['x-ms-proposed-lease-id']);
    expect(lease).toBeDefined();
    expect(ids[0]).toMatch(/^[-0-9a-f]{36}$/);
    expect(new Set(ids).size).toBe(1);
  });

  it.each([
    ['cut off', 'HTTP/1.1 204 No Content\r\nETag: W/"1"\r\n'],
    ['an HTML page', '<html>sign in</html>'],
  ])('repeats the work when the answer of a transaction is %s', async (_case, body) => {
    service.answer(part(202, body));
    const changes = ['a', 'b'].map((key) => ({ kind: 'insert' as const, row: { partition: 'p', key } }));

    await expect(storage.table('runs').transact(changes)).rejects.toMatchObject({ name: 'StorageUnavailableError' });
  });

  it('sends a hash with what it writes, so that the service sees damage', async () => {
    service.answer(created);

    await storage.container('work').upload('a').stage(0, Buffer.from('x'));

    expect(service.requests[0]?.headers['content-md5']).toBe('ndTkYSaMgDT1yFZOFVxnpg==');
  });

  it.each<[string, (storage: ArchiveStorage) => Promise<unknown>]>([
    ['range', ({ container }) => container('work').range('a', 0, 10)],
    ['get', ({ container }) => container('work').get('a')],
    ['stream', ({ container }) => container('work').stream('a')[Symbol.asyncIterator]().next()],
  ])('never hands over fewer bytes than were promised: %s', async (_operation, read) => {
    service.answer(cutOff(206, 10, '01234', { 'content-range': 'bytes 0-9/100' }));

    await expect(read(storage)).rejects.toMatchObject({ name: 'StorageUnavailableError' });
  });

  it('says nothing about time without a Date header', async () => {
    service.answer((_request, response) => {
      response.sendDate = false;
      response.writeHead(200).end();
    });

    await expect(storage.time.now()).rejects.toMatchObject({ name: 'StorageUnavailableError' });
  });
});
