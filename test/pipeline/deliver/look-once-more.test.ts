import type { ConnectorPorts } from '../../../runtime/pipeline/connector-ports';
import { type LastLookMessage, lookOnceMore, recordUnlooked, scheduleLastLooks } from '../../../runtime/pipeline/deliver/last-look';
import { recordDuplicates, takeDuplicatesFound } from '../../../runtime/pipeline/deliver/record-duplicates';
import { TenantPark } from '../../../runtime/pipeline/deliver/tenant-park';
import type { DuplicateFoundRow } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import type { ExchangeCopy, ExchangeMailbox } from '../../../runtime/ports/exchange';
import {
  ExchangeUnavailableError,
  MailboxFullError,
  MailboxThrottledError,
  TenantThrottledError,
} from '../../../runtime/ports/exchange-errors';
import type { Queues } from '../../../runtime/ports/queues';
import { RowExistsError } from '../../../runtime/ports/storage-errors';
import type { FaultHook } from '../../fakes/fault-gate';
import { call, once } from '../rules/pause';
import { World } from '../world/world';
import { aBatch, aRow, MAILBOX } from './builders';
import { Worker } from './worker';

const KEY = aRow().key;
const MESSAGE: LastLookMessage = { v: 1, kind: 'last-look', mailboxId: MAILBOX, importKey: KEY };
const aCopy = (id: string) => ({ id }) as ExchangeCopy;

/** A mailbox in which a look finds these copies, and the ledger row of the delivery. */
class Found {
  readonly world = new World();
  readonly asked: (readonly string[])[] = [];
  readonly sent: (readonly [queue: string, message: unknown, delay: number | undefined])[] = [];

  readonly tenant = new TenantPark(this.world.clock, true);

  constructor(
    private readonly copies: readonly string[] | Error,
    private readonly hook?: FaultHook,
  ) {}

  get ports(): ConnectorPorts {
    const { ports } = this.world.process(this.hook);
    const { asked, copies } = this;
    const folder = async () => ({ id: 'folder-1', displayName: 'Signal Archiver', how: 'found', isRenamed: false }) as const;
    const mailbox: Partial<ExchangeMailbox> = {
      findFolder: folder,
      openFolder: folder,
      async look(...words) {
        asked.push(['look', ...words]);
        if (copies instanceof Error) throw copies;
        return copies.map(aCopy);
      },
      async remove(copyId) {
        asked.push(['remove', copyId]);
      },
    };
    const send: Queues['send'] = async (queue, message, delay) => void this.sent.push([queue, message, delay]);
    return {
      ...ports,
      exchange: { mailbox: () => mailbox as ExchangeMailbox },
      stores: { ...ports.stores, queues: { send } as Queues },
    };
  }

  lookOnceMore(message = MESSAGE): Promise<void> {
    return lookOnceMore(message, this.tenant, this.ports);
  }

  in(seconds: number): Date {
    return new Date(this.world.clock.now().getTime() + seconds * 1_000);
  }

  async row(fields: Partial<DeliveryRow>): Promise<void> {
    await this.world.stores.deliveries.upsert(aRow(fields));
  }

  rows(partition: string): DuplicateFoundRow[] {
    const rows = [...this.world.account.table('batches').rows()] as DuplicateFoundRow[];
    return rows.filter((row) => row.partition === partition);
  }
}

