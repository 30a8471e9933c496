import { call } from '../rules/pause';
import { Collected, downloads, seen, sha256 } from './collected';

const BLOCK = 4 * 1024 * 1024;
const LARGE = 256 * 1024 * 1024;

describe('storing a package', () => {
  it('writes its bytes, reads them back, and only then names the blob in the row', async () => {
    const collected = await Collected.open();
    const { content, packageId, runId } = collected;
    const states: string[] = [];

    await collected.store({
      hook: (point) => {
        if (point.store === 'container/packages') states.push(`${point.operation} ${collected.row().state}`);
        return 'pass';
      },
    });

    expect(states).toEqual(['properties listed', 'create listed', 'stream listed']);
    const [blob] = collected.blobs;
    expect(collected.blobs).toHaveLength(1);
    expect(blob?.content.equals(content)).toBe(true);
    expect(blob?.metadata).toEqual({ sha256: sha256(content), arrivedat: collected.row().arrivedAt });
    expect(collected.row()).toMatchObject({
      state: 'stored',
      blob: blob?.name,
      sha256: sha256(content),
      bytes: content.length,
      items: -1,
      progress: '',
    });
    expect(collected.row().wasHere).toBeUndefined();
    expect(collected.owner(sha256(content))).toEqual({
      partition: `content-${sha256(content)}`,
      key: 'content',
      v: 1,
      runId,
      packageId,
      name: collected.row().name,
    });
    expect(collected.scene.take('packages')).toEqual([{ v: 1, runId, packageId, fromEntry: 0 }]);
    expect([collected.scene.take('collect'), collected.settleMessages.length]).toEqual([[], 1]);
  });

  it('of more than 4 MiB goes block by block; of 4 MiB it is one request', async () => {
    const writes = async (length: number): Promise<readonly string[]> => {
      const collected = await Collected.open();
      const content = Buffer.alloc(length, 'ab');
      await collected.change({ listedBytes: length });
      const calls: string[] = [];
      const source = {
        open: async function* () {
          yield content;
        },
      };
      await collected.store({ hook: seen(calls), source });
      expect(collected.row()).toMatchObject({ state: 'stored', sha256: sha256(content), bytes: length });
      expect(collected.blobs[0]?.metadata).toEqual({ sha256: sha256(content), arrivedat: collected.row().arrivedAt });
      return calls.filter((each) => /stage|commit|create/.test(each)).map((each) => each.replace('container/packages ', ''));
    };

    expect(await writes(BLOCK)).toEqual(['create']);
    expect(await writes(BLOCK + 1)).toEqual(['stage', 'stage', 'commit']);
  });

  it('notes how far it came when the handler has no time left, and sends itself on', async () => {
    const collected = await Collected.open();
    await collected.change({ listedBytes: LARGE });
    const source = {
      open: async function* () {
        yield Buffer.alloc(BLOCK);
        throw new Error('It must not ask for more');
      },
    };

    await collected.store({ source, handling: { deadline: new Date(0) } });

    expect(JSON.parse(collected.row().progress)).toMatchObject({ offset: BLOCK, blocks: 1 });
    expect(collected.row()).toMatchObject({ state: 'listed', blob: '' });
    expect(collected.scene.take('collect')).toEqual([{ v: 1, kind: 'package', runId: collected.runId, packageId: collected.packageId }]);
    expect([collected.blobs, collected.scene.take('packages')]).toEqual([[], []]);
  });

  it('does not note it over what somebody else has written meanwhile', async () => {
    const collected = await Collected.open();
    await collected.change({ listedBytes: LARGE });
    const source = {
      open: async function* () {
        await collected.change({ state: 'held' });
        yield Buffer.alloc(BLOCK);
      },
    };

    await expect(collected.store({ source, handling: { deadline: new Date(0) } })).rejects.toMatchObject({ code: 'ROW_CHANGED' });

    expect(collected.row()).toMatchObject({ state: 'held', progress: '' });
  });

  it.each([
    ['shorter', -1, 'it holds 99 bytes or more, listed were 100'],
    ['longer', 1, 'it holds 101 bytes or more, listed were 100'],
  ])('refuses what is %s than listed, and reads no more than it needs for that', async (_case, difference, why) => {
    const collected = await Collected.open();
    await collected.change({ listedBytes: 100 });
    const source = {
      open: async function* () {
        yield Buffer.alloc(100);
        if (difference > 0) {
          yield Buffer.alloc(difference);
          throw new Error('It must not ask for more');
        }
      },
    };
    const shorter = {
      open: async function* () {
        yield Buffer.alloc(99);
      },
    };

    await expect(collected.store({ source: difference > 0 ? source : shorter })).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: `The source did not deliver a package: ${why}`,
    });

    expect([collected.blobs, collected.row().state]).toEqual([[], 'listed']);
  });
});

describe('a message about a package', () => {
  const untouched = async (collected: Collected, packageId?: string): Promise<void> => {
    const before = collected.row();
    const calls: string[] = [];
    await collected.store({ hook: seen(calls), ...(packageId === undefined ? {} : { packageId }) });
    expect([downloads(calls), collected.row()]).toEqual([0, before]);
    expect(collected.scene.take('packages')).toEqual([]);
  };

  it('that nobody knows does nothing', async () => {
    await untouched(await Collected.open(), 'unknown');
  });

  it.each([
    ['is closed', { state: 'closed' as const }],
    ['is closing', { state: 'closing' as const }],
    ['is stopped', { stopped: 'token-refused' }],
  ])('of a run that %s does nothing', async (_case, run) => {
    const collected = await Collected.open();
    await collected.changeRun(run);

    await untouched(collected);
  });

  it('of a run that is gone does nothing', async () => {
    const collected = await Collected.open();
    await collected.scene.world.stores.runs.remove({ partition: collected.runId, key: 'run' });

    await untouched(collected);
  });

  it.each(['held', 'rejected'] as const)('that is %s does nothing', async (state) => {
    const collected = await Collected.open();
    await collected.change({ state });

    await untouched(collected);
  });

  it('that is stored already sends it on from where it stands', async () => {
    const collected = await Collected.open();
    await collected.change({ state: 'stored', fromEntry: 7 });
    const calls: string[] = [];

    await collected.store({ hook: seen(calls) });

    expect(downloads(calls)).toBe(0);
    expect(collected.scene.take('packages')).toEqual([{ v: 1, runId: collected.runId, packageId: collected.packageId, fromEntry: 7 }]);
  });

  it('whose write fails in any other way than by a name that is taken is tried again', async () => {
    const collected = await Collected.open();

    await expect(
      collected.store({ hook: (point) => (call('container/packages', 'create')(point) ? 'fail-before' : 'pass') }),
    ).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });

    expect(collected.row().state).toBe('listed');
  });
});
