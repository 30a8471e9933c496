import { createHash } from 'node:crypto';
import { type BlobContainer, type BlobProperties, MAX_BLOCK_BYTES } from '../../runtime/ports/blob-container';
import { BlobChangedError } from '../../runtime/ports/storage-errors';

const STRANGE_NAMES = ['two words', 'a+b', '100%', 'é中', "it's", 'a#b?c&d=e', 'x/y/z', '%2F', 'a;b', '(1)', '[x]', '~', 'emoji-😀'];

/** Bytes that are no text, the same for the same length. */
const bytes = (length: number): Buffer => Buffer.alloc(length, createHash('sha512').update(String(length)).digest());

/** `open` gives a container without WORM; blobs of other tests may be in it. */
export function describeBlobContainerContract(name: string, open: () => BlobContainer): void {
  describe(`blob container contract: ${name}`, () => {
    let container: BlobContainer;
    let folder: string;
    let folders = 0;

    beforeEach(() => {
      container = open();
      folders += 1;
      folder = `f${Date.now()}-${folders}`;
    });

    const at = (blob: string) => `${folder}/${blob}`;
    const listed = async (prefix = `${folder}/`) => {
      const blobs: BlobProperties[] = [];
      for await (const blob of container.list(prefix)) blobs.push(blob);
      return blobs;
    };
    const streamed = async (blob: string, offset?: number) => {
      const chunks: Buffer[] = [];
      for await (const chunk of container.stream(blob, offset)) chunks.push(chunk);
      return chunks;
    };

    describe('create', () => {
      it('makes a blob with its metadata, and answers what it is', async () => {
        const before = Date.now();
        const made = await container.create(at('a'), bytes(100), { sha256: 'abc', text: 'two words' });

        expect(made).toMatchObject({ name: at('a'), bytes: 100, metadata: { sha256: 'abc', text: 'two words' } });
        expect(await container.properties(at('a'))).toEqual(made);
        expect(await container.get(at('a'))).toEqual({ content: bytes(100), etag: made.etag, metadata: made.metadata });
        if (!/memory/.test(name)) expect(Math.abs(made.modifiedAt.getTime() - before)).toBeLessThan(60_000);
      });

      it.each(STRANGE_NAMES)('takes the name %j as it is', async (blob) => {
        await container.create(at(blob), bytes(10));

        expect((await container.get(at(blob)))?.content).toEqual(bytes(10));
        expect((await listed()).map((found) => found.name)).toEqual([at(blob)]);
        await container.remove(at(blob));
        expect(await listed()).toEqual([]);
      });

      it('takes an empty blob', async () => {
        await container.create(at('a'), Buffer.alloc(0));

        expect((await container.get(at('a')))?.content).toHaveLength(0);
        expect(await container.range(at('a'), 0, 10)).toHaveLength(0);
        expect(await streamed(at('a'))).toEqual([]);
      });

      it('refuses a name that is taken, and leaves the blob as it is', async () => {
        await container.create(at('a'), bytes(1));

        await expect(container.create(at('a'), bytes(2))).rejects.toMatchObject({ name: 'BlobChangedError', disposition: 'retry' });
        expect((await container.get(at('a')))?.content).toEqual(bytes(1));
      });

      it('lets exactly one of many win', async () => {
        const results = await Promise.allSettled([1, 2, 3, 4, 5].map((length) => container.create(at('a'), bytes(length))));

        expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
        for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(BlobChangedError);
      });

      it('keeps its bytes when the caller goes on using the buffer', async () => {
        const content = Buffer.from('before');
        await container.create(at('a'), content);
        content.write('after!');

        expect(String((await container.get(at('a')))?.content)).toBe('before');
      });
    });

    describe('what is refused before it is sent', () => {
      it.each(['', '/a', 'a/', 'a//b', 'a/../b', '..', 'a/./b', 'a.', 'a./b', 'a\\b', 'a\nb', 'a\u0000', '\ud800', 'x'.repeat(1_001)])(
        'the name %j',
        async (blob) => {
          await expect(container.create(blob, bytes(1))).rejects.toThrow(RangeError);
          await expect(container.get(blob)).rejects.toThrow(RangeError);
          await expect(container.remove(blob)).rejects.toThrow(RangeError);
        },
      );

      it.each([{ Upper: 'a' }, { 'with-dash': 'a' }, { name: 'é' }, { name: 'line\nbreak' }, { name: ' outer' }, { name: '' }])(
        'the metadata %j',
        async (metadata) => {
          await expect(container.create(at('a'), bytes(1), metadata as Record<string, string>)).rejects.toThrow(RangeError);
          await expect(container.upload(at('a')).commit(0, metadata as Record<string, string>)).rejects.toThrow(RangeError);
        },
      );

      it('a block that is empty, too large or outside the list', async () => {
        const upload = container.upload(at('a'));

        await expect(upload.stage(0, Buffer.alloc(0))).rejects.toThrow(RangeError);
        await expect(upload.stage(0, Buffer.alloc(MAX_BLOCK_BYTES + 1))).rejects.toThrow(RangeError);
        await expect(upload.stage(50_000, bytes(1))).rejects.toThrow(RangeError);
        await expect(upload.stage(-1, bytes(1))).rejects.toThrow(RangeError);
      });
    });

    describe('put and swap', () => {
      it('put writes whatever is there', async () => {
        const first = await container.put(at('a'), bytes(1), { v: '1' });
        const second = await container.put(at('a'), bytes(2));

        expect(second.etag).not.toBe(first.etag);
        expect(await container.get(at('a'))).toEqual({ content: bytes(2), etag: second.etag, metadata: {} });
      });

      it('swap replaces the blob that still has the ETag', async () => {
        const first = await container.create(at('a'), bytes(1));
        const second = await container.swap(at('a'), bytes(2), first.etag, { v: '2' });

        expect(await container.get(at('a'))).toEqual({ content: bytes(2), etag: second.etag, metadata: { v: '2' } });
      });

      it('swap refuses another ETag, and a blob that is gone', async () => {
        const first = await container.create(at('a'), bytes(1));
        await container.put(at('a'), bytes(2));

        await expect(container.swap(at('a'), bytes(3), first.etag)).rejects.toThrow(BlobChangedError);
        expect((await container.get(at('a')))?.content).toEqual(bytes(2));
        await container.remove(at('a'));
        await expect(container.swap(at('a'), bytes(3), first.etag)).rejects.toThrow(BlobChangedError);
      });
    });

    describe('upload', () => {
      it('makes the blob of its blocks in order, whatever their order of arrival, with its metadata', async () => {
        const upload = container.upload(at('a'));
        await upload.stage(1, bytes(200));
        await upload.stage(0, bytes(300));
        await upload.stage(2, bytes(100));

        const made = await upload.commit(3, { sha256: 'abc' });

        expect(made).toMatchObject({ name: at('a'), bytes: 600, metadata: { sha256: 'abc' } });
        expect(await container.get(at('a'))).toEqual({
          content: Buffer.concat([bytes(300), bytes(200), bytes(100)]),
          etag: made.etag,
          metadata: made.metadata,
        });
      });

      it('shows nothing before the commit', async () => {
        await container.upload(at('a')).stage(0, bytes(10));

        expect(await container.properties(at('a'))).toBeUndefined();
        expect(await container.get(at('a'))).toBeUndefined();
        expect(await listed()).toEqual([]);
      });

      it('says what an earlier upload has staged, up to the first hole, so that another one goes on there', async () => {
        expect(await container.upload(at('a')).staged()).toEqual([]);
        const earlier = container.upload(at('a'));
        await earlier.stage(0, bytes(10));
        await earlier.stage(1, bytes(20));
        await earlier.stage(3, bytes(40));

        expect(await container.upload(at('a')).staged()).toEqual([10, 20]);
        const later = container.upload(at('a'));
        await later.stage(2, bytes(30));
        expect(await later.staged()).toEqual([10, 20, 30, 40]);
        await later.commit(4, {});
        expect((await container.get(at('a')))?.content).toEqual(Buffer.concat([10, 20, 30, 40].map(bytes)));
      });

      it('replaces a block that is staged again', async () => {
        const upload = container.upload(at('a'));
        await upload.stage(0, bytes(10));
        await upload.stage(0, bytes(20));

        expect(await upload.staged()).toEqual([20]);
        expect((await upload.commit(1, {})).bytes).toBe(20);
      });

      it('commits only the first blocks, and forgets the others', async () => {
        const upload = container.upload(at('a'));
        await upload.stage(0, bytes(10));
        await upload.stage(1, bytes(20));

        expect((await upload.commit(1, {})).bytes).toBe(10);
        expect(await container.upload(at('a')).staged()).toEqual([]);
      });

      it('refuses the commit when a blob of this name is there', async () => {
        const upload = container.upload(at('a'));
        const faster = container.upload(at('a'));
        await faster.stage(0, bytes(20));
        await faster.commit(1, {});
        await upload.stage(0, bytes(10));

        await expect(upload.commit(1, {})).rejects.toThrow(BlobChangedError);
        expect((await container.get(at('a')))?.content).toEqual(bytes(20));
      });

      it('answers a second commit like a blob that is there', async () => {
        const upload = container.upload(at('a'));
        await upload.stage(0, bytes(10));
        await upload.commit(1, {});

        await expect(upload.commit(1, {})).rejects.toThrow(BlobChangedError);
      });

      it('asks for a repetition when blocks are gone', async () => {
        const upload = container.upload(at('a'));
        await upload.stage(0, bytes(10));

        await expect(upload.commit(2, {})).rejects.toMatchObject({ name: 'StorageUnavailableError', disposition: 'retry' });
      });

      it('makes an empty blob of no blocks', async () => {
        expect((await container.upload(at('a')).commit(0, {})).bytes).toBe(0);
      });

      it('takes blocks of 4 MiB', async () => {
        const upload = container.upload(at('a'));
        await upload.stage(0, bytes(MAX_BLOCK_BYTES));
        await upload.stage(1, bytes(7));

        expect((await upload.commit(2, {})).bytes).toBe(MAX_BLOCK_BYTES + 7);
        expect(await container.range(at('a'), MAX_BLOCK_BYTES - 3, 100)).toEqual(
          Buffer.concat([bytes(MAX_BLOCK_BYTES).subarray(-3), bytes(7)]),
        );
      });
    });

    describe('reading', () => {
      it('answers undefined for a blob that is not there', async () => {
        expect(await container.properties(at('none'))).toBeUndefined();
        expect(await container.get(at('none'))).toBeUndefined();
      });

      it.each([
        ['from the start', 0, 10, 0, 10],
        ['in the middle', 20, 30, 20, 50],
        ['beyond the end', 90, 30, 90, 100],
        ['nothing', 20, 0, 20, 20],
        ['at the end', 100, 10, 100, 100],
        ['after the end', 200, 10, 100, 100],
      ])('reads a range: %s', async (_case, offset, length, from, to) => {
        await container.create(at('a'), bytes(100));

        expect(await container.range(at('a'), offset, length)).toEqual(bytes(100).subarray(from, to));
      });

      it('reads a range of a certain version only', async () => {
        const first = await container.create(at('a'), bytes(100));
        expect(await container.range(at('a'), 0, 5, first.etag)).toEqual(bytes(100).subarray(0, 5));

        await container.put(at('a'), bytes(100));
        await expect(container.range(at('a'), 0, 5, first.etag)).rejects.toThrow(BlobChangedError);
      });

      it('refuses to read a part of a blob that is not there', async () => {
        await expect(container.range(at('none'), 0, 10)).rejects.toThrow(BlobChangedError);
        await expect(streamed(at('none'))).rejects.toThrow(BlobChangedError);
      });

      it('streams from an offset in chunks of at most 4 MiB', async () => {
        const content = bytes(2 * MAX_BLOCK_BYTES + 100);
        const upload = container.upload(at('a'));
        await upload.stage(0, content.subarray(0, MAX_BLOCK_BYTES));
        await upload.stage(1, content.subarray(MAX_BLOCK_BYTES, 2 * MAX_BLOCK_BYTES));
        await upload.stage(2, content.subarray(2 * MAX_BLOCK_BYTES));
        await upload.commit(3, {});

        const whole = await streamed(at('a'));
        expect(Buffer.concat(whole).equals(content)).toBe(true);
        expect(Math.max(...whole.map((chunk) => chunk.length))).toBeLessThanOrEqual(MAX_BLOCK_BYTES);
        expect(Buffer.concat(await streamed(at('a'), MAX_BLOCK_BYTES + 7)).equals(content.subarray(MAX_BLOCK_BYTES + 7))).toBe(true);
        expect(Buffer.concat(await streamed(at('a'), content.length))).toHaveLength(0);
      });

      it('never streams two versions in one', async () => {
        await container.create(at('a'), bytes(MAX_BLOCK_BYTES + 10));

        const stream = container.stream(at('a'))[Symbol.asyncIterator]();
        await stream.next();
        await container.put(at('a'), bytes(MAX_BLOCK_BYTES + 20));

        await expect(stream.next()).rejects.toThrow(BlobChangedError);
      });
    });

    describe('list and remove', () => {
      it('lists by prefix in name order, with everything that properties answers', async () => {
        for (const blob of ['b', 'a/2', 'a/10', 'a', 'B']) await container.create(at(blob), bytes(blob.length), { of: 'x' });

        expect((await listed()).map((found) => found.name)).toEqual(['B', 'a', 'a/10', 'a/2', 'b'].map(at));
        expect((await listed(at('a/'))).map((found) => found.name)).toEqual([at('a/10'), at('a/2')]);
        expect((await listed(at('b')))[0]).toEqual(await container.properties(at('b')));
        expect(await listed(at('none'))).toEqual([]);
      });

      it('removes a blob, and one that is gone is no error', async () => {
        await container.create(at('a'), bytes(1));

        await container.remove(at('a'));
        await container.remove(at('a'));

        expect(await container.get(at('a'))).toBeUndefined();
        expect(await listed()).toEqual([]);
        await container.create(at('a'), bytes(2));
      });
    });
  });
}
