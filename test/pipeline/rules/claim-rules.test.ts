import { decideRow } from '../../../runtime/pipeline/deliver/decide-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import type { WorldProcess } from '../world/world-process';
import { call, frozenBefore, nth, once, type Place, pausedAfter, pausedBefore } from './pause';
import { MINUTE_IN_MS, Scene } from './scene';

jest.setTimeout(60_000);

const ledgerRows = call('table/deliveries', 'transact');
const create = call('exchange', 'create');
const deliveryMessage = call('queue/deliveries', 'send');
const mailboxLease =
  (operation: string): Place =>
  (point) =>
    call('leases', operation)(point) && point.key.startsWith('mailbox-');
const EXCHANGE_OPERATIONS = ['find-folder', 'create-folder', 'create', 'look'];

describe('busy-goes-back', () => {
  it('keeps the queue message of a mailbox that somebody else has, also when that one dies', async () => {
    const scene = await Scene.open({ captures: 2 });
    await scene.openRun();
    const holding = pausedBefore(create);
    const first = scene.worker(holding.hook);
    await scene.until(holding.reached);
    await scene.world.clock.advance(20_000);
    const other = scene.world.process();
    const [message] = await deliveryMessages(scene, other);

    await other.run(() => scene.handle(other, 'deliveries', message));
    expect(scene.world.account.queues.queue('deliveries').messages()).toContainEqual(expect.objectContaining({ busy: 1 }));

    first.process.gate.kill();
    await scene.end();
    expect(await scene.violations()).toEqual([]);
    expect(scene.wasQuick).toBe(true);
  });

  describe('is worked on at once, and its message then finds nothing to do, when the mailbox is leased by a handler of the same process', () => {
    it.each([
      ['that is creating', () => pausedBefore(create), 'holder'],
      ['that is giving the lease back', () => pausedBefore(mailboxLease('release')), 'holder'],
      ['that has ended when this one hears of it', () => pausedAfter(nth(2, mailboxLease('acquire'))), 'other'],
    ] as const)('%s', async (_when, pause, paused) => {
      const scene = await Scene.open({ captures: 2 });
      const runId = await scene.openRun();
      const holding = pause();
      const process = scene.world.process(holding.hook);
      await process.drain({ until: () => scene.world.account.queues.queue('deliveries').size === 2 });
      const [first, second] = scene.take('deliveries');
      const handle = (message: unknown) => process.run(() => scene.handle(process, 'deliveries', message));
      const states = async () => (await scene.batches(runId)).map(({ state }) => state);

      const holder = handle(first);
      if (paused === 'holder') await scene.until(holding.reached);
      const other = handle(second);
      await scene.until<unknown>(paused === 'holder' ? other : Promise.all([holding.reached, holder]));
      expect(await states()).toContain('open');
      holding.goOn();
      await scene.until(Promise.all([holder, other]));

      expect(await states()).toEqual(['done', 'done']);
      expect(scene.world.account.queues.queue('deliveries').messages()).toEqual([expect.objectContaining({ busy: 1 })]);
      await scene.end();
      expect((await scene.report(runId)).counts).toMatchObject({ imported: 1, skippedAsDuplicate: 1 });
      expect(await scene.violations()).toEqual([]);
    });
  });

  it('goes round once for each batch, however often their handlers meet at a mailbox that is throttled', async () => {
    const scene = await Scene.open({ messages: 201 });
    await scene.openRun();
    const process = scene.world.process();
    const queue = scene.world.account.queues.queue('deliveries');
    await process.drain({ until: () => queue.size === 3 });

    for (let round = 1; round <= 5; round += 1) {
      scene.world.exchange.mailbox(scene.mailboxId).throttleNext = new Date(scene.world.clock.now().getTime() + 3 * MINUTE_IN_MS);
      const handlers = scene.take('deliveries').map((message) => process.run(() => scene.handle(process, 'deliveries', message)));
      await scene.until(Promise.all(handlers));
      await scene.world.clock.advance(MINUTE_IN_MS);
      expect(queue.size).toBe(3);
    }

    await scene.end();
    expect(await scene.violations()).toEqual([]);
  });

  it('does not bring back the message of the handler that has the mailbox when it cannot be worked on there', async () => {
    const scene = await Scene.open({ captures: 2 });
    const runId = await scene.openRun();
    const holding = pausedBefore(create);
    const isOut = { now: false };
    const process = scene.world.process((point) =>
      isOut.now && call('table/batches', 'get')(point) ? 'fail-before' : holding.hook(point),
    );
    await process.drain({ until: () => scene.world.account.queues.queue('deliveries').size === 2 });
    const [first, second] = scene.take('deliveries');
    const holder = process.run(() => scene.handle(process, 'deliveries', first));
    await scene.until(holding.reached);
    await process.run(() => scene.handle(process, 'deliveries', second));

    isOut.now = true;
    holding.goOn();
    await scene.until(holder);

    isOut.now = false;
    expect((await scene.batches(runId)).map(({ state }) => state).sort()).toEqual(['done', 'open']);
    await scene.end();
    expect(await scene.violations()).toEqual([]);
  });

  /** Unpacks the second package beside the worker that holds the mailbox, and takes the message of its batch. */
  async function deliveryMessages(scene: Scene, process: WorldProcess): Promise<readonly unknown[]> {
    for (const queue of ['collect', 'packages'] as const)
      for (const message of scene.take(queue)) await process.run(() => scene.handle(process, queue, message));
    return scene.take('deliveries').slice(-1);
  }
});

