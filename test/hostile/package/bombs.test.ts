import { openPackage } from '../../../runtime/domain/package/open-package';
import { bufferReader } from '../../../runtime/domain/package/range-reader';
import { BOMBS } from './bombs';
import { yauzlAll } from './independent-zip';

const LONGEST_OPEN_IN_MS = 5_000;

describe('bombs', () => {
  it.each(BOMBS.map((bomb) => [bomb.what, bomb] as const))('%s', async (_what, { build, codes, readable }) => {
    const zip = build();
    const before = process.cpuUsage();

    const opened = await openPackage(bufferReader(zip), 'day.zip', { depth: 'content' });

    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(LONGEST_OPEN_IN_MS);
    expect([...new Set(opened.check.problems.map(({ code }) => code))].sort()).toEqual(codes);
    expect(opened.check.state).toBe(codes.length === 0 ? 'complete' : 'rejected');
    let read = 0;
    for (let item = 0; item < opened.itemCount; item++) if ((await opened.readItem(item).catch(() => undefined)) !== undefined) read += 1;
    expect(read).toBe(readable);
  });

  it('are bombs: another reader inflates the quoted overlap to its full size', async () => {
    const bomb = BOMBS[0]?.build() ?? Buffer.alloc(0);

    const entries = await yauzlAll(bomb);

    expect(entries).toHaveLength(100);
    expect(entries.reduce((sum, { content }) => sum + content.length, 0) / bomb.length).toBeGreaterThan(10_000);
  }, 60_000);
});
