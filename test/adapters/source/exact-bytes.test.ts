import { exactBytes } from '../../../runtime/adapters/source/exact-bytes';
import { PackageGoneError } from '../../../runtime/ports/source-errors';

async function* chunksOf(...lengths: number[]): AsyncGenerator<Buffer> {
  for (const length of lengths) yield Buffer.alloc(length, length);
}

async function lengths(chunks: AsyncIterable<Buffer>): Promise<number[]> {
  const seen: number[] = [];
  for await (const chunk of chunks) seen.push(chunk.length);
  return seen;
}

describe('exactBytes', () => {
  it('passes on what has the promised size', async () => {
    expect(await lengths(exactBytes(chunksOf(10, 20, 5), 35))).toEqual([10, 20, 5]);
  });

  it('cuts chunks that are too large for the port', async () => {
    const mebibyte = 1024 * 1024;

    expect(await lengths(exactBytes(chunksOf(2 * mebibyte + 1), 2 * mebibyte + 1))).toEqual([mebibyte, mebibyte, 1]);
  });

  it.each([
    ['shorter', 9],
    ['longer', 11],
    ['empty', 0],
  ])('fails for a package that is %s', async (_case, length) => {
    await expect(lengths(exactBytes(chunksOf(length), 10))).rejects.toThrow(PackageGoneError);
  });

  it('does not pass on the chunk that is too much', async () => {
    const seen: number[] = [];

    const reading = (async () => {
      for await (const chunk of exactBytes(chunksOf(6, 6), 10)) seen.push(chunk.length);
    })();

    await expect(reading).rejects.toThrow(PackageGoneError);
    expect(seen).toEqual([6]);
  });
});
