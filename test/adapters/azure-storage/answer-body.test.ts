import { AnswerBody } from '../../../runtime/adapters/azure-storage/answer-body';

const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_none, index) => (index * 7) % 251));

/** Pieces as a socket hands them over: each with memory of its own. */
function pieces(content: Buffer, size: number): Buffer[] {
  const cut: Buffer[] = [];
  for (let at = 0; at < content.length; at += size) {
    const piece = Buffer.allocUnsafeSlow(Math.min(size, content.length - at));
    content.copy(piece, 0, at);
    cut.push(piece);
  }
  return cut;
}

function bodyOf(declared: string | undefined, chunks: readonly Buffer[]): Buffer {
  const body = new AnswerBody(declared);
  for (const chunk of chunks) body.add(chunk);
  return body.end();
}

describe('the body of an answer', () => {
  it.each([
    ['declared', String(CONTENT.length)],
    ['not declared', undefined],
    ['declared as no number', 'many'],
    ['declared longer than any range', '900000000'],
  ])('is all of its chunks: length %s', (_case, declared) => {
    expect(bodyOf(declared, pieces(CONTENT, 65_536)).equals(CONTENT)).toBe(true);
  });

  it.each([0, 1, 65_536])('of %d bytes is as it came', (bytes) => {
    const content = CONTENT.subarray(0, bytes);

    expect(bodyOf(String(bytes), pieces(content, 65_536)).equals(content)).toBe(true);
  });

  it('that ends early is as long as what came', () => {
    expect(bodyOf(String(CONTENT.length), pieces(CONTENT.subarray(0, 100_000), 65_536)).length).toBe(100_000);
  });

  it('gives back the memory of what it has copied, and leaves alone what others may look at', () => {
    const own = pieces(CONTENT.subarray(0, 200_000), 100_000);
    const shared = Buffer.from(CONTENT.subarray(200_000));
    const view = shared.subarray(0, shared.length - 1);

    bodyOf('299999', [...own, view]);

    expect(own.map(({ length }) => length)).toEqual([0, 0]);
    expect(view.equals(CONTENT.subarray(200_000, 299_999))).toBe(true);
  });
});
