import { createHash } from 'node:crypto';
import { resumableHash } from '../../../runtime/domain/package/resumable-hash';
import { download } from '../../../runtime/pipeline/collect/download';
import type { BlockUpload } from '../../../runtime/ports/blob-container';
import type { ListedPackage, Source } from '../../../runtime/ports/source';

const BLOCK = 4 * 1024 * 1024;
/** From this size on a download may go on in another handler. */
const LARGE = 256 * 1024 * 1024;
const DEADLINE = new Date('2026-11-21T06:38:00Z');
const signal = new AbortController().signal;

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const bytes = (length: number, from = 0) =>
  Buffer.alloc(length, Buffer.from(Array.from({ length: 251 }, (_none, at) => (at + from) % 251)));
const listedAs = (length: number): ListedPackage => ({
  name: 'day.zip',
  bytes: length,
  stamp: 's',
  arrivedAt: undefined,
  modifiedAt: undefined,
});

/** One handler that downloads, and what it did. */
class Handler {
  readonly stagedBlocks: (readonly [index: number, content: Buffer])[] = [];
  readonly openedAt: number[] = [];
  readonly signals: AbortSignal[] = [];
  chunksTaken = 0;
  now = new Date(DEADLINE.getTime() - 1);

  constructor(
    private readonly chunks: readonly Buffer[],
    private readonly alreadyStaged: readonly number[] = [],
  ) {}

  download(listed: ListedPackage, noted = '') {
    const upload: BlockUpload = {
      staged: async () => this.alreadyStaged,
      stage: async (index, content) => void this.stagedBlocks.push([index, Buffer.from(content)]),
      commit: async () => {
        throw new Error('A download commits nothing');
      },
    };
    const source = { open: (_listed: ListedPackage, offset: number, asked: AbortSignal) => this.open(offset, asked) } as unknown as Source;
    const clock = { now: () => this.now, sleep: async () => {} };
    return download(listed, noted, upload, { source, clock }, { deadline: DEADLINE, signal });
  }

  get sizes(): readonly (readonly [number, number])[] {
    return this.stagedBlocks.map(([index, content]) => [index, content.length]);
  }

  get content(): Buffer {
    return Buffer.concat(this.stagedBlocks.map(([, content]) => content));
  }

  private async *open(offset: number, asked: AbortSignal): AsyncGenerator<Buffer> {
    this.openedAt.push(offset);
    this.signals.push(asked);
    for (const chunk of this.chunks) {
      this.chunksTaken += 1;
      yield chunk;
    }
  }
}

describe('a download', () => {
  it.each([
    ['smaller than a block', [bytes(1_000)], [[0, 1_000]]],
    ['of a block', [bytes(BLOCK)], [[0, BLOCK]]],
    ['of a block, in chunks', [bytes(BLOCK - 10), bytes(10, 7)], [[0, BLOCK]]],
    [
      'a little larger than a block',
      [bytes(BLOCK + 1)],
      [
        [0, BLOCK],
        [1, 1],
      ],
    ],
    [
      'in one chunk of two blocks and a rest',
      [bytes(2 * BLOCK + 3)],
      [
        [0, BLOCK],
        [1, BLOCK],
        [2, 3],
      ],
    ],
    [
      'in chunks that fit no block',
      [bytes(3_000_000), bytes(3_000_000, 1), bytes(3_000_000, 2)],
      [
        [0, BLOCK],
        [1, BLOCK],
        [2, 9_000_000 - 2 * BLOCK],
      ],
    ],
    ['with empty chunks', [Buffer.alloc(0), bytes(5), Buffer.alloc(0)], [[0, 5]]],
    ['of no bytes', [], []],
  ])('%s becomes blocks of 4 MiB, byte for byte', async (_case, chunks, blocks) => {
    const content = Buffer.concat(chunks);
    const handler = new Handler(chunks);

    const result = await handler.download(listedAs(content.length));

    expect(result).toEqual({ kind: 'whole', sha256: sha256(content), blocks: blocks.length });
    expect(handler.sizes).toEqual(blocks);
    expect(handler.content.equals(content)).toBe(true);
    expect([handler.openedAt, handler.signals]).toEqual([[0], [signal]]);
  });

  it.each([
    ['before', 999, 'it ended after 999 of 1000 bytes'],
    ['behind', 1_001, 'it ended after 1001 of 1000 bytes'],
  ])('that ends %s what was listed is no package, and says so', async (_case, length, why) => {
    await expect(new Handler([bytes(length)]).download(listedAs(1_000))).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringMatching(new RegExp(`a package.*${why}`)),
    });
  });

  it('of a small package does not stop at the end of its time', async () => {
    const handler = new Handler([bytes(BLOCK), bytes(BLOCK, 3)]);
    handler.now = new Date(DEADLINE.getTime() + 1);

    expect(await handler.download(listedAs(2 * BLOCK))).toMatchObject({ kind: 'whole', blocks: 2 });
  });

  it('of one byte less than a large package is small', async () => {
    const handler = new Handler([bytes(BLOCK), bytes(BLOCK)], [BLOCK]);
    handler.now = new Date(DEADLINE.getTime() + 1);

    await expect(handler.download(listedAs(LARGE - 1), '{"offset":4194304,"blocks":1,"hash":""}')).rejects.toThrow(
      'it ended after 8388608',
    );
    expect(handler.openedAt).toEqual([0]);
  });
});

