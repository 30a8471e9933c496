import { orLater } from '../../runtime/pipeline/or-later';
import { PackageDamagedError } from '../../runtime/pipeline/pipeline-errors';
import { DirectoryRefusedError } from '../../runtime/ports/exchange-errors';
import type { Queues } from '../../runtime/ports/queues';
import { PackageGoneError, SourceRefusedError, SourceUnavailableError } from '../../runtime/ports/source-errors';
import { BlobDamagedError, RowChangedError, StorageUnavailableError } from '../../runtime/ports/storage-errors';
import type { FaultHook } from '../fakes/fault-gate';
import { Collected } from './collect/collected';
import { call } from './rules/pause';
import type { SceneOptions } from './rules/scene';

/** A listed package; work on it meets what the test wants. */
class Working {
  /** What went back, and after how many seconds it may be seen. */
  readonly sent: (readonly [queue: string, message: unknown, delay: number | undefined])[] = [];

  private constructor(readonly collected: Collected) {}

  static async open(options: SceneOptions['options'] = {}): Promise<Working> {
    return new Working(await Collected.open({ options }));
  }

  get message() {
    return { v: 1, runId: this.collected.runId, packageId: this.collected.packageId } as const;
  }

  async work(error?: unknown, postponed?: number, hook?: FaultHook): Promise<void> {
    const process = this.collected.scene.world.process(hook);
    const { ports } = process;
    const send: Queues['send'] = async (queue, message, delay) => void this.sent.push([queue, message, delay]);
    const watched = { ...ports, stores: { ...ports.stores, queues: { send } as Queues } };
    const message = postponed === undefined ? this.message : { ...this.message, postponed };
    await process.run(() =>
      orLater('packages', message, watched, async () => {
        if (error !== undefined) throw error;
      }),
    );
  }

  get stopped(): Promise<string | undefined> {
    return this.collected.scene.world.run(this.collected.runId).then((run) => run?.stopped);
  }
}

const NO_ANSWER = new SourceUnavailableError('a package', 'no answer');
const DEPLOYED = { idleCloseInSeconds: 0 };

describe('a package whose work meets something else in the way', () => {
  it.each<[string, Error]>([
    ['a source that does not answer', NO_ANSWER],
    ['a store that does not answer', new StorageUnavailableError('get')],
    ['somebody else who works on it', new RowChangedError('packages', 0)],
  ])('waits, and uses up none of its tries: %s', async (_case, error) => {
    const working = await Working.open();

    await working.work(error);

    expect(working.sent).toEqual([['packages', { ...working.message, postponed: 1 }, 60]]);
    expect([working.collected.row().failedAt, await working.stopped]).toEqual([undefined, '']);
  });

  it.each([
    [undefined, 60],
    [1, 120],
    [3, 480],
    [4, 900],
    [19, 900],
  ])('waits longer each time, up to a quarter of an hour: after %j times %j s', async (postponed, seconds) => {
    const working = await Working.open({ lookAfterSeconds: [30, 120, 720] });

    await working.work(NO_ANSWER, postponed);

    expect(working.sent).toEqual([['packages', { ...working.message, postponed: (postponed ?? 0) + 1 }, seconds]]);
  });

  it('waits for seconds on the loopback, where looks come after seconds', async () => {
    const working = await Working.open({ lookAfterSeconds: [1, 3, 30] });

    await working.work(NO_ANSWER, 1);

    expect(working.sent.map(([, , delay]) => delay)).toEqual([6]);
  });

  it('does not go round for ever: after 20 times the tries of the queue are used up', async () => {
    const working = await Working.open();

    await expect(working.work(NO_ANSWER, 20)).rejects.toBe(NO_ANSWER);

    expect([working.sent, working.collected.row().failedAt]).toEqual([[], undefined]);
  });
});

describe('a package that fails by itself', () => {
  it.each<[string, Error]>([
    ['it is not what was stored', new PackageDamagedError('p', 'x')],
    ['the source has not got it any more', new PackageGoneError('x')],
    ['its blob is damaged', new BlobDamagedError('packages', 'b', 'x')],
    ['an error that nobody foresaw', new TypeError('x')],
  ])('uses up a try, and when it failed first is noted: %s', async (_case, error) => {
    const working = await Working.open();
    const failedAt = working.collected.scene.world.clock.now().toISOString();

    await expect(working.work(error)).rejects.toBe(error);
    working.collected.scene.skip(60_000);
    await expect(working.work(error)).rejects.toBe(error);

    expect([working.sent, working.collected.row().failedAt]).toEqual([[], failedAt]);
  });

  it.each(['get', 'replace'])('fails with its own error also when that cannot be noted (%s)', async (operation) => {
    const working = await Working.open();
    const error = new TypeError('x');

    await expect(working.work(error, 0, (point) => (call('table/packages', operation)(point) ? 'fail-before' : 'pass'))).rejects.toBe(
      error,
    );
  });

  it('is no package any more when its row is gone', async () => {
    const working = await Working.open();
    await working.collected.scene.world.stores.packageRows.remove({ partition: working.message.runId, key: working.message.packageId });
    const error = new TypeError('x');

    await expect(working.work(error)).rejects.toBe(error);

    expect(working.collected.row()).toBeUndefined();
  });

  it('does not fail: nothing is noted and nothing goes back', async () => {
    const working = await Working.open();

    await working.work();

    expect([working.sent, working.collected.row().failedAt]).toEqual([[], undefined]);
  });
});

describe('a sign-in that is refused', () => {
  it.each([
    ['directory-refused', new DirectoryRefusedError()],
    ['source-refused', new SourceRefusedError('x')],
  ] as const)('stops the run of somebody who waits for its end: %s', async (reason, error) => {
    const working = await Working.open({ idleCloseInSeconds: 5 });

    await working.work(error);

    expect([await working.stopped, working.sent]).toEqual([reason, []]);
  });

  it('is tried again by a deployed connector', async () => {
    const working = await Working.open(DEPLOYED);

    await working.work(new SourceRefusedError('x'));

    expect([await working.stopped, working.sent.length]).toEqual(['', 1]);
  });

  it('is told from a source that does not answer', async () => {
    const working = await Working.open({ idleCloseInSeconds: 5 });

    await working.work(NO_ANSWER);

    expect([await working.stopped, working.sent.length]).toEqual(['', 1]);
  });
});
