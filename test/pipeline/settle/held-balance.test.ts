import { UserGoneError } from '../../../runtime/ports/exchange-errors';
import { call } from '../rules/pause';
import { HOUR_IN_MS, Scene } from '../rules/scene';

jest.setTimeout(60_000);

const signature = call('signer', 'sign');

describe('the held balance', () => {
  it('comes out when a run that was about to close is overtaken by the next one, which resolves what it held', async () => {
    const scene = await Scene.open({ messages: 3 });
    const mailbox = scene.world.exchange.mailbox(scene.mailboxId);
    mailbox.refusal = () => new UserGoneError(scene.mailboxId);
    const first = await scene.openRun();
    // It has counted its entries and cannot sign its report.
    const blocked = scene.world.process((point) => (signature(point) ? 'fail-before' : 'pass'));
    await blocked.drain({
      patienceInMs: 5 * HOUR_IN_MS,
      until: () => scene.world.clock.now().getTime() > scene.startedAt + 5 * HOUR_IN_MS,
    });
    expect(scene.states).toEqual(['held', 'held', 'held']);
    expect((await scene.world.run(first))?.state).toBe('closing');
    mailbox.refusal = undefined;
    scene.skip(20 * HOUR_IN_MS);
    const second = await scene.openRun();
    // Its settle queue message closes the second run before the timer comes to the first one again.
    const process = scene.world.process();
    await process.drain({ until: async () => (await scene.world.run(second))?.state === 'closed' });

    await scene.end();

    expect((await scene.report(second)).heldBalance).toMatchObject({ opening: 0, added: 3, resolved: 3, closing: 0 });
    expect((await scene.report(first)).heldBalance).toMatchObject({ added: 0, resolved: 0, closing: 0 });
    expect(await scene.violations()).toEqual([]);
  });
});
