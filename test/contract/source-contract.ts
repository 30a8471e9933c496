import { createHash } from 'node:crypto';
import type { ListedPackage, Listing, Source, SourceWindow } from '../../runtime/ports/source';
import { PackageGoneError, SourceRefusedError, SourceUnavailableError } from '../../runtime/ports/source-errors';

/** The other side of a source, as a test moves it. */
export interface SourceSite {
  readonly source: Source;
  put(name: string, content: Buffer, arrivedAt?: Date): Promise<void>;
  remove(name: string): Promise<void>;
  /** A source of the same site that signs in with a wrong credential; undefined where there is none to be wrong. */
  readonly impostor: Source | undefined;
  /** Ends the other side, so that nothing answers any more; undefined where that cannot be. */
  readonly vanish: (() => Promise<void>) | undefined;
  close(): Promise<void>;
}

const EVERYTHING: SourceWindow = { from: undefined, to: new Date('2100-01-01T00:00:00Z') };
const NEVER = new AbortController().signal;
const MEBIBYTE = 1024 * 1024;
const STRANGE_NAMES = ['two words.zip', '100%.zip', 'a+b&c=d.zip', "it's #1?.zip", 'Größe 中文 😀.zip', '(1) [x];.zip', '%2e%2e%2fx.zip'];

/** Bytes that are no text, the same for the same length. */
export function someBytes(length: number): Buffer {
  return Buffer.alloc(length, createHash('sha512').update(String(length)).digest());
}

