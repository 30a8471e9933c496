import { claimAll, claimDeliveries, earlier } from '../../../runtime/pipeline/deliver/claim-deliveries';
import type { OpenDelivery } from '../../../runtime/pipeline/deliver/delivery-result';
import type { BatchRow } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import type { FaultHook } from '../../fakes/fault-gate';
import { seen } from '../collect/collected';
import { call, once } from '../rules/pause';
import { World } from '../world/world';
import { aBatch, aRow, aWork, MAILBOX } from './builders';

const EPOCH = 3;
const WORKS = ['1', '2', '3'].map((name, entry) => aWork({ importKey: name.repeat(64), entry }));
const isClaim = call('table/deliveries', 'transact');
const isRead = call('table/deliveries', 'get');

/** A batch of three deliveries, as unpack wrote them. */
class Unpacked {
  readonly world = new World();
  readonly etags: string[] = [];

  static async open(batch: Partial<BatchRow> = {}): Promise<Unpacked> {
    const unpacked = new Unpacked(aBatch({ deliveries: 3, ...batch }));
    for (const index of WORKS.keys()) unpacked.etags.push(await unpacked.write(index, {}));
    return unpacked;
  }

  private constructor(readonly batch: BatchRow) {}

  write(index: number, fields: Partial<DeliveryRow>): Promise<string> {
    const { importKey, entry } = WORKS[index] as (typeof WORKS)[0];
    return this.world.stores.deliveries.upsert({ ...aRow(), key: importKey, entry, ...fields });
  }

  remove(index: number): Promise<void> {
    return this.world.stores.deliveries.remove({ partition: MAILBOX, key: WORKS[index]?.importKey as string });
  }

  row(index: number): DeliveryRow {
    return this.world.account.table('deliveries').get(MAILBOX, WORKS[index]?.importKey as string)?.row as DeliveryRow;
  }

  etag(index: number): string | undefined {
    return this.world.account.table('deliveries').get(MAILBOX, WORKS[index]?.importKey as string)?.etag;
  }

  async claim(etags?: readonly string[], hook?: FaultHook, works = WORKS) {
    const process = this.world.process(hook);
    const claims = await process.run(() => claimDeliveries({ epoch: EPOCH }, this.batch, works, etags, process.ports));
    if (claims === undefined) throw new Error('The process died');
    return claims;
  }

  ago(seconds: number): string {
    return new Date(this.world.clock.now().getTime() - seconds * 1_000).toISOString();
  }

  get states(): readonly string[] {
    return [0, 1, 2].map((index) => `${this.row(index).state} ${this.row(index).claims}`);
  }
}

const indexes = (deliveries: readonly { readonly work: { readonly entry: number } }[]) => deliveries.map(({ work }) => work.entry);