describe('a download of a large package', () => {
  const begun = async (): Promise<{ progress: string; first: Buffer }> => {
    const first = bytes(BLOCK);
    const handler = new Handler([first, bytes(BLOCK, 3), bytes(BLOCK, 5)]);
    handler.now = new Date(DEADLINE.getTime() + 1);
    const result = await handler.download(listedAs(LARGE));
    if (result.kind !== 'continues') throw new Error('It went on');
    expect([handler.sizes, handler.chunksTaken]).toEqual([[[0, BLOCK]], 1]);
    return { progress: result.progress, first };
  };

  it('stops behind the first block after its time is over, and says how to go on', async () => {
    const { progress, first } = await begun();

    const { hash, ...place } = JSON.parse(progress);
    expect(place).toEqual({ offset: BLOCK, blocks: 1 });
    expect((await resumableHash(hash)).digest()).toBe(sha256(first));
  });

  it('goes on until its time is over, not at its last moment', async () => {
    const handler = new Handler([bytes(BLOCK), bytes(BLOCK)]);
    handler.now = DEADLINE;

    await expect(handler.download(listedAs(LARGE))).rejects.toThrow(`it ended after ${2 * BLOCK} of ${LARGE} bytes`);
  });

  /** As if all but the end had come: the hash goes on from that of a beginning, whatever its length. */
  async function noted(length: number, blocks: number): Promise<string> {
    const hash = await resumableHash();
    hash.update(Buffer.from('the beginning, '));
    return JSON.stringify({ offset: length, blocks, hash: hash.state() });
  }
  const END = Buffer.from('and the end');
  const STAGED = [LARGE - END.length - BLOCK, BLOCK];

  it.each([
    ['as it was noted', STAGED],
    ['and a block more, which was staged after the note', [...STAGED, BLOCK]],
  ])('goes on behind what is staged, %s', async (_case, staged) => {
    const handler = new Handler([END], staged);

    const result = await handler.download(listedAs(LARGE), await noted(LARGE - END.length, 2));

    expect(result).toEqual({ kind: 'whole', sha256: sha256(Buffer.from('the beginning, and the end')), blocks: 3 });
    expect([handler.openedAt, handler.sizes]).toEqual([[LARGE - END.length], [[2, END.length]]]);
  });

  it.each([
    ['nothing of it is there', []],
    ['a block is missing', STAGED.slice(1)],
    ['there are fewer blocks with as many bytes', [LARGE - END.length]],
    ['a block has another size', [STAGED[0] as number, BLOCK - 1]],
  ])('begins again when %s', async (_case, staged) => {
    const first = bytes(BLOCK, 9);
    const handler = new Handler([first], staged);
    handler.now = new Date(DEADLINE.getTime() + 1);

    const result = await handler.download(listedAs(LARGE), await noted(LARGE - END.length, 2));

    expect([handler.openedAt, handler.sizes]).toEqual([[0], [[0, BLOCK]]]);
    expect(result.kind === 'continues' && (await resumableHash(JSON.parse(result.progress).hash)).digest()).toBe(sha256(first));
  });
});
