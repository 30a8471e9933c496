import { RowExistsError, StorageUnavailableError } from '../../runtime/ports/storage-errors';
import { type FaultDecision, FaultGate, type FaultPoint } from '../fakes/fault-gate';
import { InMemoryArchiveAccount } from '../fakes/in-memory-archive-storage';
import { VirtualClock } from '../fakes/virtual-clock';

const ROW = { partition: 'p', key: 'k' };

describe('a gate for faults', () => {
  let account: InMemoryArchiveAccount;

  beforeEach(() => {
    account = new InMemoryArchiveAccount(new VirtualClock());
  });

  const gateThat = (decide: (point: FaultPoint) => FaultDecision) => new FaultGate({ hook: decide });
  const rows = () => [...account.table('runs').rows()];
  const settled = async (work: Promise<unknown>) =>
    Promise.race([work.then(() => 'answered'), new Promise((resolve) => setImmediate(() => resolve('never answers')))]);

  it('names every call: store, operation, key and number', async () => {
    const points: FaultPoint[] = [];
    const storage = account.connect(
      gateThat((point) => {
        points.push(point);
        return 'pass';
      }),
    );

    await storage.table('runs').insert(ROW);
    await storage.container('work').put('a/b', Buffer.from('x'));
    await storage.queues.send('settle', { v: 1 });
    await storage.leases.acquire('lock', 60);
    await storage.time.now();
    await storage.table('runs').transact([{ kind: 'upsert', row: ROW }]);
    for await (const _stored of storage.table('runs').list('p'));

    expect(points).toEqual([
      { store: 'table/runs', operation: 'insert', key: 'p/k', index: 0 },
      { store: 'container/work', operation: 'put', key: 'a/b', index: 1 },
      { store: 'queue/settle', operation: 'send', key: '', index: 2 },
      { store: 'leases', operation: 'acquire', key: 'lock', index: 3 },
      { store: 'time', operation: 'now', key: '', index: 4 },
      { store: 'table/runs', operation: 'transact', key: 'p/k', index: 5 },
      { store: 'table/runs', operation: 'list', key: 'p', index: 6 },
    ]);
  });

  it('fails before: no effect', async () => {
    const table = account.connect(gateThat(() => 'fail-before')).table('runs');

    await expect(table.insert(ROW)).rejects.toThrow(StorageUnavailableError);
    expect(rows()).toEqual([]);
  });

  it('fails after: the effect is there and the answer is lost', async () => {
    const table = account.connect(gateThat(({ index }) => (index === 0 ? 'fail-after' : 'pass'))).table('runs');

    await expect(table.insert(ROW)).rejects.toThrow(StorageUnavailableError);
    expect(rows()).toEqual([ROW]);
    await expect(table.insert(ROW)).rejects.toThrow(RowExistsError);
  });

  it.each<[FaultDecision, number]>([
    ['crash-before', 0],
    ['crash-after', 1],
  ])('%s: the process never gets an answer again, others go on', async (decision, rowsLeft) => {
    const gate = gateThat(() => decision);
    const table = account.connect(gate).table('runs');

    expect(await settled(table.insert(ROW))).toBe('never answers');
    expect(await settled(table.get('p', 'k'))).toBe('never answers');

    expect(gate.isDead).toBe(true);
    expect(await gate.death).toMatchObject({ operation: 'insert', index: 0 });
    expect(gate.calls).toBe(1);
    expect(rows()).toHaveLength(rowsLeft);
    expect(await account.connect().table('runs').get('p', 'none')).toBeUndefined();
  });

  it('can be killed from outside, also in the middle of a scripted call', async () => {
    let release = () => {};
    const waiting = new Promise<void>((resolve) => {
      release = resolve;
    });
    const gate = gateThat(() => ({ before: () => waiting }));
    const inserting = account.connect(gate).table('runs').insert(ROW);

    gate.kill();
    release();

    expect(await settled(inserting)).toBe('never answers');
    expect(rows()).toEqual([]);
  });

  it('changes an answer', async () => {
    const wrong = Buffer.from('wrong bytes');
    const container = account
      .connect(gateThat(({ operation }) => (operation === 'range' ? { after: () => wrong } : 'pass')))
      .container('work');
    await container.put('a', Buffer.from('right bytes'));

    expect(await container.range('a', 0, 100)).toBe(wrong);
    expect(String((await container.get('a'))?.content)).toBe('right bytes');
  });

  it('counts the calls that are carried out', async () => {
    const counts = new Map<string, number>();
    const gate = new FaultGate({
      onCall: (store, operation) => counts.set(`${store} ${operation}`, (counts.get(`${store} ${operation}`) ?? 0) + 1),
    });
    const table = account.connect(gate).table('runs');

    await table.upsert(ROW);
    await table.upsert(ROW);
    await table.get('p', 'k');

    expect(Object.fromEntries(counts)).toEqual({ 'table/runs upsert': 2, 'table/runs get': 1 });
  });

  it('keeps what is immutable in Azure immutable', async () => {
    const storage = account.connect();
    for (const name of ['packages', 'reports', 'mappings'] as const) {
      await storage.container(name).create('a', Buffer.from('x'));

      await expect(storage.container(name).put('a', Buffer.from('y'))).rejects.toMatchObject({
        name: 'StorageRefusedError',
        disposition: 'stop-run',
      });
      await expect(storage.container(name).remove('a')).rejects.toMatchObject({ name: 'StorageRefusedError' });
    }
  });
});