describe('one more look at a delivery', () => {
  it('is asked for before each create that followed a look, and for no other', async () => {
    const worker = await Worker.open();
    const [first, second] = [await worker.delivery(1), await worker.delivery(2)];
    const sent: unknown[] = [];
    const send: Queues['send'] = async (...words) => void sent.push(words);
    const { ports } = worker.delivering;
    const watched = { ...worker.delivering, ports: { ...ports, stores: { ...ports.stores, queues: { send } as Queues } } };

    await scheduleLastLooks([first, { ...second, isAfterLook: true }], watched);

    expect(sent).toEqual([['deliveries', { ...MESSAGE, importKey: second.work.importKey }, 720]]);
  });

  it('lists what is there more than once', async () => {
    const found = new Found(['a', 'b']);

    await found.lookOnceMore();

    expect(found.asked).toEqual([['look', 'folder-1', KEY, 'import']]);
    expect(found.rows('found')).toMatchObject([{ mailboxId: MAILBOX, importKey: KEY, copies: '["a","b"]', extra: 1 }]);
  });

  it.each([[[]], [['a']]])('says nothing of %j', async (copies) => {
    const found = new Found(copies);

    await found.lookOnceMore();

    expect(found.rows('found')).toEqual([]);
  });

  it('goes back for 20 s when somebody else has the mailbox', async () => {
    const found = new Found(['a', 'b']);
    const { ports } = found;
    const busy = { ...ports, stores: { ...ports.stores, leases: { ...ports.stores.leases, acquire: async () => undefined } } };

    await lookOnceMore(MESSAGE, found.tenant, busy as ConnectorPorts);

    expect([found.sent, found.asked]).toEqual([[['deliveries', MESSAGE, 20]], []]);
  });

  it.each<[string, Error, number | undefined, number]>([
    ['Exchange does not answer', new ExchangeUnavailableError('look', 'x'), undefined, 60],
    ['it has not answered twice', new ExchangeUnavailableError('look', 'x'), 2, 240],
    ['it has not answered often', new ExchangeUnavailableError('look', 'x'), 19, 3_600],
    ['the mailbox does not open', new MailboxFullError(MAILBOX), undefined, 60],
  ])('goes back, later each time, and gives the mailbox back when %s', async (_case, error, postponed, delay) => {
    const found = new Found(error);
    const message = postponed === undefined ? MESSAGE : { ...MESSAGE, postponed };

    await found.lookOnceMore(message);
    await found.lookOnceMore(message);

    const back = ['deliveries', { ...MESSAGE, postponed: (postponed ?? 0) + 1 }, delay];
    expect(found.sent).toEqual([back, back]);
    expect(found.rows('found')).toEqual([]);
  });

  it('goes back for as long as Exchange asks for', async () => {
    const world = new World();
    const until = new Date(world.clock.now().getTime() + 299_500);

    const found = new Found(new MailboxThrottledError(MAILBOX, until));
    await found.lookOnceMore();

    expect(found.sent).toEqual([['deliveries', { ...MESSAGE, postponed: 1 }, 300]]);
    expect(found.tenant.until).toBeUndefined();
  });

  it('parks the tenant that says so, and asks it nothing from then on', async () => {
    const found = new Found(new TenantThrottledError(new Date('2026-11-21T06:40:00.000Z')));

    await found.lookOnceMore();
    await found.lookOnceMore();

    expect(found.sent).toEqual([
      ['deliveries', { ...MESSAGE, postponed: 1 }, 600],
      ['deliveries', MESSAGE, 600],
    ]);
    expect(found.asked).toHaveLength(1);
  });

  it('is given up after twenty times, and an error that nobody foresaw uses up a try at once', async () => {
    const found = new Found(new ExchangeUnavailableError('look', 'x'));
    await found.row({ state: 'imported', exchangeId: 'a' });
    await found.lookOnceMore({ ...MESSAGE, postponed: 20, ownCopy: 'a-second' });
    expect(found.rows('found')).toHaveLength(1);

    const unforeseen = new Found(new TypeError('x'));
    await expect(unforeseen.lookOnceMore()).rejects.toThrow(TypeError);
    expect([found.sent, unforeseen.sent]).toEqual([[], []]);
  });
});

