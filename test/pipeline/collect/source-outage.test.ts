import { call, once } from '../rules/pause';
import { Scene } from '../rules/scene';

jest.setTimeout(60_000);

const DAY_IN_MS = 86_400_000;
const download = call('source', 'open');

describe('a source that does not answer while a package is collected', () => {
  it('holds nothing: the package is collected in the same run as soon as the source answers', async () => {
    const scene = await Scene.open();
    await scene.openRun();

    await scene.until(scene.worker(once('fail-before', download, 9)).working);

    expect(scene.states).toEqual(['imported']);
    expect((await scene.reports()).map(({ state }) => state)).toEqual(['complete']);
    expect(await scene.violations()).toEqual([]);
  });

  it('leaves the package to the next run when its own ends before', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    await scene.until(scene.worker((point) => (download(point) ? 'fail-before' : 'pass')).working);
    expect(await scene.openHeld()).toEqual(['attempts-exhausted']);

    scene.skip(DAY_IN_MS);
    await scene.openRun();
    await scene.end();

    expect(scene.states).toEqual(['imported']);
    expect(await scene.openHeld()).toEqual([]);
    expect(await scene.violations()).toEqual([]);
  });

  it('that has lost a listed package holds it soon, where people see it', async () => {
    const scene = await Scene.open();
    const [listed] = scene.day.packages as [Scene['day']['packages'][0]];
    await scene.openRun();
    await scene.until(
      scene.worker((point) => {
        if (download(point)) scene.world.site.remove(listed.name);
        return 'pass';
      }).working,
    );

    expect(await scene.openHeld()).toEqual(['attempts-exhausted']);
    expect(scene.wasQuick).toBe(true);
  });
});
