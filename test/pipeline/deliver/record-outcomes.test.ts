import type { DeliveryResult, OpenDelivery } from '../../../runtime/pipeline/deliver/delivery-result';
import { recordOutcomes } from '../../../runtime/pipeline/deliver/record-outcomes';
import { heldDeliveryId } from '../../../runtime/pipeline/held/held-delivery';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import type { HeldRow } from '../../../runtime/pipeline/rows/held-row';
import type { DeliveryPart } from '../../../runtime/pipeline/work-blob';
import type { ExchangeCopy } from '../../../runtime/ports/exchange';
import type { FaultHook } from '../../fakes/fault-gate';
import { call, firstOf, once } from '../rules/pause';
import { World } from '../world/world';
import { aBatch, aPart, aRow, BATCH_ID, MAILBOX } from './builders';

const PART = aPart();
const HELD_ID = heldDeliveryId(MAILBOX, PART.importKey);
const BEFORE = aRow();
const CLAIMED_AT = '2026-11-21T06:31:30.000Z';
const CLAIM = { state: 'creating', epoch: 3, claims: 1, claimedAt: CLAIMED_AT } as const;
const aCopy = (id: string): ExchangeCopy => ({
  id,
  isDraft: false,
  sentAt: undefined,
  receivedAt: undefined,
  folderId: 'folder',
  createdAt: undefined,
});
const imported = (id = 'copy-1', isAdopted = false): DeliveryResult => ({ kind: 'imported', copy: aCopy(id), isAdopted });
const inPart = (id = 'copy-1', isAdopted = false): DeliveryResult => ({ kind: 'in-part', copy: aCopy(id), isAdopted, detail: '9 bytes' });

/** One delivery that this worker has claimed. */
class Claimed {
  readonly world = new World();

  private constructor(readonly before: DeliveryRow) {}

  static async open(claim: Partial<DeliveryRow> = {}, before: DeliveryRow = BEFORE): Promise<Claimed> {
    const claimed = new Claimed(before);
    await claimed.write({ ...before, ...CLAIM, ...claim });
    return claimed;
  }

  async write(row: DeliveryRow): Promise<void> {
    await this.world.stores.deliveries.upsert(row);
  }

  async delivery(): Promise<OpenDelivery<DeliveryPart>> {
    const stored = await this.world.stores.deliveries.get(MAILBOX, PART.importKey);
    if (stored === undefined) throw new Error('There is no row');
    return { work: PART, stored, before: this.before, isAfterLook: false };
  }

  async record(result: DeliveryResult, hook?: FaultHook) {
    const process = this.world.process(hook);
    const handled = [{ delivery: await this.delivery(), result }];
    return process.run(() => recordOutcomes(handled, aBatch(), { mailboxId: MAILBOX, epoch: 3 }, process.ports));
  }

  get row(): DeliveryRow {
    return this.world.account.table('deliveries').get(MAILBOX, PART.importKey)?.row as DeliveryRow;
  }

  held(partition: 'open' | 'failed' = 'open'): HeldRow | undefined {
    return this.world.account.table('held').get(partition, HELD_ID)?.row as HeldRow | undefined;
  }

  get now(): string {
    return this.world.clock.now().toISOString();
  }

  get lastLooks(): readonly unknown[] {
    return this.world.account.queues.queue('deliveries').takeAll();
  }
}

