import { MailboxUnavailableError } from '../../../runtime/ports/exchange-errors';
import { call, frozenAfter, frozenBefore, pausedAfter } from '../rules/pause';
import { HOUR_IN_MS, LONG_HANDLING, Scene } from '../rules/scene';

jest.setTimeout(60_000);

/** A delivery that its run left held, with the queue message of its batch still on its way. */
async function heldWithItsMessage() {
  const scene = await Scene.open();
  const mailbox = scene.world.exchange.mailbox(scene.mailboxId);
  mailbox.refusal = () => new MailboxUnavailableError(scene.mailboxId, 'MailboxNotEnabledForRESTAPI');
  const first = await scene.openRun();
  await scene.world.process().drain({ until: () => scene.world.account.queues.queue('deliveries').size === 1 });
  const [original] = scene.world.account.queues.queue('deliveries').messages();
  await scene.end();
  expect(scene.states).toEqual(['held']);
  mailbox.refusal = undefined;
  scene.skip(24 * HOUR_IN_MS);
  return { scene, first, original };
}

describe('a replay batch beside the original', () => {
  it('imports once when the message of the original comes first', async () => {
    const { scene, original } = await heldWithItsMessage();
    const next = await scene.openRun();
    const process = scene.world.process();
    await process.drain({ until: () => scene.world.account.queues.queue('deliveries').size === 1 });

    await process.run(() => scene.handle(process, 'deliveries', original));
    await scene.end();

    expect((await scene.report(next)).counts).toMatchObject({ imported: 1 });
    expect(scene.requests('create')).toBe(1);
    expect(await scene.violations()).toEqual([]);
  });

  it.each([
    ['before the create', frozenBefore(call('exchange', 'create'))],
    ['after the create', frozenAfter(call('exchange', 'create'))],
    ['after its outcome', pausedAfter(call('table/batches', 'transact'))],
  ])('imports once when the original comes while the replay is in a worker: %s', async (_when, pause) => {
    const { scene, original } = await heldWithItsMessage();
    const next = await scene.openRun();
    const { working } = scene.worker(pause.hook);
    await scene.until(pause.reached);
    const other = scene.world.process();

    const handled = scene.handle(other, 'deliveries', original);
    await scene.world.clock.advance(1_000);
    pause.goOn();
    await scene.until(Promise.all([handled, working]));
    await scene.end();

    expect((await scene.report(next)).counts).toMatchObject({ imported: 1, skippedAsDuplicate: 0 });
    expect(scene.requests('create')).toBe(1);
    expect(await scene.violations()).toEqual([]);
  });

  it('imports once when two runs take the same entry up at once', async () => {
    const { scene } = await heldWithItsMessage();
    const process = scene.world.process();
    const [a, b] = [scene.world.process(), scene.world.process()];
    await process.run(() => a.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
    await process.run(() => b.pipeline.openRun({ trigger: 'replay', by: 'somebody', listsNothing: true, replays: 'all' }));

    await scene.until(Promise.all([a.work({ workers: 3 }), b.work({ workers: 3 })]));
    await scene.end();

    const imported = (await scene.reports()).map(({ counts }) => counts.imported);
    expect(imported.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(scene.requests('create')).toBe(1);
    expect(await scene.violations()).toEqual([]);
  });

  it('counts the entry as resolved once when the replay is repeated', async () => {
    const { scene } = await heldWithItsMessage();
    const next = await scene.openRun();
    const process = scene.world.process();
    const [message] = scene.take('replays');
    await process.run(() => scene.handle(process, 'replays', message));
    await process.run(() => scene.handle(process, 'replays', message));
    await process.run(() => process.pipeline.settle(LONG_HANDLING));
    await scene.end();

    expect(await scene.report(next)).toMatchObject({ counts: { imported: 1 }, heldBalance: { opening: 1, resolved: 1, closing: 0 } });
    expect(await scene.violations()).toEqual([]);
  });
});
