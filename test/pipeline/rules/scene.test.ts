import { Scene } from './scene';

describe('the scene of the rules', () => {
  it('brings one message that two phones recorded into its mailbox once', async () => {
    const scene = await Scene.open({ captures: 2 });
    const runId = await scene.openRun();

    await scene.end();

    expect(await scene.violations()).toEqual([]);
    expect((await scene.report(runId)).counts).toMatchObject({ deliveriesAvailable: 2, imported: 1, skippedAsDuplicate: 1 });
    expect(scene.wasQuick).toBe(true);
  });

  it('fills two batches of one mailbox from one package', async () => {
    const scene = await Scene.open({ messages: 101 });
    const runId = await scene.openRun();

    await scene.end();

    expect(await scene.violations()).toEqual([]);
    expect((await scene.batches(runId)).map(({ deliveries }) => deliveries).sort()).toEqual([1, 100]);
  });
});
