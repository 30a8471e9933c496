import type { FaultHook } from '../../fakes/fault-gate';
import { call, once } from '../rules/pause';
import { Scene } from '../rules/scene';

jest.setTimeout(60_000);

const acknowledgement = call('source', 'acknowledge');

async function day(hook?: FaultHook, change: (scene: Scene) => void = () => {}): Promise<Scene> {
  const scene = await Scene.open();
  change(scene);
  await scene.openRun();
  await scene.until(scene.worker(hook).working);
  return scene;
}

const firstPackage = (scene: Scene) => scene.day.packages[0] as Scene['day']['packages'][0];

describe('acknowledging a package', () => {
  it('happens once, when it is durable, read back and found complete', async () => {
    const scene = await day();

    expect(scene.world.site.acknowledged).toEqual([firstPackage(scene).name]);
    expect(await scene.violations()).toEqual([]);
  });

  it('never happens for one that is not complete, whatever becomes of its items', async () => {
    const scene = await day(undefined, ({ world, day: { packages } }) => {
      const [whole] = packages as [Scene['day']['packages'][0]];
      world.site.put(whole.name, whole.content.subarray(0, whole.content.length - 100), { arrivedAt: whole.arrivedAt });
    });

    expect(await scene.openHeld()).toContain('rejected-package');
    expect(scene.world.site.acknowledged).toEqual([]);
  });

  it('happens for the same bytes under another name too', async () => {
    const scene = await day();
    const [first] = scene.day.packages as [Scene['day']['packages'][0]];
    scene.world.site.put('again.zip', first.content, { arrivedAt: first.arrivedAt });
    scene.skip(86_400_000);
    await scene.openRun();
    await scene.end();

    expect(scene.world.site.acknowledged).toEqual([first.name, 'again.zip']);
  });

  it('is tried again when the source did not answer, and holds nothing back meanwhile', async () => {
    const scene = await day(once('fail-before', acknowledgement));

    expect(scene.world.site.acknowledged).toEqual([firstPackage(scene).name]);
    expect(scene.wasQuick).toBe(true);
    expect(await scene.violations()).toEqual([]);
  });

  it('keeps no run open when the source never answers', async () => {
    const scene = await day((point) => (acknowledgement(point) ? 'fail-before' : 'pass'));

    expect(scene.world.site.acknowledged).toEqual([]);
    expect((await scene.reports()).map(({ state }) => state)).toEqual(['complete']);
    expect(await scene.violations()).toEqual([]);
  });

  it('is made up for by whoever takes over from a process that died before it asked for it', async () => {
    const isUnpacked = (point: Parameters<FaultHook>[0]) => point.store === 'table/packages' && point.operation === 'replace';
    const scene = await Scene.open();
    await scene.openRun();
    let replaced = 0;
    await scene.until(scene.worker((point) => (isUnpacked(point) && ++replaced === 3 ? 'crash-after' : 'pass')).working);

    await scene.end();

    expect(scene.world.site.acknowledged).toEqual([firstPackage(scene).name]);
  });

  it('is left out where a setting says so', async () => {
    const scene = await Scene.open({ options: { acknowledges: false } });
    await scene.openRun();
    await scene.end();

    expect(scene.world.site.acknowledged).toEqual([]);
    expect(scene.states).toEqual(['imported']);
  });
});
