import type { DecidedDelivery } from '../../../runtime/pipeline/deliver/delivery-result';
import { decidedBy } from '../../../runtime/pipeline/deliver/delivery-result';
import { resolveEntries } from '../../../runtime/pipeline/deliver/resolve-entries';
import { heldDelivery, heldDeliveryId } from '../../../runtime/pipeline/held/held-delivery';
import type { BatchRow } from '../../../runtime/pipeline/rows/batch-row';
import type { HeldReason, HeldRow } from '../../../runtime/pipeline/rows/held-row';
import { World } from '../world/world';
import { aBatch, aPart, aRow, MAILBOX } from './builders';

const OWN = heldDeliveryId(MAILBOX, aPart().importKey);
const TAKEN_UP = 'taken-up';

/** A delivery with an entry of its own, and with the one that a replay took up. */
class Entries {
  readonly world = new World();

  static async open(reason: HeldReason | 'failed' = 'mailbox-unavailable', fields: Partial<HeldRow> = {}): Promise<Entries> {
    const entries = new Entries();
    const { world } = entries;
    const own = heldDelivery(aRow(), aPart(), aBatch(), reason, '', '', { clock: world.clock });
    await world.stores.held.insert({ ...own, ...fields });
    await world.stores.held.insert({ ...own, partition: 'open', key: TAKEN_UP, kind: 'participant' });
    return entries;
  }

  async resolve(decided: Partial<DecidedDelivery>, batch: Partial<BatchRow> = {}): Promise<readonly string[]> {
    const process = this.world.process();
    const whole = { ...decidedBy(aRow(), aPart(), 'imported', '', true), ...decided };
    await process.run(() => resolveEntries([whole], aBatch(batch), process.ports));
    return this.open;
  }

  /** Keys of what is still open or failed. */
  get open(): readonly string[] {
    const rows = [...this.world.account.table('held').rows()] as HeldRow[];
    return rows
      .filter(({ partition }) => partition !== 'resolved')
      .map(({ partition, key }) => `${partition} ${key === OWN ? 'own' : key}`);
  }

  get resolved(): readonly (readonly string[])[] {
    const rows = [...this.world.account.table('held').rows()] as HeldRow[];
    return rows.filter(({ partition }) => partition === 'resolved').map(({ resolvedIn, resolvedAs }) => [resolvedIn, resolvedAs]);
  }
}

describe('held entries of a delivery that has an outcome', () => {
  it.each(['imported', 'skipped-as-duplicate'] as const)(
    'are resolved by it, its own and the one that was taken up: %s',
    async (outcome) => {
      const entries = await Entries.open();

      expect(await entries.resolve({ outcome, heldId: TAKEN_UP })).toEqual([]);
      expect(entries.resolved).toEqual([
        ['run-1', outcome],
        ['run-1', outcome],
      ]);
    },
  );

  it('are its own alone when nothing was taken up', async () => {
    const entries = await Entries.open();

    expect(await entries.resolve({ heldId: '' })).toEqual([`open ${TAKEN_UP}`]);
    expect((await (await Entries.open()).resolve({ heldId: OWN, wasTouched: false })).length).toBe(1);
  });

  it.each(['held', 'imported-in-part'] as const)('stay open while the whole has yet to follow: %s', async (outcome) => {
    const entries = await Entries.open();

    expect(await entries.resolve({ outcome, heldId: TAKEN_UP })).toHaveLength(2);
    expect(entries.resolved).toEqual([]);
  });

  it('are not even asked for when nobody ever had the delivery in hand', async () => {
    expect(await (await Entries.open()).resolve({ heldId: '', wasTouched: false })).toHaveLength(2);
  });

  it('that somebody must look at go when it is imported after all, and stay when it failed again', async () => {
    expect(await (await Entries.open('failed')).resolve({ heldId: TAKEN_UP })).toEqual([]);
    expect(await (await Entries.open('failed')).resolve({ outcome: 'failed', heldId: TAKEN_UP })).toEqual(['failed own']);
  });
});

describe('the entry of a batch that only makes held, whose row another package took over', () => {
  const batch = { holdReason: 'rejected-package' } as const;
  const decided = { outcome: 'skipped-as-duplicate', heldId: '', wasTouched: false } as const;

  it('is resolved by that: nobody else knows that it is for nothing', async () => {
    expect(await (await Entries.open('rejected-package')).resolve(decided, batch)).toEqual([`open ${TAKEN_UP}`]);
  });

  it.each<[string, HeldReason, Partial<HeldRow>]>([
    ['held for another reason', 'not-in-scope', {}],
    ['of another package', 'rejected-package', { packageId: 'package-2' }],
    ['of another run', 'rejected-package', { packageRun: 'run-0' }],
  ])('stays when it is %s', async (_case, reason, fields) => {
    expect(await (await Entries.open(reason, fields)).resolve(decided, batch)).toHaveLength(2);
  });

  it('stays when the delivery is held as it was meant to be, and with a batch that imports', async () => {
    expect(await (await Entries.open('rejected-package')).resolve({ ...decided, outcome: 'held' }, batch)).toHaveLength(2);
    expect(await (await Entries.open('rejected-package')).resolve(decided)).toHaveLength(2);
  });

  it('need not be there', async () => {
    const entries = await Entries.open('rejected-package');
    await entries.world.stores.held.remove({ partition: 'open', key: OWN });

    expect(await entries.resolve(decided, batch)).toEqual([`open ${TAKEN_UP}`]);
  });
});
