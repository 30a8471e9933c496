import type { ConnectorPorts } from '../../../runtime/pipeline/connector-ports';
import { type LastLookMessage, lookOnceMore, recordUnlooked, scheduleLastLooks } from '../../../runtime/pipeline/deliver/last-look';
import { recordDuplicates } from '../../../runtime/pipeline/deliver/record-duplicates';
import type { DuplicateFoundRow } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import type { ExchangeCopy, ExchangeMailbox } from '../../../runtime/ports/exchange';
import { ExchangeUnavailableError } from '../../../runtime/ports/exchange-errors';
import type { Queues } from '../../../runtime/ports/queues';
import type { FaultHook } from '../../fakes/fault-gate';
import { call, once } from '../rules/pause';
import { World } from '../world/world';
import { aRow, MAILBOX } from './builders';
import { Worker } from './worker';

const KEY = aRow().key;
const MESSAGE: LastLookMessage = { v: 1, kind: 'last-look', mailboxId: MAILBOX, importKey: KEY };
const aCopy = (id: string) => ({ id }) as ExchangeCopy;

/** A mailbox in which a look finds these copies, and the ledger row of the delivery. */
class Found {
  readonly world = new World();
  readonly asked: (readonly string[])[] = [];
  readonly sent: (readonly [queue: string, message: unknown, delay: number | undefined])[] = [];

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

    await lookOnceMore(MESSAGE, found.ports);

    expect(found.asked).toEqual([['look', 'folder-1', KEY, 'import']]);
    expect(found.rows('found')).toMatchObject([{ mailboxId: MAILBOX, importKey: KEY, copies: '["a","b"]', extra: 1 }]);
  });

  it.each([[[]], [['a']]])('says nothing of %j', async (copies) => {
    const found = new Found(copies);

    await lookOnceMore(MESSAGE, found.ports);

    expect(found.rows('found')).toEqual([]);
  });

  it('goes back for 20 s when somebody else has the mailbox', async () => {
    const found = new Found(['a', 'b']);
    const { ports } = found;
    const busy = { ...ports, stores: { ...ports.stores, leases: { ...ports.stores.leases, acquire: async () => undefined } } };

    await lookOnceMore(MESSAGE, busy as ConnectorPorts);

    expect([found.sent, found.asked]).toEqual([[['deliveries', MESSAGE, 20]], []]);
  });

  it('gives the mailbox back also when it fails', async () => {
    const found = new Found(new ExchangeUnavailableError('look', 'x'));

    await expect(lookOnceMore(MESSAGE, found.ports)).rejects.toMatchObject({ code: 'EXCHANGE_UNAVAILABLE' });
    await expect(lookOnceMore(MESSAGE, found.ports)).rejects.toMatchObject({ code: 'EXCHANGE_UNAVAILABLE' });

    expect(found.sent).toEqual([]);
  });
});

describe('a copy of our own that is one too many', () => {
  const own = { ...MESSAGE, ownCopy: 'own' };

  it.each(['imported', 'imported-in-part'] as const)('is removed while the ledger names another one: %s', async (state) => {
    const found = new Found(['a']);
    await found.row({ state, exchangeId: 'a' });

    await lookOnceMore(own, found.ports);

    expect(found.asked).toEqual([
      ['remove', 'own'],
      ['look', 'folder-1', KEY, 'import'],
    ]);
  });

  it.each<[string, Partial<DeliveryRow> | undefined]>([
    ['the ledger names this very copy', { state: 'imported', exchangeId: 'own' }],
    ['nobody has said yet which one it is', { state: 'creating', exchangeId: 'a' }],
    ['the delivery is held', { state: 'held', exchangeId: 'a' }],
    ['there is no row', undefined],
  ])('stays when %s', async (_case, row) => {
    const found = new Found(['own']);
    if (row !== undefined) await found.row(row);

    await lookOnceMore(own, found.ports);

    expect(found.asked).toEqual([['look', 'folder-1', KEY, 'import']]);
  });

  it("is nobody's business in a look for another reason", async () => {
    const found = new Found(['a']);
    await found.row({ state: 'imported', exchangeId: 'a' });

    await lookOnceMore(MESSAGE, found.ports);

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

  it('count all but the first, and are known from then on', async () => {
    const found = new Found([]);

    await record(found, 'c', 'a', 'b');

    const row = { key: `d-${KEY}`, v: 1, mailboxId: MAILBOX, importKey: KEY, copies: '["a","b","c"]', extra: 2 };
    expect(found.rows('found')).toEqual([{ partition: 'found', ...row }]);
    expect(found.rows('known-duplicates')).toEqual([{ partition: 'known-duplicates', ...row }]);
  });

  it('count once, however often they are seen', async () => {
    const found = new Found([]);
    await record(found, 'a', 'b');
    await found.world.stores.batches.remove({ partition: 'found', key: `d-${KEY}` });

    await record(found, 'b', 'a');
    expect(found.rows('found')).toEqual([]);
    await record(found, 'a', 'd');

    expect(found.rows('found')).toMatchObject([{ copies: '["a","b","d"]', extra: 1 }]);
    expect(found.rows('known-duplicates')).toMatchObject([{ copies: '["a","b","d"]', extra: 1 }]);
  });

  it('are none when there is only one', async () => {
    const found = new Found([]);

    await record(found, 'a', 'a');

    expect([found.rows('found'), found.rows('known-duplicates')]).toEqual([[], []]);
  });

  it('are counted before they are known: a crash between the two counts nothing less', async () => {
    const found = new Found([], once('crash-after', call('table/batches', 'upsert')));
    const { ports } = found;
    void recordDuplicates(MAILBOX, KEY, [aCopy('a'), aCopy('b')], ports);
    await new Promise((resolve) => setImmediate(resolve));

    expect([found.rows('found').length, found.rows('known-duplicates').length]).toEqual([1, 0]);
  });
});
