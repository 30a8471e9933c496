import type { PackageRow } from '../../../runtime/pipeline/rows/package-row';
import { RowExistsError } from '../../../runtime/ports/storage-errors';
import type { FaultHook, FaultPoint } from '../../fakes/fault-gate';
import { Collected, chunksOf, sha256 } from './collected';

describe('the same bytes', () => {
  /** Two packages of one run with one content; the first is stored. */
  async function twice(): Promise<Collected> {
    const collected = await Collected.open({ captures: 2 });
    await collected.store();
    collected.scene.take('packages');
    await collected.change({ listedBytes: collected.content.length }, second(collected));
    return collected;
  }
  const second = (collected: Collected) => collected.packageIds[1] as string;
  const storeSecond = (collected: Collected, hook: FaultHook = () => 'pass') =>
    collected.store({ packageId: second(collected), source: { open: () => chunksOf(collected.content) }, hook });
  const isOwnerRead = (point: FaultPoint) =>
    point.store === 'table/packages' && point.operation === 'get' && point.key.startsWith('content-');
  const ownerOf = (collected: Collected) => collected.owner(sha256(collected.content));

  it('under another name are a duplicate: durable, counted as no items, and never unpacked', async () => {
    const collected = await twice();

    await storeSecond(collected);

    expect(collected.row(second(collected))).toMatchObject({
      state: 'duplicate',
      items: 0,
      sha256: sha256(collected.content),
      progress: '',
    });
    expect(ownerOf(collected)?.packageId).toBe(collected.packageId);
    expect(collected.blobs).toHaveLength(2);
    expect(collected.scene.take('packages')).toEqual([]);
    expect(collected.scene.take('collect')).toEqual([{ v: 1, kind: 'package', runId: collected.runId, packageId: second(collected) }]);
    expect(collected.settleMessages).toEqual([
      { v: 1, runId: collected.runId },
      { v: 1, runId: collected.runId },
    ]);
  });

  it.each([
    ['was held', async (collected: Collected) => collected.change({ state: 'held' })],
    ['has lost its row', async (collected: Collected) => removeRow(collected, collected.runId, collected.packageId)],
  ])('are taken over from a package that %s', async (_case, change) => {
    const collected = await twice();
    await change(collected);

    await storeSecond(collected);

    expect(collected.row(second(collected))).toMatchObject({ state: 'stored', items: -1 });
    expect(ownerOf(collected)).toMatchObject({
      packageId: second(collected),
      runId: collected.runId,
      name: collected.row(second(collected)).name,
    });
    expect(collected.scene.take('packages')).toHaveLength(1);
  });

  it('are its own when it comes to them a second time', async () => {
    const collected = await twice();
    await collected.change({ state: 'listed' });

    await collected.store();

    expect(collected.row()).toMatchObject({ state: 'stored', items: -1 });
    expect(ownerOf(collected)).toMatchObject({ packageId: collected.packageId, runId: collected.runId });
  });

  it('are its own when their owner is gone again at once', async () => {
    const collected = await twice();

    let reads = 0;

    await storeSecond(collected, (point) => {
      if (!isOwnerRead(point)) return 'pass';
      reads += 1;
      return reads === 1 ? { before: () => removeRow(collected, `content-${sha256(collected.content)}`, 'content') } : 'pass';
    });

    expect(collected.row(second(collected))).toMatchObject({ state: 'stored', items: -1 });
  });

  it("are nobody's, and are asked for again later, when the store goes on saying that there is an owner and that there is none", async () => {
    const collected = await twice();

    await expect(storeSecond(collected, (point) => (isOwnerRead(point) ? { after: () => undefined } : 'pass'))).rejects.toThrow(
      RowExistsError,
    );

    expect(collected.row(second(collected)).state).toBe('listed');
  });

  it.each([
    ['another run', { runId: 'another' }],
    ['another package of this run', { packageId: 'another' }],
  ])('that %s owned are a duplicate also when the rest of the name is the same', async (_case, owner) => {
    const collected = await twice();
    const { partition, key, ...own } = collected.row();
    const other = { runId: collected.runId, packageId: second(collected), ...owner };
    await collected.scene.world.stores.packageRows.upsert({ ...own, partition: other.runId, key: other.packageId } as PackageRow);
    const index = { partition: `content-${sha256(collected.content)}`, key: 'content', v: 1 as const, name: 'x', ...other };
    await collected.scene.world.stores.packageRows.upsert(index);
    expect([partition, key]).toEqual([collected.runId, collected.packageId]);

    await storeSecond(collected);

    expect(collected.row(second(collected)).state).toBe('duplicate');
  });

  it("are nobody's when the question who owns them fails", async () => {
    const collected = await Collected.open();
    const isOwning = (point: FaultPoint) => point.store === 'table/packages' && point.operation === 'insert';

    await expect(collected.store({ hook: (point) => (isOwning(point) ? 'fail-before' : 'pass') })).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    });

    expect(collected.row().state).toBe('listed');
  });
});

async function removeRow(collected: Collected, partition: string, key: string): Promise<void> {
  await collected.scene.world.stores.packageRows.remove({ partition, key });
}