describe('claiming a batch', () => {
  it('that is as unpack left it takes one transaction and reads nothing', async () => {
    const unpacked = await Unpacked.open();
    const calls: string[] = [];

    const claims = await unpacked.claim(unpacked.etags, seen(calls));

    expect(calls).toEqual(['table/deliveries transact']);
    const row = { ...aRow(), key: '1'.repeat(64), entry: 0 };
    expect(unpacked.row(0)).toEqual({ ...row, state: 'creating', epoch: EPOCH, claims: 1, claimedAt: unpacked.ago(0) });
    expect(claims.claimed[0]).toEqual({
      work: WORKS[0],
      stored: { row: unpacked.row(0), etag: unpacked.etag(0) },
      before: row,
      isAfterLook: false,
    });
    expect(indexes(claims.claimed)).toEqual([0, 1, 2]);
    expect(claims).toMatchObject({ toLook: [], decided: [], waiting: [], waitUntil: undefined, isOvertaken: false });
    expect(unpacked.states).toEqual(['creating 1', 'creating 1', 'creating 1']);
  });

  it.each<[string, (etags: readonly string[]) => readonly string[] | undefined]>([
    ['unknown', () => undefined],
    ['of fewer rows', (etags) => etags.slice(1)],
    ['of more rows', (etags) => [...etags, 'W/"9"']],
    ['not all known', (etags) => [etags[0] as string, '', etags[2] as string]],
    ['of an earlier state', (etags) => ['W/"0"', ...etags.slice(1)]],
  ])('whose etags are %s reads each row and claims what is untouched', async (_case, etags) => {
    const unpacked = await Unpacked.open();

    const { claimed } = await unpacked.claim(etags(unpacked.etags));

    expect(indexes(claimed)).toEqual([0, 1, 2]);
    expect(unpacked.states).toEqual(['creating 1', 'creating 1', 'creating 1']);
  });

  it('of nothing asks nothing', async () => {
    const unpacked = await Unpacked.open();
    const calls: string[] = [];

    expect(await unpacked.claim([], seen(calls), [])).toMatchObject({ claimed: [], toLook: [], decided: [], isOvertaken: false });
    expect(calls).toEqual([]);
  });

  it('decides each row by itself when one of them is not as unpack left it', async () => {
    const unpacked = await Unpacked.open();
    await unpacked.write(0, { state: 'imported', batchId: 'other', packageId: 'package-2', exchangeId: 'x' });
    await unpacked.write(2, { state: 'creating', claims: 1, epoch: 2, claimedAt: unpacked.ago(60) });

    const claims = await unpacked.claim(unpacked.etags);

    expect(claims.decided).toMatchObject([{ work: WORKS[0], outcome: 'skipped-as-duplicate', exchangeId: 'x', wasTouched: false }]);
    expect(indexes(claims.claimed)).toEqual([1]);
    expect(claims.toLook).toMatchObject([{ delivery: { work: WORKS[2], isAfterLook: false }, isConclusive: false }]);
    expect(unpacked.states).toEqual(['imported 0', 'creating 1', 'creating 1']);
    expect(unpacked.row(2).epoch).toBe(2);
  });

  it('says of an outcome of its own that it was in hand before', async () => {
    const unpacked = await Unpacked.open();
    await unpacked.write(0, { state: 'held', reason: 'quota' });

    expect((await unpacked.claim()).decided).toMatchObject([{ outcome: 'held', reason: 'quota', wasTouched: true }]);
  });

  it('waits for the first of those that it is too early to look for', async () => {
    const unpacked = await Unpacked.open();
    for (const [index, seconds] of [5, 20, 10].entries())
      await unpacked.write(index, { state: 'creating', claims: 1, epoch: 2, claimedAt: unpacked.ago(seconds) });

    const { waiting, waitUntil } = await unpacked.claim();

    expect(indexes(waiting)).toEqual([0, 1, 2]);
    expect(waitUntil?.toISOString()).toBe(unpacked.ago(-10));
  });

  it('claims nothing at all when somebody with a newer lease is at work', async () => {
    const unpacked = await Unpacked.open();
    await unpacked.write(1, { state: 'creating', claims: 1, epoch: EPOCH + 1, claimedAt: unpacked.ago(60) });

    const { claimed, isOvertaken } = await unpacked.claim();

    expect([claimed, isOvertaken]).toEqual([[], true]);
    expect(unpacked.states).toEqual(['pending 0', 'creating 1', 'pending 0']);
  });

  it('looks again when a row changes between its reading and the claim, and claims the others', async () => {
    const unpacked = await Unpacked.open();
    const meanwhile = { before: async () => void (await unpacked.write(0, { state: 'held', reason: 'quota' })) };

    const { claimed, decided } = await unpacked.claim(undefined, once(meanwhile, isClaim));

    expect([indexes(claimed), indexes(decided)]).toEqual([[1, 2], [0]]);
  });

  it("gives up after three such changes: the mailbox is somebody else's", async () => {
    const unpacked = await Unpacked.open();
    let claims = 0;
    const always: FaultHook = (point) =>
      isClaim(point) ? { before: async () => void (await unpacked.write(0, { bytes: ++claims })) } : 'pass';

    const { claimed, isOvertaken } = await unpacked.claim(undefined, always);

    expect([claims, claimed, isOvertaken]).toEqual([3, [], true]);
    expect(unpacked.states).toEqual(['pending 0', 'pending 0', 'pending 0']);
  });

  it('claims nothing when the store does not answer', async () => {
    const unpacked = await Unpacked.open();

    await expect(unpacked.claim(unpacked.etags, once('fail-before', isClaim))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});

describe('a row that is gone', () => {
  it('is written as claimed now: whoever had it may have created the copy a moment ago', async () => {
    const unpacked = await Unpacked.open();
    await unpacked.remove(0);

    const { claimed, waiting, waitUntil } = await unpacked.claim();

    expect([indexes(claimed), indexes(waiting)]).toEqual([[1, 2], [0]]);
    expect(waitUntil?.toISOString()).toBe(unpacked.ago(-30));
    expect(unpacked.row(0)).toEqual({ ...aRow(), key: '1'.repeat(64), entry: 0, claims: 1, claimedAt: unpacked.ago(0) });
    expect(waiting[0]?.stored.etag).toBe(unpacked.etag(0));
  });

  it('is taken as it is when somebody else writes it at the same moment', async () => {
    const unpacked = await Unpacked.open();
    await unpacked.remove(0);
    const meanwhile = { before: async () => void (await unpacked.write(0, { state: 'imported', exchangeId: 'x' })) };

    const { decided } = await unpacked.claim(undefined, once(meanwhile, call('table/deliveries', 'insert')));

    expect(decided).toMatchObject([{ outcome: 'imported', exchangeId: 'x' }]);
  });

  it('is not assumed when the store does not answer', async () => {
    const unpacked = await Unpacked.open();
    await unpacked.remove(0);

    await expect(unpacked.claim(undefined, once('fail-before', call('table/deliveries', 'insert')))).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    });
    await expect(unpacked.claim(undefined, once('fail-before', isRead))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});

describe('claiming again after a look', () => {
  const read = async (unpacked: Unpacked, index: number): Promise<OpenDelivery> => ({
    work: WORKS[index] as (typeof WORKS)[0],
    stored: { row: unpacked.row(index), etag: unpacked.etag(index) as string },
    before: unpacked.row(index),
    isAfterLook: true,
  });

  it('counts the claim and keeps what is known of the delivery', async () => {
    const unpacked = await Unpacked.open();
    await unpacked.write(0, { state: 'creating', claims: 2, epoch: 1, claimedAt: unpacked.ago(300), lostAt: unpacked.ago(290) });
    const process = unpacked.world.process();

    const claimed = await claimAll({ epoch: EPOCH }, [await read(unpacked, 0)], process.ports);

    expect(unpacked.row(0)).toMatchObject({ claims: 3, epoch: EPOCH, claimedAt: unpacked.ago(0), lostAt: unpacked.ago(290) });
    expect(claimed).toMatchObject([{ isAfterLook: true, stored: { etag: unpacked.etag(0) }, before: { claims: 2, epoch: 1 } }]);
  });

  it('claims none when one of them has changed, and asks nothing for none', async () => {
    const unpacked = await Unpacked.open();
    const [first, second] = [await read(unpacked, 0), await read(unpacked, 1)];
    await unpacked.write(1, { state: 'held' });
    const calls: string[] = [];
    const process = unpacked.world.process(seen(calls));

    expect(await claimAll({ epoch: EPOCH }, [first, second], process.ports)).toBeUndefined();
    expect(unpacked.row(0).state).toBe('pending');
    calls.length = 0;
    expect([await claimAll({ epoch: EPOCH }, [], process.ports), calls]).toEqual([[], []]);
  });
});

describe('the earlier of two times', () => {
  const [early, late] = [new Date(1_000), new Date(2_000)];

  it.each([
    [early, late, early],
    [late, early, early],
    [undefined, late, late],
    [early, undefined, early],
    [undefined, undefined, undefined],
  ])('%j and %j', (a, b, expected) => {
    expect(earlier(a, b)).toBe(expected);
  });
});
