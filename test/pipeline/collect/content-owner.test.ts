import { ownContent } from '../../../runtime/pipeline/collect/content-owner';
import type { PackageIndexRow, PackageRow } from '../../../runtime/pipeline/rows/package-row';
import type { FaultHook, FaultPoint } from '../../fakes/fault-gate';
import { once } from '../rules/pause';
import { Collected } from './collected';

const CONTENT = 'c'.repeat(64);
const isTakeOver = (point: FaultPoint) =>
  point.store === 'table/packages' && point.operation === 'replace' && point.key.startsWith('content-');

/** Three packages with the same bytes; the first owned them and is held. */
async function heldOwner(): Promise<Collected> {
  const collected = await Collected.open({ captures: 3 });
  await name(collected, collected.packageId);
  await collected.change({ state: 'held' });
  return collected;
}

/** As if that package of the run were the owner. */
async function name(collected: Collected, packageId: string, runId = collected.runId): Promise<void> {
  const index: PackageIndexRow = { partition: `content-${CONTENT}`, key: 'content', v: 1, runId, packageId, name: 'day.zip' };
  await collected.scene.world.stores.packageRows.upsert(index);
}

function claim(
  collected: Collected,
  { packageId = collected.packageIds[1] as string, hook, takesOver, runId }: Claim = {},
): Promise<boolean | undefined> {
  const process = collected.scene.world.process(hook);
  const { partition, key, name: path } = collected.row(packageId);
  return process.run(() => ownContent({ partition: runId ?? partition, key, name: path, sha256: CONTENT }, process.ports, takesOver));
}

interface Claim {
  readonly packageId?: string;
  readonly hook?: FaultHook;
  readonly takesOver?: boolean;
  readonly runId?: string;
}

const owner = (collected: Collected) => collected.owner(CONTENT);

describe('two packages that take over the bytes of a held one at the same moment', () => {
  it('do not both get them: the later one asks again and finds an owner at work', async () => {
    const collected = await heldOwner();
    const third = collected.packageIds[2] as string;

    const isOwned = await claim(collected, { hook: once({ before: () => name(collected, third) }, isTakeOver) });

    expect(isOwned).toBe(false);
    expect(owner(collected)?.packageId).toBe(third);
  });

  it('leave them to the later one when the other is held again by then', async () => {
    const collected = await heldOwner();
    const third = collected.packageIds[2] as string;
    await collected.change({ state: 'held' }, third);

    expect(await claim(collected, { hook: once({ before: () => name(collected, third) }, isTakeOver) })).toBe(true);
    expect(owner(collected)?.packageId).toBe(collected.packageIds[1]);
  });

  it('do not ask for ever while the owner changes all the time: the message comes again', async () => {
    const collected = await heldOwner();
    let tries = 0;
    const changing: FaultHook = (point) => {
      if (!isTakeOver(point)) return 'pass';
      tries += 1;
      return { before: () => name(collected, collected.packageId) };
    };

    await expect(claim(collected, { hook: changing })).rejects.toMatchObject({ code: 'ROW_EXISTS' });

    expect([tries, owner(collected)?.packageId]).toEqual([4, collected.packageId]);
  });

  it('own nothing when the store does not answer', async () => {
    const collected = await heldOwner();

    await expect(claim(collected, { hook: once('fail-before', isTakeOver) })).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });

    expect(owner(collected)?.packageId).toBe(collected.packageId);
  });
});

describe('a package that owned its bytes in an earlier run', () => {
  const LATER = 'later-run';
  /** Its row of that run says this. */
  async function earlier(row: Partial<PackageRow>): Promise<Collected> {
    const collected = await Collected.open({ captures: 2 });
    await name(collected, collected.packageId);
    await collected.change(row);
    return collected;
  }

  it.each(['listed', 'stored', 'unpacked', 'held'] as const)(
    'owns them in the run that takes it up, also from the state %s',
    async (state) => {
      const collected = await earlier({ state });

      expect(await claim(collected, { packageId: collected.packageId, runId: LATER, takesOver: true })).toBe(true);
      expect(owner(collected)).toMatchObject({ runId: LATER, packageId: collected.packageId });
    },
  );

  it('does not when it is only listed again: its content is known', async () => {
    const collected = await earlier({ state: 'unpacked' });

    expect(await claim(collected, { packageId: collected.packageId, runId: LATER })).toBe(false);
    expect(owner(collected)?.runId).toBe(collected.runId);
  });

  it('takes nothing over from another package that is at work', async () => {
    const collected = await earlier({ state: 'stored' });

    expect(await claim(collected, { runId: LATER, takesOver: true })).toBe(false);
    expect(owner(collected)?.packageId).toBe(collected.packageId);
  });
});
