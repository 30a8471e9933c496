import { once } from '../rules/pause';
import { HOUR_IN_MS, Scene } from '../rules/scene';

jest.setTimeout(60_000);

const AGAIN = 'again.zip';

/** A package that was stored and not unpacked when its run closed; its bytes come again under another name before the next run. */
async function heldAndResent(): Promise<Scene> {
  const scene = await Scene.open({ messages: 3 });
  await scene.openRun();
  await scene.world.process().drain({ until: () => scene.world.account.queues.queue('packages').size === 1 });
  scene.take('packages');
  await scene.closeByTime();
  expect(await scene.openHeld()).toEqual(['attempts-exhausted']);
  const [only] = scene.day.packages as [Scene['day']['packages'][number]];
  scene.world.site.put(AGAIN, only.content, { arrivedAt: new Date(scene.world.clock.now().getTime() - HOUR_IN_MS) });
  scene.skip(20 * HOUR_IN_MS);
  return scene;
}

describe('a package that is held, and its bytes that come again', () => {
  it.each([
    ['the file comes first', () => 'pass' as const],
    [
      'the held one is taken up first',
      once('fail-before', ({ store, operation, key }) => store === 'source' && operation === 'open' && key === AGAIN),
    ],
    [
      'the held one is taken up while the file is stored',
      once('fail-before', ({ operation, key }) => operation === 'get' && key.startsWith('content-')),
    ],
    [
      'the process dies when the content is the held one’s',
      once('fail-after', ({ operation, key }) => operation === 'replace' && key.startsWith('content-')),
    ],
  ])('are unpacked once and counted once: %s', async (_case, hook) => {
    const scene = await heldAndResent();

    const runId = await scene.openRun();
    await scene.end({ workers: 2 }, hook);

    expect(await scene.report(runId)).toMatchObject({
      state: 'complete',
      reconciled: true,
      counts: { itemsAvailableFromSource: 3, imported: 3, skippedAsDuplicate: 0 },
      heldBalance: { opening: 1, resolved: 1, closing: 0 },
    });
    expect(await scene.violations()).toEqual([]);
  });
});

describe('a package that is listed again because nobody trusts what was seen', () => {
  it('is known by its content: no item is counted again', async () => {
    const scene = await Scene.open({ messages: 3 });
    await scene.openRun();
    await scene.end();
    scene.skip(24 * HOUR_IN_MS);
    const process = scene.world.process();
    const run = await process.run(() => process.pipeline.openRun({ trigger: 'local', by: 'local', looksFirst: true }));

    await scene.end();

    expect(await scene.report(run?.partition ?? '')).toMatchObject({
      reconciled: true,
      counts: { itemsAvailableFromSource: 0, imported: 0 },
    });
    expect(await scene.violations()).toEqual([]);
  });
});
