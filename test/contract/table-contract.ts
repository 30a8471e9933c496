import fc from 'fast-check';
import { RowChangedError, RowExistsError } from '../../runtime/ports/storage-errors';
import type { RowChange, RowKey, RowValue, Stored, Table } from '../../runtime/ports/table';

type Row = RowKey & Readonly<Record<string, RowValue>>;

const STRANGE_KEYS = ["it's", 'two words', '100%', 'a+b', 'a&b=c', 'é中😀', '%2F', '.', '..', "'", '"', 'a;b', '(x)', '-', '<b>', 'a|b'];

const NUMBERS = [
  0,
  -1,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 31,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  0.1,
  -1e-7,
  5e-324,
  1e21,
  1.5e300,
];

const TEXTS: readonly (readonly [string, string])[] = [
  ['empty', ''],
  ['outer spaces', '  x  '],
  ['quotes and line breaks', `'"\\ \r\n\t`],
  ['control characters', 'a\u0000b\u0001c\u007f'],
  ['emoji and bidi', '😀👩‍👩‍👧\u202eabc'],
  ['like markup', '--changeset\r\nHTTP/1.1 409 Conflict\r\nETag: x {"odata.error":{}} <a>&amp;'],
  ['just before the split', 'x'.repeat(32_000)],
  ['just after the split', 'x'.repeat(32_001)],
  ['a pair of surrogates at the split', `${'x'.repeat(31_999)}😀${'y'.repeat(40_000)}`],
  ['nearly as long as a row may be', 'z'.repeat(490_000)],
];

/** JSON of the service has no negative zero. */
const withoutNegativeZero = (values: Readonly<Record<string, RowValue>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === 0 ? 0 : value]));