describe('a copy of our own that is one too many', () => {
  const own = { ...MESSAGE, ownCopy: 'own' };

  it.each([
    ['imported', []],
    ['imported-in-part', [['look', 'folder-1', KEY, 'stub']]],
  ] as const)('is removed while the ledger names another one: %s', async (state, besides) => {
    const found = new Found(['a']);
    await found.row({ state, exchangeId: 'a' });

    await found.lookOnceMore(own);

    expect(found.asked).toEqual([['remove', 'own'], ['look', 'folder-1', KEY, 'import'], ...besides]);
  });

  it.each<[string, Partial<DeliveryRow> | undefined]>([
    ['the ledger names this very copy', { state: 'imported', exchangeId: 'own' }],
    ['nobody has said yet which one it is', { state: 'creating', exchangeId: 'a' }],
    ['the delivery is held', { state: 'held', exchangeId: 'a' }],
    ['there is no row', undefined],
  ])('stays when %s', async (_case, row) => {
    const found = new Found(['own']);
    if (row !== undefined) await found.row(row);

    await found.lookOnceMore(own);

    expect(found.asked).toEqual([['look', 'folder-1', KEY, 'import']]);
  });

  it("is nobody's business in a look for another reason", async () => {
    const found = new Found(['a']);
    await found.row({ state: 'imported', exchangeId: 'a' });

    await found.lookOnceMore();

    expect(found.asked.map(([operation]) => operation)).toEqual(['look']);
  });

  it('is listed when it could not be removed', async () => {
    const found = new Found([]);
    await found.row({ state: 'imported', exchangeId: 'a' });

    await recordUnlooked(own, found.ports);

    expect(found.rows('found')).toMatchObject([{ copies: '["a","own"]', extra: 1 }]);
  });

  it.each<[string, LastLookMessage, Partial<DeliveryRow> | undefined]>([
    ['the ledger names it', own, { state: 'imported', exchangeId: 'own' }],
    ['the ledger names none', own, { state: 'held', exchangeId: '' }],
    ['there is no row', own, undefined],
    ['there was none', MESSAGE, { state: 'imported', exchangeId: 'a' }],
  ])('is not listed when %s', async (_case, message, row) => {
    const found = new Found([]);
    if (row !== undefined) await found.row(row);

    await recordUnlooked(message, found.ports);

    expect(found.rows('found')).toEqual([]);
  });
});

