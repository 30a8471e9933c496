import fc from 'fast-check';
import { TextDigest } from '../../../runtime/domain/item/text-digest';
import { sha256 } from './read-mail';

function digest(...chunks: string[]): string {
  const text = new TextDigest();
  for (const chunk of chunks) text.update(Buffer.from(chunk, 'latin1'));
  return text.hex();
}

describe('TextDigest', () => {
  it.each([
    ['plain text', 'Hello', 'Hello'],
    ['CRLF is LF', 'a\r\nb\r\n\r\nc', 'a\nb\n\nc'],
    ['line ends at the end do not count', 'a\r\n\n\r\n', 'a'],
    ['line ends at the beginning do', '\r\na', '\na'],
    ['a bare CR is text', 'a\rb\r\r\nc', 'a\rb\r\nc'],
    ['a bare CR at the end is text', 'a\n\r', 'a\n\r'],
    ['a bare CR among line ends at the end', 'a\n\r\rb', 'a\n\r\rb'],
    ['white space is text', 'a \n', 'a '],
    ['nothing', '', ''],
    ['line ends only', '\r\n\n', ''],
  ])('%s', (_case, text, normalised) => {
    expect(digest(text)).toBe(sha256(normalised));
    expect(digest(...text)).toBe(sha256(normalised));
  });

  it('takes many line ends between', () => {
    expect(digest('a', '\n'.repeat(10_000), 'b')).toBe(sha256(`a${'\n'.repeat(10_000)}b`));
  });

  it('does not depend on the chunks', () => {
    const pieces = fc.array(fc.constantFrom('a', '\r', '\n', '\r\n', 'bc'), { maxLength: 30 });
    fc.assert(fc.property(pieces, (chunks) => expect(digest(...chunks)).toBe(digest(chunks.join('')))));
  });
});