describe('an outcome in the ledger', () => {
  it('imported names the copy, and nobody is at it any more', async () => {
    const claimed = await Claimed.open({ staged: '{}', reason: 'old' });

    const decided = await claimed.record(imported());

    expect(claimed.row).toEqual({ ...BEFORE, ...CLAIM, state: 'imported', epoch: 0, exchangeId: 'copy-1', decidedAt: claimed.now });
    expect(decided).toEqual([
      expect.objectContaining({ outcome: 'imported', reason: '', exchangeId: 'copy-1', at: claimed.now, wasTouched: false, byRowOf: '' }),
    ]);
    expect([claimed.held(), claimed.lastLooks]).toEqual([undefined, []]);
  });

  it('imported in part keeps an entry open, so that the whole item can follow', async () => {
    const claimed = await Claimed.open();

    const decided = await claimed.record(inPart());

    expect(claimed.row).toMatchObject({ state: 'imported-in-part', reason: 'oversize', exchangeId: 'copy-1', heldId: HELD_ID, epoch: 0 });
    expect(claimed.held()).toMatchObject({ reason: 'oversize', why: 'stub-delivered', detail: '9 bytes' });
    expect(decided).toMatchObject([{ outcome: 'imported-in-part', reason: 'oversize', heldId: HELD_ID }]);
  });

  it('held stands with its reason in the ledger and open for people', async () => {
    const claimed = await Claimed.open();

    const decided = await claimed.record({ kind: 'held', reason: 'not-in-scope', why: 'ErrorAccessDenied', detail: 'd' });

    expect(claimed.row).toMatchObject({ state: 'held', reason: 'not-in-scope', heldId: HELD_ID, decidedAt: claimed.now, epoch: 0 });
    expect(claimed.held()).toMatchObject({ reason: 'not-in-scope', why: 'ErrorAccessDenied', detail: 'd', importKey: PART.importKey });
    expect(decided).toMatchObject([{ outcome: 'held', reason: 'not-in-scope', heldId: HELD_ID }]);
  });

  it('failed names the copy that somebody must look at', async () => {
    const claimed = await Claimed.open();

    const decided = await claimed.record({ kind: 'failed', why: 'target-changed', copyId: 'copy-9' });

    expect(claimed.row).toMatchObject({ state: 'failed', reason: 'target-changed', exchangeId: 'copy-9' });
    expect(claimed.held('failed')).toMatchObject({ reason: 'failed', why: 'target-changed', detail: '' });
    expect([claimed.held(), decided]).toMatchObject([undefined, [{ outcome: 'failed', reason: 'target-changed' }]]);
  });

  it('is there only after its entry: a crash between the two hides nothing', async () => {
    const claimed = await Claimed.open();

    await claimed.record({ kind: 'held', reason: 'not-in-scope', why: 'w', detail: '' }, (point) =>
      call('table/deliveries', 'transact')(point) ? 'crash-before' : 'pass',
    );

    expect([claimed.row.state, claimed.held()?.reason]).toEqual(['creating', 'not-in-scope']);
  });

  it('of nothing is nothing', async () => {
    const process = new World().process();

    expect(await process.run(() => recordOutcomes([], aBatch(), { mailboxId: MAILBOX, epoch: 3 }, process.ports))).toEqual([]);
  });

  it.each<[string, Partial<DeliveryRow>, boolean]>([
    ['untouched', {}, false],
    ['claimed before', { claims: 1 }, true],
    ['at work before', { state: 'creating' }, true],
  ])('says whether somebody else had it in hand: %s', async (_case, before, wasTouched) => {
    const claimed = await Claimed.open({}, { ...BEFORE, ...before });

    expect(await claimed.record(imported())).toMatchObject([{ wasTouched }]);
  });
});

describe('a delivery without an outcome', () => {
  it('that was not sent is as it was before this claim: nobody looks for what cannot be there', async () => {
    const before = aRow({ state: 'pending', claims: 2, claimedAt: '2026-11-21T06:00:00.000Z', epoch: 1 });
    const claimed = await Claimed.open({ claims: 3 }, before);

    expect(await claimed.record({ kind: 'unsent', retryAt: undefined })).toEqual([]);

    expect(claimed.row).toEqual(before);
  });

  it('that is staged goes on from there', async () => {
    const claimed = await Claimed.open();

    expect(await claimed.record({ kind: 'staged', staged: '{"offset":1}', retryAt: undefined })).toEqual([]);

    expect(claimed.row).toEqual({ ...BEFORE, staged: '{"offset":1}' });
  });

  it('whose answer was lost stays claimed: it is looked for before the next create', async () => {
    const claimed = await Claimed.open({ ambiguous: 3, staged: '{}' });

    expect(await claimed.record({ kind: 'lost' })).toEqual([]);

    expect(claimed.row).toEqual({ ...BEFORE, ...CLAIM, ambiguous: 4, lostAt: claimed.now, staged: '' });
    expect(claimed.held()).toBeUndefined();
  });

  it('is held after the fifth lost answer', async () => {
    const claimed = await Claimed.open({ ambiguous: 4 });

    expect(await claimed.record({ kind: 'lost' })).toMatchObject([{ outcome: 'held', reason: 'attempts-exhausted' }]);

    expect(claimed.row).toMatchObject({ state: 'held', ambiguous: 5, lostAt: claimed.now });
    expect(claimed.held()).toMatchObject({ reason: 'attempts-exhausted', why: 'no-clear-answer', detail: '5 creates' });
  });
});