describe('copies that are found more than once', () => {
  const record = (found: Found, ...ids: readonly string[]) => recordDuplicates(MAILBOX, KEY, ids.map(aCopy), found.ports);
  const copies = (found: Found, partition: string) =>
    found
      .rows(partition)
      .map((row) => row.copies)
      .sort();

  it('count all but the first, and are known from then on', async () => {
    const found = new Found([]);

    await record(found, 'c', 'a', 'c', 'b');

    expect(copies(found, 'found')).toEqual(['["c","a"]', '["c","b"]']);
    expect(copies(found, 'known-duplicates')).toEqual(['["c","a"]', '["c","b"]']);
    expect(found.rows('found')[0]).toMatchObject({ v: 1, mailboxId: MAILBOX, importKey: KEY, extra: 1, countedIn: '' });
    expect(new Set(found.rows('found').map(({ key }) => key.replace(/[0-9a-f]{16}$/, ''))).size).toBe(1);
  });

  it('count once, however often and beside whichever others they are seen', async () => {
    const found = new Found([]);
    await record(found, 'a', 'b');
    for (const { partition, key } of found.rows('found')) await found.world.stores.batches.remove({ partition, key });

    await record(found, 'b', 'a');
    expect(copies(found, 'found')).toEqual([]);
    await record(found, 'b', 'd');

    expect(copies(found, 'found')).toEqual(['["a","d"]']);
    expect(copies(found, 'known-duplicates')).toEqual(['["a","b"]', '["a","d"]']);
  });

  it('are none when there is only one', async () => {
    const found = new Found([]);

    await record(found, 'a', 'a');

    expect([found.rows('found'), found.rows('known-duplicates')]).toEqual([[], []]);
  });

  it('are those of one delivery: another one has its own', async () => {
    const found = new Found([]);
    await record(found, 'a', 'b');

    await recordDuplicates(MAILBOX, 'f'.repeat(64), [aCopy('b'), aCopy('c')], found.ports);

    expect(copies(found, 'found')).toEqual(['["a","b"]', '["b","c"]']);
  });

  it('are counted before they are known: a crash between the two counts nothing less', async () => {
    const found = new Found([], once('crash-after', call('table/batches', 'upsert')));
    void record(found, 'a', 'b');
    await new Promise((resolve) => setImmediate(resolve));

    expect([found.rows('found').length, found.rows('known-duplicates').length]).toEqual([1, 0]);
  });

  it.each<[string, FaultHook, number]>([
    ['known a moment ago by somebody else', (point) => (call('table/batches', 'insert')(point) ? { after: exists } : 'pass'), 1],
  ])('are found all the same when they are %s', async (_case, hook, count) => {
    const found = new Found([], hook);

    await record(found, 'a', 'b');

    expect(found.rows('found')).toHaveLength(count);
  });

  it('are asked for again when the store does not answer', async () => {
    const found = new Found([], once('fail-before', call('table/batches', 'insert')));

    await expect(record(found, 'a', 'b')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});

const exists = (): never => {
  throw new RowExistsError('batches', 0);
};

describe('the account of copies that were found', () => {
  const RUN = 'run-7';
  const take = (found: Found, runId = RUN) => takeDuplicatesFound(runId, found.world.stores);

  it('is that of the run that closes next: each copy counts once, also in a close that is repeated', async () => {
    const found = new Found([]);
    await recordDuplicates(MAILBOX, KEY, ['a', 'b', 'c'].map(aCopy), found.ports);

    expect([await take(found), await take(found), await take(found, 'run-8')]).toEqual([2, 2, 0]);
    expect([found.rows('found'), found.rows(RUN).map(({ countedIn }) => countedIn)]).toEqual([[], [RUN, RUN]]);
    expect(found.rows('known-duplicates').map(({ countedIn }) => countedIn)).toEqual([RUN, RUN]);
  });

  it('counts no batch of the run for a copy', async () => {
    const found = new Found([]);
    await found.world.stores.batches.insert(aBatch({ partition: RUN }));
    await recordDuplicates(MAILBOX, KEY, ['a', 'b'].map(aCopy), found.ports);

    expect(await take(found)).toBe(1);
  });

  it('goes to the run that was about to count it', async () => {
    const found = new Found([]);
    await recordDuplicates(MAILBOX, KEY, ['a', 'b'].map(aCopy), found.ports);
    const [known] = found.rows('known-duplicates');
    await found.world.stores.batches.upsert({ ...(known as DuplicateFoundRow), countedIn: 'run-6' });

    expect([await take(found), await take(found, 'run-6')]).toEqual([0, 1]);
  });

  it('holds a copy whose row that stays is lost', async () => {
    const found = new Found([]);
    await recordDuplicates(MAILBOX, KEY, ['a', 'b'].map(aCopy), found.ports);
    const [known] = found.rows('known-duplicates') as [DuplicateFoundRow];
    await found.world.stores.batches.remove(known);

    expect([await take(found), found.rows('known-duplicates')]).toEqual([1, [{ ...known, countedIn: RUN }]]);
  });

  it.each<[string, object, number]>([
    ['says how many are new', { copies: '["a","b","c"]', extra: 1 }, 1],
    ['says nothing of that', { copies: '["a","b","c"]' }, 2],
  ])('takes a row of an earlier release, which %s', async (_case, fields, count) => {
    const found = new Found([]);
    const row = { partition: 'found', key: `d-${KEY}`, v: 1, mailboxId: MAILBOX, importKey: KEY, ...fields };
    await found.world.stores.batches.upsert(row as DuplicateFoundRow);

    expect([await take(found), found.rows('found')]).toEqual([count, []]);
  });
});
