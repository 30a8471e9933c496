import fc from 'fast-check';
import { decodeAttachment } from '../../../../runtime/domain/item/attachment-content';
import { createTransferDecoder } from '../../../../runtime/domain/item/mime/create-transfer-decoder';
import { encodeBody } from '../corpus/mail-writer';

function decode(encoding: 'base64' | 'quoted-printable', chunks: readonly Buffer[]) {
  const decoder = createTransferDecoder(encoding);
  const decoded: Buffer[] = [];
  for (const chunk of chunks) decoder.write(chunk, (bytes) => decoded.push(Buffer.from(bytes)));
  decoder.end((bytes) => decoded.push(Buffer.from(bytes)));
  return { text: Buffer.concat(decoded).toString('latin1'), isClean: decoder.isCleanBase64, isDamaged: decoder.isDamaged };
}

describe('base64', () => {
  it.each([
    ['nothing', '', '', true, false],
    ['one line', 'YWJj', 'abc', true, false],
    ['padding', 'YWI=', 'ab', true, false],
    ['more padding', 'YQ==', 'a', true, false],
    ['lines', 'YWJj\r\nZGVm\nZ2hp\r\n', 'abcdefghi', true, false],
    ['lines that cut groups', 'YW\r\nJj', 'abc', true, false],
    ['blank lines', '\r\nYWJj\r\n\r\n', 'abc', true, false],
    ['no padding', 'YWI', 'ab', false, false],
    ['space', 'YWJj ZGVm', 'abcdef', false, false],
    ['tab at the end', 'YWJj\t', 'abc', false, false],
    ['other characters', 'YW!Jj', 'abc', false, true],
    ['8-bit characters', 'YW\xe9Jj', 'abc', false, true],
    ['the alphabet for URLs is left out, as two independent readers do', 'YWJj-_YWJj', 'abcabc', false, true],
    ['padding in the middle ends a unit', 'YQ==YWJj', 'aabc', false, false],
    ['padding on every line', 'YQ==\r\nYg==\r\n', 'ab', false, false],
    ['padding cut by a line end', 'YQ=\r\n=', 'a', false, false],
    ['line end before the padding', 'YQ\r\n==', 'a', true, false],
    ['too much padding', 'YWI==', 'ab', false, false],
    ['one character too many', 'YWJjZ', 'abc', false, true],
    ['bits that nobody needs', 'YR==', 'a', false, false],
    ['a bare CR', 'YW\rJj', 'abc', false, false],
  ])('%s', (_case, encoded, text, isClean, isDamaged) => {
    const bytes = Buffer.from(encoded, 'latin1');

    expect(decode('base64', [bytes])).toEqual({ text, isClean, isDamaged });
    expect(
      decode(
        'base64',
        [...bytes].map((byte) => Buffer.from([byte])),
      ),
    ).toEqual({ text, isClean, isDamaged });
  });

  it('gives back any bytes in any chunks', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 80 }),
        fc.constantFrom('\r\n', '\n'),
        (content, size, lineEnd) => {
          const encoded = encodeBody(Buffer.from(content), 'base64', lineEnd);
          const chunks = Array.from({ length: Math.ceil(encoded.length / size) }, (_, index) =>
            encoded.subarray(index * size, (index + 1) * size),
          );

          expect(decode('base64', chunks)).toEqual({ text: Buffer.from(content).toString('latin1'), isClean: true, isDamaged: false });
        },
      ),
    );
  });

  it('is clean over many pieces', () => {
    const content = Buffer.alloc(1_000_000, 'The quick brown fox');

    expect(decode('base64', [encodeBody(content, 'base64')])).toEqual({
      text: content.toString('latin1'),
      isClean: true,
      isDamaged: false,
    });
  });

  it('of nothing but padding takes no more than its length asks for', () => {
    const cpuOf = (bytes: number): number => {
      const before = process.cpuUsage();
      decodeAttachment(Buffer.alloc(bytes, '=A'), 'base64');
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    cpuOf(100_000);

    const few = cpuOf(300_000);

    // Ten times the bytes: 10 when it grows with the length, 100 with its square.
    expect(cpuOf(3_000_000) / few).toBeLessThan(40);
  });
});

describe('quoted-printable', () => {
  it.each([
    ['plain', 'Hello', 'Hello'],
    ['escapes', '=C3=BC=c3=bc', '\xc3\xbc\xc3\xbc'],
    ['a soft line break', 'Hel=\r\nlo', 'Hello'],
    ['a soft line break with LF', 'Hel=\nlo', 'Hello'],
    ['a soft line break with white space', 'Hel= \t\r\nlo', 'Hello'],
    ['a soft line break at the end', 'Hello=', 'Hello'],
    ['a hard line break', 'a\r\nb', 'a\r\nb'],
    ['an equals sign', '1+1=2', '1+1=2'],
    ['half an escape', '=4', '=4'],
    ['an escape that is none', '=GG=4G', '=GG=4G'],
    ['white space at the end of a line stays', 'a \r\nb', 'a \r\nb'],
    ['8-bit characters', '\xe9', '\xe9'],
  ])('%s', (_case, encoded, text) => {
    const bytes = Buffer.from(encoded, 'latin1');

    expect(decode('quoted-printable', [bytes]).text).toBe(text);
    expect(
      decode(
        'quoted-printable',
        [...bytes].map((byte) => Buffer.from([byte])),
      ).text,
    ).toBe(text);
  });

  it('gives back any text in any chunks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 80 }), (content, size) => {
        // A line break of a text is a line break in its encoding; what stands alone is not.
        const text = Buffer.from(content.filter((byte) => byte !== 0x0d && byte !== 0x0a));
        const encoded = encodeBody(text, 'quoted-printable');
        const chunks = Array.from({ length: Math.ceil(encoded.length / size) }, (_, index) =>
          encoded.subarray(index * size, (index + 1) * size),
        );

        expect(decode('quoted-printable', chunks).text).toBe(text.toString('latin1'));
      }),
    );
  });
});
