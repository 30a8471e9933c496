import { lookOnceMore } from '../../../runtime/pipeline/deliver/last-look';
import { TenantPark } from '../../../runtime/pipeline/deliver/tenant-park';
import { MailboxUnavailableError, TenantThrottledError } from '../../../runtime/ports/exchange-errors';
import type { FaultHook } from '../../fakes/fault-gate';
import { call, once } from '../rules/pause';
import { MINUTE_IN_MS, Scene } from '../rules/scene';

jest.setTimeout(60_000);

const look = call('exchange', 'look');
const SECOND_IN_MS = 1_000;

/** A day is imported; in its mailbox stands a second copy that no look has seen, and one more look is due. */
async function secondCopy(): Promise<Scene> {
  const scene = await Scene.open();
  await scene.openRun();
  await scene.end();
  const [copy] = scene.copies;
  if (copy === undefined) throw new Error('Nothing was imported');
  scene.world.exchange.mailbox(scene.mailboxId).hold({ ...copy, id: scene.world.exchange.nextId('second') });
  await scene.world.process().ports.stores.queues.send('deliveries', lastLook(scene));
  return scene;
}

const lastLook = (scene: Scene) => ({ v: 1, kind: 'last-look', mailboxId: scene.mailboxId, importKey: scene.row.key }) as const;
const waiting = (scene: Scene) => scene.world.account.queues.queue('deliveries').messages();
const nextAt = (scene: Scene): number => scene.world.account.queues.queue('deliveries').nextVisibleAt()?.getTime() ?? 0;
const elapsed = (scene: Scene, at: number): number => at - scene.world.clock.now().getTime();

/** Handles the look that is due, and answers how long it took. */
async function handleOnce(scene: Scene, hook?: FaultHook): Promise<number> {
  const before = scene.world.clock.now().getTime();
  const process = scene.world.process(hook);
  const [message] = scene.take('deliveries');
  await process.run(() => scene.handle(process, 'deliveries', message));
  return scene.world.clock.now().getTime() - before;
}

/** What the next run counts. */
async function listed(scene: Scene): Promise<number> {
  const run = await scene.openRun();
  await scene.end();
  return (await scene.report(run)).counts.duplicatesFound;
}

describe('the late look', () => {
  it('goes back for as long as Exchange asks for, and keeps no worker waiting', async () => {
    const scene = await secondCopy();
    const asked = scene.world.clock.now().getTime() + 40 * MINUTE_IN_MS;
    scene.world.exchange.mailbox(scene.mailboxId).throttleNext = new Date(asked);

    const took = await handleOnce(scene);

    expect(took).toBeLessThan(5 * SECOND_IN_MS);
    expect(waiting(scene)).toEqual([{ ...lastLook(scene), postponed: 1 }]);
    expect(nextAt(scene)).toBeGreaterThanOrEqual(asked);
    await scene.end();
    expect(await listed(scene)).toBe(1);
  });

  it.each([1, 6, 12])('lists the copy after %d lost answers, and uses up none of its tries', async (times) => {
    const scene = await secondCopy();

    await scene.end({}, once('fail-before', look, times));

    expect(scene.world.failures).toEqual([]);
    expect(scene.world.log.filter(({ level }) => level === 'error')).toEqual([]);
    expect(await listed(scene)).toBe(1);
  });

  it('waits longer each time', async () => {
    const scene = await secondCopy();
    const delays: number[] = [];
    for (let times = 0; times < 8; times += 1) {
      await handleOnce(scene, once('fail-before', look));
      delays.push(Math.round(elapsed(scene, nextAt(scene)) / MINUTE_IN_MS));
    }

    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('asks nothing of a tenant that is throttled, and parks the tenant that says so', async () => {
    const scene = await secondCopy();
    const process = scene.world.process();
    const tenant = new TenantPark(process.ports.clock, true);
    const asked = new Date(scene.world.clock.now().getTime() + 10 * MINUTE_IN_MS);
    scene.world.exchange.mailbox(scene.mailboxId).refusal = () => new TenantThrottledError(asked);
    await process.run(() => lookOnceMore(lastLook(scene), tenant, process.ports));
    expect(tenant.until).toEqual(asked);
    const before = scene.requests('look');

    await process.run(() => lookOnceMore(lastLook(scene), tenant, process.ports));

    expect(scene.requests('look')).toBe(before);
    expect(waiting(scene)).toContainEqual(lastLook(scene));
  });

  it('looks in the folder that stands there now when the user has deleted the one that it knows', async () => {
    const scene = await secondCopy();
    const mailbox = scene.world.exchange.mailbox(scene.mailboxId);
    for (const { id } of mailbox.tagged('archive')) mailbox.deleteFolder(id);

    await scene.end();

    expect(scene.world.failures).toEqual([]);
    expect(await listed(scene)).toBe(0);
  });

  it('gives up a mailbox that does not open within the day, and says so', async () => {
    const scene = await secondCopy();
    scene.world.exchange.mailbox(scene.mailboxId).refusal = () =>
      new MailboxUnavailableError(scene.mailboxId, 'MailboxNotEnabledForRESTAPI');

    await scene.end();

    expect(waiting(scene)).toEqual([]);
    expect(scene.world.failures).toEqual([]);
    expect(scene.world.log.filter(({ level }) => level === 'error')).toMatchObject([{ text: 'Late look got no answer' }]);
  });
});