describe('a worker that records too late', () => {
  /** Somebody else writes the row between the reading and the recording. */
  async function late(result: DeliveryResult, now: Partial<DeliveryRow>) {
    const claimed = await Claimed.open();
    const meanwhile = { before: () => claimed.write({ ...claimed.row, ...now }) };
    const decided = await claimed.record(result, once(meanwhile, call('table/deliveries', 'transact')));
    return { claimed, decided };
  }
  const LAST_LOOK = { v: 1, kind: 'last-look', mailboxId: MAILBOX, importKey: PART.importKey, ownCopy: 'copy-1' };

  it('leaves the outcome of the other as it is, says what that is, and lets its own copy be removed', async () => {
    const { claimed, decided } = await late(imported(), { state: 'imported', exchangeId: 'copy-2', epoch: 0 });

    expect(claimed.row).toMatchObject({ state: 'imported', exchangeId: 'copy-2' });
    expect(decided).toMatchObject([{ outcome: 'imported', exchangeId: 'copy-2', wasTouched: true }]);
    expect(claimed.lastLooks).toEqual([LAST_LOOK]);
  });

  it.each<[string, DeliveryResult, Partial<DeliveryRow>]>([
    ['a stub, when the whole item is there', inPart(), { state: 'imported', exchangeId: 'copy-2' }],
    ['a stub, when another stub is there', inPart(), { state: 'imported-in-part', exchangeId: 'copy-2' }],
  ])('lets its own copy be removed: %s', async (_case, result, now) => {
    expect((await late(result, now)).claimed.lastLooks).toEqual([LAST_LOOK]);
  });

  it.each<[string, DeliveryResult, Partial<DeliveryRow>]>([
    ['the row names this very copy', imported(), { state: 'imported', exchangeId: 'copy-1' }],
    ['the copy was there before and is only adopted', imported('copy-1', true), { state: 'imported', exchangeId: 'copy-2' }],
    ['the stub was there before and is only adopted', inPart('copy-1', true), { state: 'imported', exchangeId: 'copy-2' }],
    ['the row names only a stub, and this is the whole', imported(), { state: 'imported-in-part', exchangeId: 'copy-2' }],
    ['the row is held', imported(), { state: 'held', reason: 'quota' }],
    ['the row is claimed again', imported(), { state: 'creating', epoch: 4 }],
    ['it has made none', { kind: 'held', reason: 'not-in-scope', why: '', detail: '' }, { state: 'imported', exchangeId: 'copy-2' }],
  ])('leaves every copy for the next look when %s', async (_case, result, now) => {
    expect((await late(result, now)).claimed.lastLooks).toEqual([]);
  });

  it('decides nothing when the other is still at work, nor when the row is gone', async () => {
    expect((await late(imported(), { state: 'creating', epoch: 4 })).decided).toEqual([]);

    const claimed = await Claimed.open();
    const { stores } = claimed.world;
    const gone = { before: () => stores.deliveries.remove({ partition: MAILBOX, key: PART.importKey }) };
    expect(await claimed.record(imported(), once(gone, call('table/deliveries', 'transact')))).toEqual([]);
  });

  it('takes back the entry that it has made for nothing', async () => {
    const { claimed, decided } = await late(
      { kind: 'held', reason: 'not-in-scope', why: 'w', detail: '' },
      { state: 'imported', exchangeId: 'copy-2' },
    );

    expect([claimed.held(), decided]).toMatchObject([undefined, [{ outcome: 'imported' }]]);
  });

  it('takes it back also while the other is still at work', async () => {
    const { claimed, decided } = await late(
      { kind: 'held', reason: 'not-in-scope', why: 'w', detail: '' },
      { state: 'creating', epoch: 4 },
    );

    expect([claimed.held(), decided]).toEqual([undefined, []]);
  });

  it('keeps the entry when the other has made it held too', async () => {
    const { claimed } = await late(
      { kind: 'held', reason: 'not-in-scope', why: 'w', detail: '' },
      { state: 'held', reason: 'mailbox-unavailable', batchId: BATCH_ID },
    );

    expect(claimed.held()).toMatchObject({ reason: 'not-in-scope' });
  });

  it('records the others of its batch all the same', async () => {
    const claimed = await Claimed.open();
    const second = aPart({ importKey: '2'.repeat(64) });
    const { deliveries } = claimed.world.stores;
    await deliveries.upsert({ ...aRow(), key: second.importKey, ...CLAIM });
    const stored = await deliveries.get(MAILBOX, second.importKey);
    if (stored === undefined) throw new Error('There is no row');
    const first = await claimed.delivery();
    await claimed.write({ ...claimed.row, state: 'held', reason: 'quota' });
    const process = claimed.world.process();
    const handled = [
      { delivery: first, result: imported() },
      { delivery: { work: second, stored, before: BEFORE, isAfterLook: false }, result: imported('copy-3') },
    ];

    const decided = await process.run(() => recordOutcomes(handled, aBatch(), { mailboxId: MAILBOX, epoch: 3 }, process.ports));

    expect(decided?.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['held', 'quota'],
      ['imported', ''],
    ]);
    expect((await deliveries.get(MAILBOX, second.importKey))?.row).toMatchObject({ state: 'imported', exchangeId: 'copy-3' });
  });

  it('says that it could not record when the store does not answer', async () => {
    const claimed = await Claimed.open();

    await expect(claimed.record(imported(), once('fail-before', call('table/deliveries', 'transact')))).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    });
    expect(claimed.row.state).toBe('creating');
  });

  it('says so too when the store stops to answer behind the conflict', async () => {
    const claimed = await Claimed.open();
    const meanwhile = { before: () => claimed.write({ ...claimed.row, state: 'imported', exchangeId: 'copy-2' }) };
    const hook = firstOf(once(meanwhile, call('table/deliveries', 'transact')), once('fail-before', call('table/deliveries', 'replace')));

    await expect(claimed.record(imported(), hook)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});
