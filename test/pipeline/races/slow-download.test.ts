import type { PackageRow } from '../../../runtime/pipeline/rows/package-row';
import { call, pausedBefore } from '../rules/pause';
import { Scene } from '../rules/scene';

jest.setTimeout(60_000);

const DAY_IN_MS = 86_400_000;

const packageRow = (scene: Scene, runId: string): PackageRow | undefined =>
  [...(scene.world.account.table('packages').rows() as Generator<PackageRow>)].find(({ partition }) => partition === runId);

describe('a download that ends when a repeated one has brought the package', () => {
  it('does not begin the package anew: its items are counted once', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    const slow = pausedBefore(call('source', 'open'));
    const first = scene.worker(slow.hook);
    await scene.until(slow.reached);
    const other = scene.world.process();
    await other.run(() => scene.handle(other, 'collect', { v: 1, kind: 'package', runId, packageId: packageRow(scene, runId)?.key }));
    await other.drain({ patienceInMs: 25_000 });
    await scene.settle(other);
    expect((await scene.reports()).map(({ counts }) => counts.itemsAvailableFromSource)).toEqual([1]);

    slow.goOn();
    await scene.until(first.working);
    await scene.end();
    expect(packageRow(scene, runId)?.state).toBe('unpacked');
    scene.skip(DAY_IN_MS);
    await scene.openRun();
    await scene.end();

    expect((await scene.reports()).map(({ counts }) => counts.itemsAvailableFromSource)).toEqual([1, 0]);
    expect(await scene.violations()).toEqual([]);
  });
});