/** `open` gives a table; rows of other tests may be in it. */
export function describeTableContract(name: string, open: () => Table<RowKey>): void {
  describe(`table contract: ${name}`, () => {
    let table: Table<Row>;
    let partition: string;
    let partitions = 0;

    beforeEach(() => {
      table = open() as Table<Row>;
      partitions += 1;
      partition = `p${Date.now()}-${partitions}`;
    });

    const row = (key: string, values: Readonly<Record<string, RowValue>> = {}): Row => ({ partition, key, ...values });
    const listed = async (options?: { from?: string; to?: string }) => {
      const rows: Stored<Row>[] = [];
      for await (const stored of table.list(partition, options)) rows.push(stored);
      return rows;
    };
    const keys = async (options?: { from?: string; to?: string }) => (await listed(options)).map((stored) => stored.row.key);

    describe('values', () => {
      it('answers undefined for a row that is not there', async () => {
        expect(await table.get(partition, 'none')).toBeUndefined();
      });

      it.each(TEXTS)('gives back a text as it was: %s', async (_case, text) => {
        await table.insert(row('k', { text, before: 1, textAfter: 'x' }));

        expect((await table.get(partition, 'k'))?.row).toEqual(row('k', { text, before: 1, textAfter: 'x' }));
        expect((await listed())[0]?.row['text']).toBe(text);
      });

      it('gives back numbers without loss, in single writes and in transactions', async () => {
        const numbers = Object.fromEntries(NUMBERS.map((value, index) => [`n${index}`, value]));

        await table.insert(row('single', numbers));
        await table.transact([{ kind: 'insert', row: row('transaction', numbers) }]);

        expect((await listed()).map((stored) => stored.row)).toEqual([row('single', numbers), row('transaction', numbers)]);
      });

      it('keeps true and false, and leaves out what is undefined', async () => {
        await table.insert(row('k', { yes: true, no: false, absent: undefined }));

        const stored = (await table.get(partition, 'k'))?.row ?? {};
        expect(stored).toEqual(row('k', { yes: true, no: false }));
        expect(Object.keys(stored)).not.toContain('absent');
      });

      it('replaces half of a character, which UTF-8 cannot carry', async () => {
        await table.insert(row('k', { text: 'a\ud800b' }));

        expect((await table.get(partition, 'k'))?.row['text']).toBe('a\ufffdb');
      });

      it('takes a row of 500,000 characters with several long texts', async () => {
        const values = { a: 'a'.repeat(249_000), b: 'b'.repeat(249_000), c: 'c' };

        await table.insert(row('k', values));

        expect((await table.get(partition, 'k'))?.row).toEqual(row('k', values));
      });

      it('gives back any row (property)', async () => {
        const value = fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 40 }),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.boolean(),
          fc.maxSafeInteger(),
        );
        const name = fc
          .stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/)
          .filter((candidate) => !['partition', 'key', 'etag', 'timestamp'].includes(candidate));
        let count = 0;
        await fc.assert(
          fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 12, noNullPrototype: true }), async (values) => {
            count += 1;
            const written = row(`k${count}`, values);
            await table.transact([{ kind: 'insert', row: written }]);
            expect((await table.get(partition, written.key))?.row).toEqual({ ...written, ...withoutNegativeZero(values) });
          }),
          { numRuns: 25, seed: 20261121, examples: [[{ zero: -0 }]] },
        );
      });

      it.each(STRANGE_KEYS)('takes the key %j', async (key) => {
        const strange: Row = { partition: `${partition}${key}`, key, n: 1 };

        const etag = await table.insert(strange);
        await table.transact([{ kind: 'replace', row: { ...strange, n: 2 }, etag }]);

        expect((await table.get(strange.partition, key))?.row).toEqual({ ...strange, n: 2 });
        await table.remove(strange);
        expect(await table.get(strange.partition, key)).toBeUndefined();
      });
    });

    describe('what is refused before it is sent', () => {
      it.each(['a/b', 'a\\b', 'a#b', 'a?b', 'a\nb', 'a\u0000', 'a\u0085', 'x'.repeat(513)])('the key %j', async (key) => {
        await expect(table.insert(row(key))).rejects.toThrow(RangeError);
        await expect(table.get(partition, key)).rejects.toThrow(RangeError);
        await expect(table.get(key, 'k')).rejects.toThrow(RangeError);
        await expect(table.remove(row(key))).rejects.toThrow(RangeError);
      });

      it.each(['etag', 'timestamp', 'PartitionKey', 'a b', 'a__1', '1a', 'a.b'])('a property named %j', async (name) => {
        await expect(table.upsert(row('k', { [name]: 'x' }))).rejects.toThrow(RangeError);
      });

      it.each([
        ['a row that is too long', { a: 'x'.repeat(500_001) }],
        ['a number that is none', { a: Number.NaN }],
        ['a number without end', { a: Number.POSITIVE_INFINITY }],
        ['an object', { a: {} as unknown as string }],
      ])('%s', async (_case, values) => {
        await expect(table.insert(row('k', values))).rejects.toThrow(RangeError);
      });

      it.each<[string, () => RowChange<Row>[]]>([
        ['101 changes', () => Array.from({ length: 101 }, (_, index) => ({ kind: 'upsert', row: row(`k${index}`) }))],
        [
          'a row twice',
          () => [
            { kind: 'upsert', row: row('k') },
            { kind: 'delete', row: row('k') },
          ],
        ],
        [
          'two partitions',
          () => [
            { kind: 'upsert', row: row('k') },
            { kind: 'upsert', row: { partition: 'other', key: 'k' } },
          ],
        ],
        [
          'more than 4 MiB',
          () => Array.from({ length: 3 }, (_, index) => ({ kind: 'upsert', row: row(`k${index}`, { text: 'x'.repeat(450_000) }) })),
        ],
      ])('a transaction with %s', async (_case, changes) => {
        await expect(table.transact(changes())).rejects.toThrow(RangeError);
        expect(await listed()).toEqual([]);
      });
    });

    describe('insert', () => {
      it('answers the ETag that the row then has', async () => {
        const etag = await table.insert(row('k'));

        expect((await table.get(partition, 'k'))?.etag).toBe(etag);
        expect((await listed())[0]?.etag).toBe(etag);
      });

      it('refuses a row that is there, and leaves it as it is', async () => {
        await table.insert(row('k', { n: 1 }));

        await expect(table.insert(row('k', { n: 2 }))).rejects.toMatchObject({ name: 'RowExistsError', index: 0, disposition: 'retry' });
        expect((await table.get(partition, 'k'))?.row['n']).toBe(1);
      });

      it('lets exactly one of many win', async () => {
        const results = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => table.insert(row('k', { n }))));

        expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
        for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(RowExistsError);
      });
    });

    describe('replace', () => {
      it('writes the whole row: what it does not name is gone', async () => {
        const etag = await table.insert(row('k', { old: 'x'.repeat(70_000), n: 1 }));

        await table.replace(row('k', { n: 2 }), etag);

        expect((await table.get(partition, 'k'))?.row).toEqual(row('k', { n: 2 }));
      });

      it('changes the ETag with every write', async () => {
        const etags = [await table.insert(row('k'))];
        for (let write = 0; write < 5; write += 1) etags.push(await table.replace(row('k'), etags.at(-1) as string));

        expect(new Set(etags).size).toBe(6);
        expect((await table.get(partition, 'k'))?.etag).toBe(etags.at(-1));
      });

      it('refuses an ETag that is not the current one', async () => {
        const stale = await table.insert(row('k', { n: 1 }));
        await table.replace(row('k', { n: 2 }), stale);

        await expect(table.replace(row('k', { n: 3 }), stale)).rejects.toMatchObject({
          name: 'RowChangedError',
          index: 0,
          disposition: 'retry',
        });
        expect((await table.get(partition, 'k'))?.row['n']).toBe(2);
      });

      it('refuses when the row is gone', async () => {
        const etag = await table.insert(row('k'));
        await table.remove(row('k'));

        await expect(table.replace(row('k'), etag)).rejects.toThrow(RowChangedError);
        expect(await table.get(partition, 'k')).toBeUndefined();
      });

      it('lets exactly one of many win', async () => {
        const etag = await table.insert(row('k', { n: -1 }));

        const results = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => table.replace(row('k', { n }), etag)));

        expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
        for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(RowChangedError);
      });
    });

    describe('upsert', () => {
      it('writes whatever is there, and the whole row', async () => {
        const first = await table.upsert(row('k', { a: 'x'.repeat(70_000) }));
        const second = await table.upsert(row('k', { b: 2 }));

        expect(second).not.toBe(first);
        expect(await table.get(partition, 'k')).toEqual({ row: row('k', { b: 2 }), etag: second });
      });
    });

    describe('remove', () => {
      it('removes the row that still has the ETag', async () => {
        const etag = await table.insert(row('k'));

        await table.remove(row('k'), etag);

        expect(await table.get(partition, 'k')).toBeUndefined();
        expect(await listed()).toEqual([]);
      });

      it('refuses another ETag and a row that is gone', async () => {
        const stale = await table.insert(row('k'));
        const etag = await table.replace(row('k'), stale);

        await expect(table.remove(row('k'), stale)).rejects.toThrow(RowChangedError);
        await table.remove(row('k'), etag);
        await expect(table.remove(row('k'), etag)).rejects.toThrow(RowChangedError);
      });

      it('without an ETag removes any version, and a row that is gone is no error', async () => {
        await table.insert(row('k'));

        await table.remove(row('k'));
        await table.remove(row('k'));

        expect(await table.get(partition, 'k')).toBeUndefined();
      });

      it('lets a row be inserted again', async () => {
        await table.insert(row('k', { n: 1 }));
        await table.remove(row('k'));
        await table.insert(row('k', { n: 2 }));

        expect(await keys()).toEqual(['k']);
      });
    });

    describe('transact', () => {
      it('does nothing with no changes', async () => {
        expect(await table.transact([])).toEqual([]);
      });

      it('makes changes of every kind, and answers one ETag a change in their order', async () => {
        const replaced = await table.insert(row('replaced', { n: 1 }));
        const removed = await table.insert(row('removed'));
        await table.insert(row('removed-any'));

        const etags = await table.transact([
          { kind: 'insert', row: row('inserted', { n: 1 }) },
          { kind: 'delete', row: row('removed'), etag: removed },
          { kind: 'replace', row: row('replaced', { n: 2 }), etag: replaced },
          { kind: 'delete', row: row('removed-any') },
          { kind: 'upsert', row: row('upserted', { n: 3 }) },
        ]);

        const etagOf = async (key: string) => (await table.get(partition, key))?.etag;
        expect(etags).toEqual([await etagOf('inserted'), '', await etagOf('replaced'), '', await etagOf('upserted')]);
        expect((await listed()).map((stored) => [stored.row.key, stored.row['n']])).toEqual([
          ['inserted', 1],
          ['replaced', 2],
          ['upserted', 3],
        ]);
      });

      it('takes 100 changes', async () => {
        const changes = Array.from(
          { length: 100 },
          (_, n): RowChange<Row> => ({ kind: 'insert', row: row(`k${String(n).padStart(3, '0')}`, { n }) }),
        );

        const etags = await table.transact(changes);

        expect(etags).toHaveLength(100);
        expect((await listed()).map((stored) => stored.etag)).toEqual(etags);
      });

      it.each<[string, number, string, (etags: { current: string; stale: string }) => RowChange<Row>]>([
        ['an insert of a row that is there', 2, 'RowExistsError', () => ({ kind: 'insert', row: row('there') })],
        ['a replace with a stale ETag', 2, 'RowChangedError', ({ stale }) => ({ kind: 'replace', row: row('there'), etag: stale })],
        ['a replace of a row that is gone', 2, 'RowChangedError', ({ current }) => ({ kind: 'replace', row: row('gone'), etag: current })],
        ['a delete with a stale ETag', 2, 'RowChangedError', ({ stale }) => ({ kind: 'delete', row: row('there'), etag: stale })],
        ['a delete of a row that is gone', 2, 'RowChangedError', () => ({ kind: 'delete', row: row('gone') })],
      ])('is all or nothing, and names the change that was refused: %s', async (_case, index, name, refused) => {
        const stale = await table.insert(row('there', { n: 1 }));
        const current = await table.replace(row('there', { n: 2 }), stale);

        const transaction = table.transact([
          { kind: 'insert', row: row('a') },
          { kind: 'upsert', row: row('b', { text: '0:not an index' }) },
          refused({ current, stale }),
          { kind: 'insert', row: row('c') },
        ]);

        await expect(transaction).rejects.toMatchObject({ name, index });
        expect((await listed()).map((stored) => [stored.row.key, stored.row['n'], stored.etag])).toEqual([['there', 2, current]]);
      });

      it('names the first of several changes that are refused', async () => {
        await table.insert(row('a'));
        await table.insert(row('b'));

        const transaction = table.transact([
          { kind: 'upsert', row: row('c') },
          { kind: 'insert', row: row('b') },
          { kind: 'insert', row: row('a') },
        ]);

        await expect(transaction).rejects.toMatchObject({ name: 'RowExistsError', index: 1 });
      });

      it('lets exactly one of two claims of the same rows win', async () => {
        const etags = await table.transact([
          { kind: 'insert', row: row('a') },
          { kind: 'insert', row: row('b') },
        ]);
        const claim = (worker: string) =>
          table.transact(['a', 'b'].map((key, index) => ({ kind: 'replace', row: row(key, { worker }), etag: etags[index] as string })));

        const results = await Promise.allSettled([claim('one'), claim('two'), claim('three')]);

        expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
        expect(new Set((await listed()).map((stored) => stored.row['worker'])).size).toBe(1);
      });
    });

    describe('list', () => {
      it('answers the rows of one partition in key order', async () => {
        for (const key of ['b', 'a10', 'a', 'B', 'a2']) await table.insert(row(key));
        await table.insert({ partition: `${partition}x`, key: 'other' });

        expect(await keys()).toEqual(['B', 'a', 'a10', 'a2', 'b']);
      });

      it('includes the first key, and excludes the last', async () => {
        for (const key of ['a', 'b', 'c', 'd', "d'"]) await table.insert(row(key));

        expect(await keys({ from: 'b', to: 'd' })).toEqual(['b', 'c']);
        expect(await keys({ from: 'bb' })).toEqual(['c', 'd', "d'"]);
        expect(await keys({ to: "d'" })).toEqual(['a', 'b', 'c', 'd']);
      });

      it('answers nothing for a partition without rows', async () => {
        expect(await listed()).toEqual([]);
      });

      it('reads more rows than a page holds, each once', async () => {
        const all = Array.from({ length: 1_200 }, (_, index) => `k${String(index).padStart(5, '0')}`);
        for (let start = 0; start < all.length; start += 100) {
          await table.transact(all.slice(start, start + 100).map((key) => ({ kind: 'insert', row: row(key) })));
        }

        expect(await keys()).toEqual(all);
        expect(await keys({ from: 'k00100', to: 'k01150' })).toEqual(all.slice(100, 1_150));
      });

      it('may be left early', async () => {
        for (const key of ['a', 'b']) await table.insert(row(key));

        for await (const stored of table.list(partition)) {
          expect(stored.row.key).toBe('a');
          break;
        }
      });
    });
  });
}
