import { UserGoneError } from '../../../runtime/ports/exchange-errors';
import { call, once } from '../rules/pause';
import { Scene } from '../rules/scene';

jest.setTimeout(60_000);

const DAY_IN_MS = 86_400_000;

/** A delivery is held; the mailbox takes copies again, and the next day's run is open. */
async function heldBefore(): Promise<Scene> {
  const scene = await Scene.open();
  const mailbox = scene.world.exchange.mailbox(scene.mailboxId);
  mailbox.refusal = () => new UserGoneError(scene.mailboxId);
  await scene.openRun();
  await scene.end();
  expect(scene.states).toEqual(['held']);
  mailbox.refusal = undefined;
  scene.skip(DAY_IN_MS);
  await scene.openRun();
  return scene;
}

describe('held entries that are taken up', () => {
  it.each([
    ['the directory', call('directory', 'users')],
    ['the table of what is held', call('table/held', 'list')],
    ['the container of packages', call('container/packages', 'properties', 'range')],
  ])('wait for as long as %s does not answer, and go in the same run', async (_what, place) => {
    const scene = await heldBefore();
    let failures = 0;
    const failing = once('fail-before', place, 10);

    await scene.end({}, (point) => {
      const decision = failing(point);
      if (decision !== 'pass') failures += 1;
      return decision;
    });

    expect(failures).toBe(10);
    expect(scene.world.account.queues.queue('replays-poison').size).toBe(0);
    expect(scene.world.log.map(({ text }) => text)).not.toContain('Queue message failed for good');
    expect(scene.states).toEqual(['imported']);
    expect((await scene.reports()).map(({ heldBalance }) => heldBalance)).toMatchObject([{ added: 1 }, { resolved: 1, closing: 0 }]);
  });
});
