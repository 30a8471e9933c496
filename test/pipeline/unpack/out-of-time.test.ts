import { Scene } from '../rules/scene';

jest.setTimeout(60_000);

const MOST_MESSAGES = 5;

describe('a handler whose time is over before a package is open', () => {
  it('brings it one step further all the same, so that it comes to its end', async () => {
    const scene = await Scene.open({ messages: 3 });
    await scene.openRun();
    await scene.world.process().drain({ until: () => scene.world.account.queues.queue('packages').size === 1 });
    const overAlready = { deadline: new Date(0), signal: new AbortController().signal };

    let handled = 0;
    for (let [message] = scene.take('packages'); message !== undefined && handled < MOST_MESSAGES; [message] = scene.take('packages')) {
      const process = scene.world.process();
      await process.run(() => process.pipeline.handle('packages', message, overAlready));
      handled += 1;
    }

    expect(handled).toBe(2);
    await scene.end();
    expect(await scene.violations()).toEqual([]);
  });
});
