import { call, frozenBefore, once, pausedBefore } from '../rules/pause';
import { HOUR_IN_MS, MINUTE_IN_MS, Scene } from '../rules/scene';

jest.setTimeout(60_000);

const booking = call('table/batches', 'transact');

/**
 * Two runs hold the same message. The first one's batch waits; the second one's is queued, by an unpack that died before it said so, and will be
 * repeated.
 */
async function twoRuns() {
  const scene = await Scene.open({ captures: 2 });
  const { name = '', content = Buffer.alloc(0) } = scene.day.packages[1] ?? {};
  scene.world.site.remove(name);
  await scene.openRun();
  await scene.world.process().drain({ until: () => scene.states.length > 0 });
  scene.take('deliveries');
  scene.skip(2 * HOUR_IN_MS);
  scene.world.site.put(name, content, { arrivedAt: new Date(scene.world.clock.now().getTime() - HOUR_IN_MS) });
  const second = await scene.openRun();
  await scene.world.process(once('crash-after', call('queue/deliveries', 'send'))).drain();
  return { scene, second, unpackMessage: scene.take('packages')[0], message: scene.take('deliveries')[0] };
}

describe('unpack that is repeated beside deliver', () => {
  it('takes up a row that a worker who lost its mailbox has read before: what that one books of it does not count', async () => {
    const { scene, second, unpackMessage, message } = await twoRuns();
    const standing = frozenBefore(booking);
    const loser = scene.world.process(standing.hook);
    const lost = loser.alive(scene.handle(loser, 'deliveries', message)).catch(() => undefined);
    await scene.until(standing.reached);
    scene.skip(2 * HOUR_IN_MS + MINUTE_IN_MS);
    await scene.settle();
    expect(scene.states).toEqual(['held']);
    const again = scene.world.process();
    await again.run(() => scene.handle(again, 'packages', unpackMessage));
    expect(scene.states).toEqual(['pending']);
    const sending = pausedBefore(call('exchange', 'create'));
    const winner = scene.world.process(sending.hook);
    const won = winner.alive(scene.handle(winner, 'deliveries', message));
    await scene.until(sending.reached);

    standing.goOn();
    await scene.until(lost);
    await scene.settle();
    sending.goOn();
    await scene.until(won);
    await scene.end();

    expect((await scene.report(second)).counts).toMatchObject({ imported: 1, skippedAsDuplicate: 0, held: 0 });
    expect((await scene.reports()).map(({ reconciled }) => reconciled)).toEqual([true, true]);
    expect(await scene.violations()).toEqual([]);
  });
});