describe('requeue-before-ack', () => {
  it('ends no queue message whose successor could not be sent', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    scene.world.exchange.mailbox(scene.mailboxId).throttleNext = new Date(scene.world.clock.now().getTime() + 200_000);
    // The first one is sent by unpack, the second one when the batch goes back.
    const { working } = scene.worker(once('fail-before', nth(2, deliveryMessage)));

    await scene.until(working);

    expect(await scene.violations()).toEqual([]);
    expect(scene.wasQuick).toBe(true);
    expect(scene.world.failures).toHaveLength(1);
  });
});

describe('own-batch', () => {
  it('sends nothing for a row that names another batch', async () => {
    const scene = await Scene.open({ captures: 2 });
    const runId = await scene.openRun();
    const process = scene.world.process();
    await process.drain({ until: () => scene.world.account.queues.queue('deliveries').size === 2 });
    const messages = scene.take('deliveries') as readonly { readonly batchId: string }[];
    const foreign = messages.find(({ batchId }) => batchId !== scene.row.batchId);

    await process.run(() => scene.handle(process, 'deliveries', foreign));

    expect(scene.row).toMatchObject({ state: 'pending', claims: 0 });
    expect(scene.requests('create')).toBe(0);
    for (const message of messages) await process.run(() => scene.handle(process, 'deliveries', message));
    await scene.end();
    expect((await scene.report(runId)).counts).toMatchObject({ imported: 1, skippedAsDuplicate: 1 });
    expect(await scene.violations()).toEqual([]);
  });
});

describe('lease', () => {
  it('lets one worker at a time talk to a mailbox', async () => {
    const scene = await Scene.open({ messages: 101 });
    await scene.openRun();
    const holding = pausedBefore(create);
    const first = scene.worker((point) => (holding.isHere && create(point) ? { before: () => holding.over } : holding.hook(point)));
    await scene.until(holding.reached);
    const asked = EXCHANGE_OPERATIONS.map((operation) => scene.requests(operation));
    scene.repeat('deliveries');

    await scene.world.process().drain({ patienceInMs: 25_000, workers: 4 });

    expect(EXCHANGE_OPERATIONS.map((operation) => scene.requests(operation))).toEqual(asked);
    holding.goOn();
    await scene.until(first.working);
    await scene.end();
    expect(await scene.violations()).toEqual([]);
  });
});

describe('claim', () => {
  it.each(['crash-after', 'fail-after'] as const)('remembers a create whose answer was lost (%s)', async (decision) => {
    const scene = await Scene.open();
    await scene.openRun();
    await scene.until(scene.worker(once(decision, create)).working);

    await scene.end();

    expect(scene.requests('create')).toBe(1);
    expect(await scene.violations()).toEqual([]);
    expect(scene.wasQuick).toBe(true);
  });
});

describe('claim-if-match', () => {
  it('leaves the outcome of another worker as it is when it comes too late to claim', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    // Unpack writes the rows first: the claim is the second write.
    const late = frozenBefore(nth(2, ledgerRows));
    const first = scene.worker(late.hook);
    await scene.until(late.reached);
    await scene.world.clock.advance(61_000);
    scene.repeat('deliveries');
    const other = scene.world.process();
    await other.drain({ until: () => scene.states[0] === 'imported' });
    const written = scene.row;

    late.goOn();
    await scene.until(first.working);

    expect(scene.row).toEqual(written);
    await scene.end();
    expect(scene.requests('create')).toBe(1);
    expect(await scene.violations()).toEqual([]);
  });
});

describe('newer-epoch-stops', () => {
  it('asks Exchange nothing when a worker with a newer lease has claimed', async () => {
    const scene = await Scene.open();
    await scene.openRun();
    // Unpack writes the rows first: the claim is the second write.
    const late = frozenBefore(nth(2, ledgerRows));
    const first = scene.worker(late.hook);
    await scene.until(late.reached);
    await scene.world.clock.advance(61_000);
    scene.repeat('deliveries');
    // The other one has made the copy; its machine stands still for so long that a look would count.
    const made = pausedAfter(create);
    const other = scene.worker(made.hook);
    await scene.until(made.reached);
    await scene.world.clock.advance(130_000);
    const looks = scene.requests('look');

    late.goOn();
    await scene.world.clock.advance(10_000);

    expect(scene.requests('look')).toBe(looks);
    expect(scene.row).toMatchObject({ state: 'creating', epoch: 2 });
    made.goOn();
    await scene.until(Promise.all([first.working, other.working]));
    await scene.end();
    expect(await scene.violations()).toEqual([]);
  });

  it.each([
    ['newer', 4, 'stop'],
    ['its own', 3, 'look'],
    ['older', 2, 'look'],
  ] as const)('a claim of an epoch that is %s', (_age, epoch, kind) => {
    const row = { ...CREATING, epoch } as DeliveryRow;

    expect(decideRow(row, CONTEXT).kind).toBe(kind);
  });
});

const CREATING: Partial<DeliveryRow> = {
  state: 'creating',
  batchId: 'b',
  claims: 1,
  claimedAt: '2026-11-21T06:30:00.000Z',
  lostAt: '',
  packageRun: 'r',
  packageId: 'p',
  entry: 0,
};
const CONTEXT = {
  batchId: 'b',
  packageRun: 'r',
  packageId: 'p',
  entry: 0,
  isReplay: false,
  writtenAt: '2026-11-21T06:29:00.000Z',
  epoch: 3,
  now: new Date('2026-11-21T06:33:00.000Z'),
  lookAfterSeconds: [30, 120, 720] as const,
};
