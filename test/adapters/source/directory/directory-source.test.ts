import { execFileSync } from 'node:child_process';
import { appendFile, chmod, mkdir, mkdtemp, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectorySource } from '../../../../runtime/adapters/source/directory/directory-source';
import type { ListedPackage, Listing } from '../../../../runtime/ports/source';
import { PackageGoneError, SourceUnavailableError } from '../../../../runtime/ports/source-errors';

const NEVER = new AbortController().signal;
const EVERYTHING = { from: undefined, to: new Date() };
const isRoot = process.getuid?.() === 0;

describe('the directory source', () => {
  let place: string;
  let folder: string;

  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'directory-source-'));
    folder = join(place, 'packages');
    await mkdir(folder);
  });

  afterEach(() => rm(place, { recursive: true, force: true }));

  const list = (path = folder): Promise<Listing> => new DirectorySource(path).list(EVERYTHING, NEVER);
  const names = async (path = folder) => (await list(path)).packages.map(({ name }) => name);
  const codes = async (path = folder) => (await list(path)).problems.map(({ code }) => code).sort();
  const read = async (listed: ListedPackage, path = folder): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of new DirectorySource(path).open(listed, 0, NEVER)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  const onlyListed = async (path = folder): Promise<ListedPackage> => {
    const [listed] = (await list(path)).packages;
    if (listed === undefined) throw new Error('Nothing is listed');
    return listed;
  };

  it('lists sub-folders, with names relative to the folder and slashes', async () => {
    await mkdir(join(folder, '2026/11/20'), { recursive: true });
    await writeFile(join(folder, '2026/11/20/a.zip'), 'a');
    await writeFile(join(folder, 'b.eml'), 'b');

    expect(await names()).toEqual(['2026/11/20/a.zip', 'b.eml']);
    expect((await read(await onlyListed())).toString()).toBe('a');
  });

  it('tells contents apart that were written within the same second', async () => {
    await writeFile(join(folder, 'a.zip'), 'one');
    await utimes(join(folder, 'a.zip'), 1_700_000_000.111, 1_700_000_000.111);
    const first = await onlyListed();
    await utimes(join(folder, 'a.zip'), 1_700_000_000.222, 1_700_000_000.222);

    expect((await onlyListed()).stamp).not.toBe(first.stamp);
  });

  it.each([
    ['a ZIP', 'only.zip', 1],
    ['a loose item', 'only.EML', 1],
    ['another file', 'only.txt', 0],
  ])('reads a single file: %s', async (_case, name, packages) => {
    await writeFile(join(folder, name), 'content');
    await writeFile(join(folder, 'neighbour.zip'), 'not asked for');

    const listing = await list(join(folder, name));

    expect(listing.packages).toHaveLength(packages);
    expect(listing.problems.map(({ code }) => code)).toEqual(packages === 1 ? [] : ['ignored-file']);
    for (const listed of listing.packages) {
      expect(listed.name).toBe(name);
      expect((await read(listed, join(folder, name))).toString()).toBe('content');
    }
  });

  it('does not open a neighbour of a single file', async () => {
    await writeFile(join(folder, 'only.zip'), 'content');
    await writeFile(join(folder, 'neighbour.zip'), 'content');
    const listed = await onlyListed(join(folder, 'only.zip'));

    await expect(read({ ...listed, name: 'neighbour.zip' }, join(folder, 'only.zip'))).rejects.toThrow(PackageGoneError);
  });

  it('follows no link, neither to a file nor to a folder, and says so', async () => {
    await mkdir(join(place, 'elsewhere'));
    await writeFile(join(place, 'elsewhere/secret.zip'), 'secret');
    await symlink(join(place, 'elsewhere'), join(folder, 'linked'));
    await symlink(join(place, 'elsewhere/secret.zip'), join(folder, 'secret.zip'));
    await symlink(join(place, 'nowhere'), join(folder, 'dangling.zip'));

    expect(await names()).toEqual([]);
    expect(await codes()).toEqual(['symbolic-link', 'symbolic-link', 'symbolic-link']);
  });

  it('does not read through a link that took the place of a listed file or folder', async () => {
    await mkdir(join(place, 'elsewhere'));
    await writeFile(join(place, 'elsewhere/a.zip'), 'secret');
    await mkdir(join(folder, 'sub'));
    await writeFile(join(folder, 'sub/a.zip'), 'public');
    const listed = await onlyListed();

    await rm(join(folder, 'sub/a.zip'));
    await symlink(join(place, 'elsewhere/a.zip'), join(folder, 'sub/a.zip'));
    await expect(read(listed)).rejects.toThrow(PackageGoneError);

    await rm(join(folder, 'sub'), { recursive: true });
    await symlink(join(place, 'elsewhere'), join(folder, 'sub'));
    await expect(read(listed)).rejects.toThrow(PackageGoneError);
  });

  it('works when the folder itself is named by a link', async () => {
    await writeFile(join(folder, 'a.zip'), 'content');
    await symlink(folder, join(place, 'link'));

    expect((await read(await onlyListed(join(place, 'link')), join(place, 'link'))).toString()).toBe('content');
  });

  it('reports pipes and names that are no path elsewhere, and reads on', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.zip')]);
    await writeFile(join(folder, 'back\\slash.zip'), 'x');
    await writeFile(join(folder, 'good.zip'), 'x');

    expect(await names()).toEqual(['good.zip']);
    expect(await codes()).toEqual(['not-a-file', 'unsafe-name']);
  });

  it('reports a name that is no valid UTF-8, because it could not be opened by it', async () => {
    await writeFile(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.zip')]), 'x');

    expect(await names()).toEqual([]);
    expect(await codes()).toEqual(['unreadable-file']);
  });

  (isRoot ? it.skip : it)('reports files and folders that may not be read, and reads on', async () => {
    await writeFile(join(folder, 'locked.zip'), 'x');
    await mkdir(join(folder, 'closed'));
    await writeFile(join(folder, 'good.zip'), 'x');
    await chmod(join(folder, 'locked.zip'), 0);
    await chmod(join(folder, 'closed'), 0);

    expect(await names()).toEqual(['good.zip']);
    expect(await codes()).toEqual(['unreadable-file', 'unreadable-file']);
    await chmod(join(folder, 'closed'), 0o700);
  });

  it.each([
    ['grows', (path: string) => appendFile(path, 'more')],
    ['is cut short', (path: string) => truncate(path, 300_000)],
    ['is replaced', (path: string) => writeFile(`${path}.new`, Buffer.alloc(600_000, 2)).then(() => rename(`${path}.new`, path))],
  ])('notices a file that %s while it is read', async (_case, change) => {
    const path = join(folder, 'a.zip');
    await writeFile(path, Buffer.alloc(600_000, 1));
    const listed = await onlyListed();
    let isChanged = false;

    const reading = (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of new DirectorySource(folder).open(listed, 0, NEVER)) {
        if (!isChanged) await change(path);
        isChanged = true;
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    })();

    // A replaced file is read to its end from the old content, which is the listed one.
    if (_case === 'is replaced') expect((await reading).equals(Buffer.alloc(600_000, 1))).toBe(true);
    else await expect(reading).rejects.toThrow(PackageGoneError);
  });

  it('is unavailable when the folder does not exist, and says what to check without naming it', async () => {
    const missing = join(place, 'private-name');

    await expect(list(missing)).rejects.toThrow(SourceUnavailableError);
    await expect(list(missing)).rejects.toThrow('check the path of the source');
    await expect(list(missing)).rejects.not.toThrow('private-name');
    await expect(new DirectorySource(missing).check(NEVER)).rejects.toThrow(SourceUnavailableError);
  });

  it('lists ten thousand files in a folder within seconds', async () => {
    await Promise.all(Array.from({ length: 100 }, (_none, index) => mkdir(join(folder, String(index)))));
    for (let index = 0; index < 100; index++) {
      await Promise.all(Array.from({ length: 100 }, (_none, file) => writeFile(join(folder, String(index), `${file}.eml`), '')));
    }

    expect(await names()).toHaveLength(10_000);
  }, 30_000);

  it('stops listing when it is told to', async () => {
    await writeFile(join(folder, 'a.zip'), 'x');
    const stop = new AbortController();
    const listing = new DirectorySource(folder).list(EVERYTHING, stop.signal);
    stop.abort(new Error('enough'));

    await expect(listing).rejects.toThrow('enough');
  });
});
