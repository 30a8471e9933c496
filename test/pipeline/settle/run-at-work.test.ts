import type { ConnectorPorts } from '../../../runtime/pipeline/connector-ports';
import type { ListOptions } from '../../../runtime/ports/table';
import { HOUR_IN_MS, Scene } from '../rules/scene';

const MAILBOXES = 5;

/** Rows of batches that somebody has listed. */
class ReadRows {
  count = 0;

  through = (ports: ConnectorPorts): ConnectorPorts => {
    const { batches } = ports.stores;
    const counting = Object.create(batches) as typeof batches;
    counting.list = (partition: string, options?: ListOptions) => this.counted(batches.list(partition, options));
    for (const method of ['get', 'insert', 'replace', 'upsert', 'remove', 'transact'] as const)
      Object.assign(counting, { [method]: (batches[method] as (...args: unknown[]) => unknown).bind(batches) });
    return { ...ports, stores: { ...ports.stores, batches: counting } };
  };

  private async *counted<T>(rows: AsyncIterable<T>): AsyncGenerator<T> {
    for await (const row of rows) {
      this.count += 1;
      yield row;
    }
  }
}

/** A run whose batches are queued, and nobody has delivered any. */
async function runAtWork(): Promise<{ scene: Scene; runId: string; read: ReadRows }> {
  const scene = await Scene.open({ mailboxes: MAILBOXES });
  const read = new ReadRows();
  const runId = await scene.openRun();
  const queue = scene.world.account.queues.queue('deliveries');
  await scene.end({ until: () => queue.size >= MAILBOXES });
  for (const message of scene.take('replays')) await scene.handle(scene.world.process(), 'replays', message);
  scene.world.watch = read.through;
  return { scene, runId, read };
}

describe('settling a run that is at work', () => {
  it('reads no more of its batches than the first that is open', async () => {
    const { scene, runId, read } = await runAtWork();

    await scene.handle(scene.world.process(), 'settle', { v: 1, runId });

    expect(read.count).toBe(1);
    expect((await scene.world.run(runId))?.state).toBe('open');
  });

  it('reads no more of them when they have waited for hours', async () => {
    const { scene, runId, read } = await runAtWork();
    scene.skip(3 * HOUR_IN_MS);

    await scene.handle(scene.world.process(), 'settle', { v: 1, runId });

    expect(read.count).toBe(1);
  });

  it('sends every one again when their messages are lost', async () => {
    const { scene, runId, read } = await runAtWork();
    for (const queue of ['collect', 'packages', 'deliveries']) scene.take(queue);
    scene.skip(3 * HOUR_IN_MS);

    await scene.handle(scene.world.process(), 'settle', { v: 1, runId });

    // One to know it, all of them to send them.
    expect(read.count).toBe(1 + MAILBOXES);
    expect(scene.take('deliveries')).toHaveLength(MAILBOXES);
  });

  it('closes it when every batch is done', async () => {
    const { scene, runId } = await runAtWork();

    await scene.end();

    expect((await scene.world.run(runId))?.state).toBe('closed');
    expect(await scene.violations()).toEqual([]);
  });
});

describe('a settle that meets another one at work', () => {
  it('comes again later each time, and leaves the rest to the timer', async () => {
    const { scene, runId } = await runAtWork();
    const process = scene.world.process();
    const lease = await process.ports.stores.leases.acquire('settle', 60);
    const queue = scene.world.account.queues.queue('settle');
    scene.take('settle');
    const delays: number[] = [];

    let message: unknown = { v: 1, runId };
    while (message !== undefined) {
      await scene.handle(process, 'settle', message);
      const now = scene.world.clock.now();
      delays.push(((queue.nextVisibleAt() ?? now).getTime() - now.getTime()) / 1_000);
      [message] = scene.take('settle');
    }

    // The last is none: 480 seconds would be later than the timer.
    expect(delays).toEqual([30, 60, 120, 240, 0]);
    await lease?.release();
  });
});
