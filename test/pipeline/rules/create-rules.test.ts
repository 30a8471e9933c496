import { MailboxSession } from '../../../runtime/pipeline/deliver/mailbox-session';
import { allOf } from '../../fakes/all-of';
import { createdWithin } from './claim-age';
import { call, firstOf, frozenAfter, once, type Place, pausedAfter, pausedBefore } from './pause';
import { Scene } from './scene';

jest.setTimeout(60_000);

const create = call('exchange', 'create');
const findFolder = call('exchange', 'find-folder');
const renew = call('leases', 'renew');

/** The run's row is read after the claim: the last call before the POST. */
const afterClaim =
  (scene: Scene): Place =>
  ({ store, operation }) =>
    store === 'table/runs' && operation === 'get' && scene.states.includes('creating');

/** Of a mailbox that is known: its folder need not be found any more, so nothing is asked between the claim and the POST but the run's row. */
async function knownMailbox(): Promise<Scene> {
  const scene = await Scene.open();
  const process = scene.world.process();
  await process.run(async () => {
    const session = await MailboxSession.open(scene.mailboxId, '', process.ports);
    await session?.archiveFolder('');
    await session?.close();
  });
  await scene.openRun();
  return scene;
}

describe('bound', () => {
  it('lets a worker that was paused before its POST send nothing when another one looked and created meanwhile', async () => {
    const scene = await knownMailbox();
    const late = frozenAfter(afterClaim(scene));
    const first = scene.worker(late.hook);
    await scene.until(late.reached);
    await scene.world.clock.advance(61_000);
    scene.repeat('deliveries');
    await scene.world.process().drain({ until: () => scene.states[0] === 'imported' });
    expect(scene.requests('create')).toBe(1);

    late.goOn();
    await scene.until(first.working);
    await scene.end();

    expect(scene.requests('create')).toBe(1);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('lease-left', () => {
  it('sends no POST when less than 30 s of the lease are left, however fresh its claim is', async () => {
    const scene = await knownMailbox();
    // No renewal gets through; 20 s pass before the claim, and 15 s more before the POST.
    const slowClaim = pausedBefore(
      (point) => point.store === 'container/work' && point.key.includes('/batches/') && point.operation === 'range',
    );
    const slowRun = pausedAfter(afterClaim(scene));
    const first = scene.worker(firstOf((point) => (renew(point) ? 'fail-before' : 'pass'), slowClaim.hook, slowRun.hook));
    await scene.until(slowClaim.reached);
    await scene.world.clock.advance(20_000);
    slowClaim.goOn();
    await scene.until(slowRun.reached);
    await scene.world.clock.advance(15_000);
    slowRun.goOn();
    await scene.world.clock.advance(1_000);

    expect(scene.requests('create')).toBe(0);
    expect(scene.row).toMatchObject({ state: 'pending', claims: 0 });
    await scene.until(first.working);
    expect(await scene.violations()).toEqual([]);
    expect(scene.wasQuick).toBe(true);
  });
});

describe('claim-is-recent', () => {
  it('claims again before a POST that could be sent only 30 s after its claim', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    const ages: number[] = [];
    const slowFolder = pausedBefore(findFolder);
    const first = scene.worker(firstOf(createdWithin(scene, ages), slowFolder.hook));
    await scene.until(slowFolder.reached);
    await scene.world.clock.advance(31_000);
    slowFolder.goOn();

    await scene.until(first.working);

    expect(ages).toHaveLength(1);
    expect(ages[0]).toBeLessThanOrEqual(30_000);
    expect(scene.row).toMatchObject({ state: 'imported', claims: 1 });
    expect(await scene.violations()).toEqual([]);
    expect(scene.wasQuick).toBe(true);
  });

  it('leaves what a long batch did not come to in time to the next round', async () => {
    const scene = await Scene.open({ messages: 30 });
    await scene.openRun();
    const ages: number[] = [];
    const slow = { before: () => scene.world.clock.sleep(8_000) };
    const first = scene.worker(firstOf(createdWithin(scene, ages), (point) => (create(point) ? slow : 'pass')));

    await scene.until(first.working);

    expect(ages).toHaveLength(30);
    expect(Math.max(...ages)).toBeLessThanOrEqual(30_000);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('look', () => {
  it('finds what a worker made that died before it could say so', async () => {
    const scene = await Scene.open();
    const runId = await scene.openRun();
    await scene.until(scene.worker(once('crash-after', create)).working);

    await scene.end();

    expect(scene.requests('create')).toBe(1);
    expect((await scene.report(runId)).counts).toMatchObject({ imported: 1, duplicatesFound: 0 });
    expect(await scene.violations()).toEqual([]);
  });

  it('creates what a worker claimed and did not make', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    await scene.until(scene.worker(once('crash-before', create)).working);

    await scene.end();

    expect(scene.requests('look')).toBeGreaterThan(0);
    expect(await scene.violations()).toEqual([]);
    expect(scene.wasQuick).toBe(true);
  });
});

describe('wait-before-create', () => {
  it('does not take a copy for absent that a look cannot see yet', async () => {
    const scene = await Scene.open({ exchange: { lagInMs: () => 100_000 } });
    await scene.openRun();

    await scene.until(scene.worker(once('fail-after', create)).working);

    expect(scene.requests('look')).toBeGreaterThan(1);
    expect(scene.requests('create')).toBe(1);
    expect(await scene.violations()).toEqual([]);
    expect(scene.wasQuick).toBe(true);
  });

  it('counts the time from the last claim when a worker took over', async () => {
    const scene = await Scene.open({ exchange: { lagInMs: () => 100_000 } });
    await scene.openRun();
    await scene.until(scene.worker(once('crash-after', create)).working);

    await scene.end();

    expect(scene.requests('create')).toBe(1);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('look-again', () => {
  it('lists a second copy that came of a look before Exchange showed the first one', async () => {
    const lags = [400_000];
    const scene = await Scene.open({ exchange: { lagInMs: () => lags.pop() ?? 0 } });
    const first = await scene.openRun();
    await scene.until(scene.worker(once('fail-after', create)).working);
    expect(scene.copies).toHaveLength(2);
    expect((await scene.report(first)).counts).toMatchObject({ imported: 1, duplicatesFound: 0 });

    const next = await scene.openRun();
    await scene.end();

    expect((await scene.report(next)).counts).toMatchObject({ imported: 0, duplicatesFound: 1 });
    expect((await allOf(scene.world.stores.batches.list('known-duplicates'))).map(({ row }) => row)).toMatchObject([{ countedIn: next }]);
  });

  it('lists it also when the worker died in the second create', async () => {
    const lags = [0, 700_000];
    const scene = await Scene.open({ exchange: { lagInMs: () => lags.pop() ?? 0 } });
    await scene.openRun();
    const { process, working } = scene.worker(firstOf(once('fail-after', create), once('crash-after', create)));
    await scene.until(working);
    expect(process.gate.isDead).toBe(true);
    await scene.end();
    expect(scene.copies).toHaveLength(2);

    const next = await scene.openRun();
    await scene.end();

    expect((await scene.report(next)).counts).toMatchObject({ imported: 0, duplicatesFound: 1 });
  });
});

describe('reopened-looks', () => {
  it('finds a copy whose answer was lost before its delivery became held and was taken up again', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    const { working } = scene.worker(once('crash-after', create));
    await scene.until(working);
    scene.take('deliveries');
    await scene.closeByTime();
    expect(scene.states).toEqual(['held']);

    const next = await scene.openRun();
    await scene.end();

    expect(scene.requests('create')).toBe(1);
    expect((await scene.report(next)).counts).toMatchObject({ imported: 1 });
    expect(await scene.violations()).toEqual([]);
  });

  it('finds it also when another item takes the delivery up', async () => {
    const scene = await Scene.open({ captures: 2 });
    const name = scene.day.packages[1]?.name ?? '';
    const file = scene.world.site.file(name);
    scene.world.site.remove(name);
    await scene.openRun();
    await scene.until(scene.worker(once('crash-after', create)).working);
    scene.take('deliveries');
    await scene.closeByTime();
    scene.world.site.put(name, file?.content ?? Buffer.alloc(0), { arrivedAt: new Date(scene.world.clock.now().getTime() - 3_600_000) });

    const process = scene.world.process();
    await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule', replays: 'none' }));
    await scene.end();

    expect(scene.requests('create')).toBe(1);
    expect(await scene.violations()).toEqual([]);
  });
});
