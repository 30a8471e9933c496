import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLEAN_SHUTDOWN_MARKER } from '../../../runtime/local/host/azurite-folder';
import { DiskFullError, DiskWatch } from '../../../runtime/local/start/disk-watch';

const MEBIBYTE = 1024 * 1024;

describe('the disk under a data folder', () => {
  let folder = '';
  const marker = () => join(folder, 'storage', CLEAN_SHUTDOWN_MARKER);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signal-archive-disk-'));
    mkdirSync(join(folder, 'storage'));
    writeFileSync(join(folder, 'storage', '__azurite_db_table__.json'), Buffer.alloc(3 * MEBIBYTE));
    writeFileSync(marker(), '');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['is full when an index could not be written beside itself', 6.9, true],
    ['is not full as long as it could', 7.1, false],
  ])('%s', (_case, mebibytes, isFull) => {
    const watch = new DiskWatch(folder, () => mebibytes * MEBIBYTE);

    watch.look();

    expect(watch.signal.aborted).toBe(isFull);
    if (isFull) expect(() => watch.end()).toThrow(DiskFullError);
    else expect(() => watch.end()).not.toThrow();
    // Storage on a full disk may say that it closed and have written nothing.
    expect(existsSync(marker())).toBe(!isFull);
  });

  it('was full when a write of our own did not fit', () => {
    const watch = new DiskWatch(folder, () => 100 * MEBIBYTE);
    const cause = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

    expect(() => watch.end(cause)).toThrow(`The disk that holds ${folder} is full. Free some space`);
    expect(() => new DiskWatch(folder).end(new Error('something else'))).not.toThrow();
  });

  it('is nothing to look at while nothing is kept, or before storage is there', () => {
    const [none, early] = [new DiskWatch(undefined, () => 0), new DiskWatch(join(folder, 'later'), () => 0)];
    for (const watch of [none, early]) {
      watch.look();
      expect(watch.signal.aborted).toBe(false);
      watch.end();
    }
  });
});