export async function readAll(source: Source, listed: ListedPackage, offset = 0): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source.open(listed, offset, NEVER)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export function describeSourceContract(name: string, open: () => Promise<SourceSite>): void {
  describe(`source contract: ${name}`, () => {
    let site: SourceSite;
    let source: Source;

    beforeEach(async () => {
      site = await open();
      source = site.source;
    });

    afterEach(() => site.close());

    const list = (window = EVERYTHING): Promise<Listing> => source.list(window, NEVER);
    const listedAs = async (wanted: string): Promise<ListedPackage> => {
      const found = (await list()).packages.find((listed) => listed.name === wanted);
      if (found === undefined) throw new Error(`'${wanted}' is not listed`);
      return found;
    };

    describe('list', () => {
      it('lists nothing when there is nothing', async () => {
        expect(await list()).toEqual({ packages: [], problems: [] });
      });

      it('lists ZIPs and loose items with their size, whatever the case of the ending', async () => {
        await site.put('a.zip', someBytes(100));
        await site.put('B.ZIP', someBytes(200));
        await site.put('c.Eml', someBytes(300));

        const { packages, problems } = await list();

        expect(packages.map(({ name: file, bytes }) => [file, bytes]).sort()).toEqual([
          ['B.ZIP', 200],
          ['a.zip', 100],
          ['c.Eml', 300],
        ]);
        expect(problems).toEqual([]);
      });

      it('reports other files as ignored, and does not list them', async () => {
        await site.put('notes.txt', someBytes(10));
        await site.put('upload.zip.filepart', someBytes(10));

        const { packages, problems } = await list();

        expect(packages).toEqual([]);
        expect(problems.map(({ code }) => code)).toEqual(['ignored-file', 'ignored-file']);
        expect(problems.map(({ detail }) => detail).sort()).toEqual([
          expect.stringContaining('notes.txt'),
          expect.stringContaining('upload.zip.filepart'),
        ]);
      });

      it.each(STRANGE_NAMES)('takes the name %j as it is', async (strange) => {
        await site.put(strange, someBytes(10));

        expect(await readAll(source, await listedAs(strange))).toEqual(someBytes(10));
      });

      it('gives every package once and in the same order each time', async () => {
        const names = ['b.zip', 'a.zip', 'c.zip', 'A.zip'];
        for (const file of names) await site.put(file, someBytes(10));

        const first = await list();

        expect(first.packages).toHaveLength(names.length);
        expect(await list()).toEqual(first);
      });

      it('gives an unchanged package the same stamp, and a changed one another', async () => {
        await site.put('a.zip', someBytes(10));
        await site.put('b.zip', someBytes(10));
        const [a, b] = [await listedAs('a.zip'), await listedAs('b.zip')];

        await site.put('b.zip', someBytes(11));

        expect(await listedAs('a.zip')).toEqual(a);
        expect((await listedAs('b.zip')).stamp).not.toBe(b.stamp);
        expect(a.stamp).toBeDefined();
      });

      it('forgets what is not there any more', async () => {
        await site.put('a.zip', someBytes(10));
        await site.remove('a.zip');

        expect((await list()).packages).toEqual([]);
      });

      it('says when a file was changed last, if it says that files may grow', async () => {
        await site.put('a.zip', someBytes(10));

        const { modifiedAt } = await listedAs('a.zip');

        if (source.settlesFiles) expect(modifiedAt).toBeInstanceOf(Date);
        else expect(source.kind).toBe('directory');
      });

      it('honours the window when it says so, the start included and the end not; otherwise lists everything', async () => {
        const [before, from, inside, to] = ['19T23:59:59Z', '20T00:00:00Z', '20T12:00:00Z', '21T00:00:00Z'].map(
          (time) => new Date(`2026-11-${time}`),
        );
        await site.put('before.zip', someBytes(10), before);
        await site.put('from.zip', someBytes(10), from);
        await site.put('inside.eml', someBytes(10), inside);
        await site.put('to.zip', someBytes(10), to);

        const listed = (await list({ from, to: to ?? new Date(0) })).packages.map((one) => one.name);

        expect(listed.sort()).toEqual(source.hasWindows ? ['from.zip', 'inside.eml'] : ['before.zip', 'from.zip', 'inside.eml', 'to.zip']);
      });

      it('orders by arrival where the source knows it', async () => {
        await site.put('a.zip', someBytes(10), new Date('2026-11-20T12:00:00Z'));
        await site.put('b.zip', someBytes(10), new Date('2026-11-20T11:00:00Z'));

        const { packages } = await list();

        const knowsArrival = packages.every(({ arrivedAt }) => arrivedAt !== undefined);
        expect(packages.map((one) => one.name)).toEqual(knowsArrival ? ['b.zip', 'a.zip'] : ['a.zip', 'b.zip']);
      });

      it('ends at once with the reason of the signal', async () => {
        await expect(source.list(EVERYTHING, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
      });
    });

    describe('open', () => {
      it.each([0, 1, 1000, 64 * 1024, 3 * MEBIBYTE + 17])('gives all %d bytes as they are, in chunks of at most 1 MiB', async (length) => {
        const content = someBytes(length);
        await site.put('a.zip', content);
        const listed = await listedAs('a.zip');

        const chunks: Buffer[] = [];
        for await (const chunk of source.open(listed, 0, NEVER)) chunks.push(Buffer.from(chunk));

        expect(Buffer.concat(chunks).equals(content)).toBe(true);
        expect(Math.max(0, ...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(MEBIBYTE);
      });

      it.each([1, 64 * 1024, 128 * 1024 + 1, 2 * MEBIBYTE - 1, 2 * MEBIBYTE])('continues from offset %d', async (offset) => {
        const content = someBytes(2 * MEBIBYTE);
        await site.put('a.zip', content);

        expect((await readAll(source, await listedAs('a.zip'), offset)).equals(content.subarray(offset))).toBe(true);
      });

      it('does not give another content than was listed', async () => {
        await site.put('a.zip', someBytes(1000));
        const listed = await listedAs('a.zip');
        await site.put('a.zip', someBytes(1001));

        await expect(readAll(source, listed)).rejects.toThrow(PackageGoneError);
        await expect(readAll(source, listed, 500)).rejects.toThrow(PackageGoneError);
        expect(await readAll(source, await listedAs('a.zip'))).toEqual(someBytes(1001));
      });

      it('fails when the package has become shorter', async () => {
        await site.put('a.zip', someBytes(1000));
        const listed = await listedAs('a.zip');
        await site.put('a.zip', someBytes(10));

        await expect(readAll(source, listed)).rejects.toThrow(PackageGoneError);
      });

      it('fails when the package is not there any more', async () => {
        await site.put('a.zip', someBytes(1000));
        const listed = await listedAs('a.zip');
        await site.remove('a.zip');

        await expect(readAll(source, listed)).rejects.toThrow(PackageGoneError);
      });

      it('reads nothing for a name that was never listed', async () => {
        await site.put('a.zip', someBytes(10));
        const listed = await listedAs('a.zip');

        const elsewhere = { ...listed, name: '../../etc/passwd', stamp: '../../etc/passwd', bytes: 10 };

        await expect(readAll(source, elsewhere)).rejects.toThrow(PackageGoneError);
      });

      it('lets the consumer stop early, and reads the next package after it', async () => {
        await site.put('a.zip', someBytes(5 * MEBIBYTE));
        await site.put('b.zip', someBytes(10));
        const listed = await listedAs('a.zip');
        for await (const _chunk of source.open(listed, 0, NEVER)) break;

        expect(await readAll(source, await listedAs('b.zip'))).toEqual(someBytes(10));
        expect((await readAll(source, listed)).equals(someBytes(5 * MEBIBYTE))).toBe(true);
      });

      it('reads two packages side by side', async () => {
        const [a, b] = [someBytes(2 * MEBIBYTE), someBytes(MEBIBYTE + 5)];
        await site.put('a.zip', a);
        await site.put('b.zip', b);
        const [listedA, listedB] = [await listedAs('a.zip'), await listedAs('b.zip')];

        const [readA, readB] = await Promise.all([readAll(source, listedA), readAll(source, listedB)]);

        expect([readA.equals(a), readB.equals(b)]).toEqual([true, true]);
      });

      it('stops with the reason of the signal in the middle of a package', async () => {
        await site.put('a.zip', someBytes(5 * MEBIBYTE));
        const listed = await listedAs('a.zip');
        const stop = new AbortController();

        const reading = (async () => {
          for await (const _chunk of source.open(listed, 0, stop.signal)) stop.abort(new Error('enough'));
        })();

        await expect(reading).rejects.toThrow('enough');
        expect((await readAll(source, listed)).equals(someBytes(5 * MEBIBYTE))).toBe(true);
      });
    });

    describe('acknowledge and check', () => {
      it('takes an acknowledgement and lists the package as before', async () => {
        await site.put('a.zip', someBytes(10));
        const listed = await listedAs('a.zip');

        await source.acknowledge(listed, NEVER);

        expect(await listedAs('a.zip')).toEqual(listed);
      });

      it('finds nothing wrong with a site that works', async () => {
        await site.put('a.zip', someBytes(10));

        await expect(source.check(NEVER)).resolves.toBeUndefined();
      });

      it('is refused, not empty, with a wrong credential', async () => {
        if (site.impostor === undefined) return;
        await site.put('a.zip', someBytes(10));

        await expect(site.impostor.list(EVERYTHING, NEVER)).rejects.toThrow(SourceRefusedError);
        await expect(site.impostor.check(NEVER)).rejects.toThrow(SourceRefusedError);
      });

      it('is unavailable, not empty, when nothing answers', async () => {
        if (site.vanish === undefined) return;
        await site.put('a.zip', someBytes(10));
        const listed = await listedAs('a.zip');

        await site.vanish();

        await expect(list()).rejects.toThrow(SourceUnavailableError);
        await expect(source.check(NEVER)).rejects.toThrow(SourceUnavailableError);
        await expect(readAll(source, listed)).rejects.toMatchObject({ disposition: 'retry' });
      });
    });

    it('has an id that can stand in a path, without a credential in it', () => {
      expect(source.id).toMatch(/^[a-z0-9][a-z0-9.-]{2,120}$/);
      expect(source.id).not.toMatch(/secret|password/);
    });
  });
}
