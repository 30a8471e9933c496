import { acknowledgeComplete, sendToAcknowledge } from '../../../runtime/pipeline/collect/acknowledge';
import type { Handling } from '../../../runtime/pipeline/connector-ports';
import type { PackageRow } from '../../../runtime/pipeline/rows/package-row';
import type { Stored } from '../../../runtime/ports/table';
import type { FaultHook } from '../../fakes/fault-gate';
import { call } from '../rules/pause';
import { Collected, sha256 } from './collected';

const HANDLING: Handling = { deadline: new Date(8e15), signal: new AbortController().signal };
const COMPLETE = { state: 'unpacked', isComplete: true } as const;

/** What the source is told when the row says this. */
async function acknowledged(collected: Collected, packageId = collected.packageId, hook?: FaultHook): Promise<readonly string[]> {
  const process = collected.scene.world.process(hook);
  const stored = (await process.ports.stores.packageRows.get(collected.runId, packageId)) as Stored<PackageRow>;
  await process.run(() => acknowledgeComplete(stored, process.ports, HANDLING));
  return collected.scene.world.site.acknowledged;
}

describe('a package is acknowledged by its row', () => {
  it('when it was found complete, and the row says so afterwards', async () => {
    const collected = await Collected.open();
    await collected.change(COMPLETE);

    expect(await acknowledged(collected)).toEqual([collected.row().name]);
    expect(collected.row().acknowledgedAt).toBe(collected.scene.world.clock.now().toISOString());
  });

  it('once: not when the row says that it was, nor when nobody knows after a rebuild', async () => {
    const collected = await Collected.open();

    await collected.change({ ...COMPLETE, acknowledgedAt: '2026-11-21T06:30:00.000Z' });
    expect(await acknowledged(collected)).toEqual([]);
    await collected.change({ acknowledgedAt: '' });
    expect(await acknowledged(collected)).toEqual([]);
  });

  it.each<[string, Partial<PackageRow>]>([
    ['released although it is not complete', { state: 'unpacked', isComplete: false, isReleased: true }],
    ['unpacked by a release that did not say', { state: 'unpacked', isComplete: undefined }],
    ['only stored', { state: 'stored', isComplete: true }],
    ['rejected', { state: 'rejected', isComplete: false }],
    ['held', { state: 'held', isComplete: true }],
  ])('never when it is %s', async (_case, row) => {
    const collected = await Collected.open();
    await collected.change(row);

    expect(await acknowledged(collected)).toEqual([]);
    expect(collected.row().acknowledgedAt).toBeUndefined();
  });

  it('never where a setting says so', async () => {
    const collected = await Collected.open({ options: { acknowledges: false } });
    await collected.change(COMPLETE);

    expect(await acknowledged(collected)).toEqual([]);
    await sendToAcknowledge(collected.row(), collected.scene.world.process().ports);
    expect(collected.scene.take('collect')).toEqual([]);
  });

  it('without harm when somebody else has written the row meanwhile', async () => {
    const collected = await Collected.open();
    await collected.change(COMPLETE);

    const told = acknowledged(collected, collected.packageId, (point) =>
      call('source', 'acknowledge')(point) ? { before: () => collected.change({ fromEntry: 1 }) } : 'pass',
    );

    expect(await told).toEqual([collected.row().name]);
    expect(collected.row()).toMatchObject({ fromEntry: 1 });
    expect(collected.row().acknowledgedAt).toBeUndefined();
  });

  it('and its message comes again when the row could not be written', async () => {
    const collected = await Collected.open();
    await collected.change(COMPLETE);

    await expect(
      acknowledged(collected, collected.packageId, (point) => (call('table/packages', 'replace')(point) ? 'fail-before' : 'pass')),
    ).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});

describe('a duplicate is acknowledged by the row of the package that owns its bytes', () => {
  /** Two packages with the same bytes; the first owns them. */
  async function twice(owner: Partial<PackageRow>): Promise<Collected> {
    const collected = await Collected.open({ captures: 2 });
    await collected.store();
    await collected.change(owner);
    await collected.change({ state: 'duplicate', sha256: sha256(collected.content) }, collected.packageIds[1]);
    return collected;
  }
  const ofSecond = (collected: Collected) => acknowledged(collected, collected.packageIds[1]);

  it('when that was found complete', async () => {
    const collected = await twice(COMPLETE);

    expect(await ofSecond(collected)).toEqual([collected.row(collected.packageIds[1]).name]);
  });

  it.each<[string, Partial<PackageRow>]>([
    ['not unpacked yet', { state: 'stored', isComplete: true }],
    ['released although it is not complete', { state: 'unpacked', isComplete: false }],
    ['rejected', { state: 'rejected', isComplete: false }],
  ])('not when that is %s', async (_case, owner) => {
    expect(await ofSecond(await twice(owner))).toEqual([]);
  });

  it.each(['stored', 'rejected', 'held'] as const)('not when it is no duplicate itself but %s', async (state) => {
    const collected = await twice(COMPLETE);
    await collected.change({ state }, collected.packageIds[1]);

    expect(await ofSecond(collected)).toEqual([]);
  });

  it.each(['index', 'row'])('not when the %s of that is gone', async (gone) => {
    const collected = await twice(COMPLETE);
    const index = { partition: `content-${sha256(collected.content)}`, key: 'content' };
    const row = { partition: collected.runId, key: collected.packageId };
    await collected.scene.world.stores.packageRows.remove(gone === 'index' ? index : row);

    expect(await ofSecond(collected)).toEqual([]);
  });
});
