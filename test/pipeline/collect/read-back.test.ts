import type { FaultHook, FaultScript } from '../../fakes/fault-gate';
import { call } from '../rules/pause';
import { Collected, chunksOf, downloads, seen, sha256 } from './collected';

const isReadBack = call('container/packages', 'stream');

/** One bit of what comes back is another one. */
const flipped: FaultScript = {
  after: (answer) => {
    const { chunk } = answer as { readonly chunk: Buffer };
    const changed = Buffer.from(chunk);
    changed.writeUInt8((changed[0] as number) ^ 1, 0);
    return { ...(answer as object), chunk: changed };
  },
};
/** What the read-back answers wrongly: the readings with these numbers, from 1. */
function wrongReadings(...numbers: readonly number[]): FaultHook {
  let readings = 0;
  return (point) => (isReadBack(point) && numbers.includes(++readings) ? flipped : 'pass');
}
const readings = (calls: readonly string[]) => calls.filter((each) => each === 'container/packages stream').length;

describe('a package that is read back', () => {
  it('with other bytes than were written is neither unpacked nor owned by anybody, and says so', async () => {
    const collected = await Collected.open();

    await expect(collected.store({ hook: wrongReadings(1) })).rejects.toMatchObject({
      code: 'BLOB_DAMAGED',
      message: expect.stringMatching(/packages.*SHA-256 [0-9a-f]{64} after writing [0-9a-f]{64}/),
    });

    expect(collected.row()).toMatchObject({ state: 'listed', blob: '' });
    expect(collected.owner(sha256(collected.content))).toBeUndefined();
    expect(collected.scene.take('packages')).toEqual([]);
  });

  it('is taken over from a try that died behind the write, by its own hash and without another download', async () => {
    const collected = await Collected.open();
    await collected.store({ hook: (point) => (isReadBack(point) ? 'crash-before' : 'pass') });
    const calls: string[] = [];

    await collected.store({ hook: seen(calls) });

    expect([downloads(calls), readings(calls), collected.blobs.length]).toEqual([0, 1, 1]);
    expect(collected.row()).toMatchObject({ state: 'stored', sha256: sha256(collected.content), wasHere: true });
  });

  it('is read a second time before it is taken for damaged', async () => {
    const collected = await Collected.open();
    await collected.store({ hook: (point) => (isReadBack(point) ? 'crash-before' : 'pass') });
    const calls: string[] = [];

    await collected.store({ hook: seen(calls, wrongReadings(1)) });

    expect([downloads(calls), readings(calls), collected.blobs.length]).toEqual([0, 2, 1]);
    expect(collected.row()).toMatchObject({ state: 'stored', sha256: sha256(collected.content), bytes: collected.content.length });
  });

  it('is stored once more beside itself when it is damaged', async () => {
    const collected = await Collected.open();
    await collected.store({ hook: (point) => (isReadBack(point) ? 'crash-before' : 'pass') });
    const calls: string[] = [];

    await collected.store({ hook: seen(calls, wrongReadings(1, 2)) });

    expect([downloads(calls), readings(calls), collected.blobs.length]).toEqual([1, 3, 2]);
    expect(collected.row().blob).toMatch(new RegExp(`/${collected.packageId}-1-`));
    expect(collected.row().wasHere).toBeUndefined();
    expect(collected.scene.world.log).toContainEqual(
      expect.objectContaining({ level: 'error', text: 'Stored package is damaged', fields: expect.objectContaining({ attempt: 0 }) }),
    );
  });

  it.each([
    ['the source has no stamp, so that nobody knows whether its content is the same', (collected: Collected) => collected.withoutStamp()],
    ['the ledger cannot be trusted', (collected: Collected) => collected.changeRun({ looksFirst: true })],
  ])('is downloaded and compared all the same when %s', async (_case, change) => {
    const collected = await Collected.open();
    await collected.store({ hook: (point) => (isReadBack(point) ? 'crash-before' : 'pass') });
    await change(collected);
    const calls: string[] = [];

    await collected.store({ hook: seen(calls) });

    expect([downloads(calls), readings(calls), collected.blobs.length]).toEqual([1, 1, 1]);
    expect(collected.row()).toMatchObject({ state: 'stored', sha256: sha256(collected.content), wasHere: true });
  });

  it('with another content under its name gets a blob of its own', async () => {
    const collected = await Collected.open();
    await collected.withoutStamp();
    await collected.store();
    const first = collected.row().blob;
    const other = Buffer.from(collected.content).reverse();
    await collected.change({ state: 'listed' });

    await collected.store({ source: { open: () => chunksOf(other) } });

    expect(collected.blobs.map(({ content }) => sha256(content))).toEqual([sha256(collected.content), sha256(other)]);
    expect(collected.row().blob).toBe(first.replace('-0-', '-1-'));
    expect(collected.row().sha256).toBe(sha256(other));
    expect(collected.scene.world.log).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        text: 'Other content under the same name',
        fields: expect.objectContaining({ attempt: 0 }),
      }),
    );
  });

  it('with another content at every download is given up after nine, and says so', async () => {
    const collected = await Collected.open();
    await collected.change({ stamp: '', listedBytes: 4 });
    let downloaded = 0;
    const next = (): AsyncGenerator<Buffer> => {
      downloaded += 1;
      return chunksOf(Buffer.from(String(1_000 + downloaded)));
    };
    for (let times = 0; times < 9; times += 1) {
      await collected.store({ source: { open: next } });
      await collected.change({ state: 'listed' });
    }
    expect(collected.blobs).toHaveLength(9);
    downloaded = 100;

    await expect(collected.store({ source: { open: next } })).rejects.toMatchObject({
      code: 'PACKAGE_GONE',
      message: expect.stringContaining(`Package ${collected.packageId} has another content at every download; check the source`),
    });

    expect([downloaded, collected.blobs.length]).toEqual([109, 9]);
  });
});
