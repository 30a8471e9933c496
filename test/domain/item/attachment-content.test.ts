import fc from 'fast-check';
import { AttachmentDecoder, attachmentBase64, base64OfRange } from '../../../runtime/domain/item/attachment-content';
import type { Item } from '../../../runtime/domain/item/item';
import { encodeBody } from './corpus/mail-writer';
import { read } from './read-mail';

function mailWith(encodingHeader: string, body: Buffer): { mail: Buffer; item: Item; encoded: Buffer } {
  const head = `From: a@b.example\r\nContent-Type: image/jpeg; name=a.jpg\r\n${encodingHeader}\r\n\r\n`;
  const mail = Buffer.concat([Buffer.from(head), body]);
  const item = read(mail);
  return { mail, item, encoded: mail.subarray(item.attachments[0]?.start, item.attachments[0]?.end) };
}

function attachmentOf(item: Item) {
  const attachment = item.attachments[0];
  if (attachment === undefined) throw new Error('The item has no attachment');
  return attachment;
}

const CONTENT = Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 31) & 0xff));

describe('attachmentBase64', () => {
  it.each([
    ['lines of 76', encodeBody(CONTENT, 'base64'), true],
    ['LF line ends', encodeBody(CONTENT, 'base64', '\n'), true],
    ['one line', Buffer.from(CONTENT.toString('base64')), true],
    ['lines of any length', Buffer.from(CONTENT.toString('base64').replace(/(.{5})(.{40})(.{9})/g, '$1\r\n$2\n$3\r\n')), true],
    ['a line end after the last line', Buffer.concat([encodeBody(CONTENT, 'base64'), Buffer.from('\r\n\r\n')]), true],
    [
      'padding on every line',
      Buffer.from(
        (CONTENT.toString('latin1').match(/[\s\S]{1,10}/g) ?? [])
          .map((piece) => Buffer.from(piece, 'latin1').toString('base64'))
          .join('\r\n'),
      ),
      false,
    ],
    ['spaces in it', Buffer.from(CONTENT.toString('base64').replace(/(.{10})/g, '$1 ')), false],
  ])('of base64 with %s', (_case, body, isClean) => {
    const { item, encoded } = mailWith('Content-Transfer-Encoding: base64', body);

    expect(attachmentOf(item).isCleanBase64).toBe(isClean);
    expect(attachmentBase64(encoded, attachmentOf(item)).toString('latin1')).toBe(CONTENT.toString('base64'));
  });

  it.each([
    [
      'quoted-printable',
      'Content-Transfer-Encoding: quoted-printable',
      Buffer.from([...CONTENT].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join('')),
    ],
    ['no encoding', 'Content-Transfer-Encoding: binary', CONTENT],
  ])('of %s', (_case, header, body) => {
    const { item, encoded } = mailWith(header, body);

    expect(attachmentBase64(encoded, attachmentOf(item)).toString('latin1')).toBe(CONTENT.toString('base64'));
  });

  it('of nothing is nothing', () => {
    const { item, encoded } = mailWith('Content-Transfer-Encoding: base64', Buffer.alloc(0));

    expect(attachmentOf(item)).toMatchObject({ bytes: 0, isCleanBase64: true });
    expect(attachmentBase64(encoded, attachmentOf(item))).toHaveLength(0);
  });

  it('does not copy a single line', () => {
    const { item, encoded } = mailWith('Content-Transfer-Encoding: base64', Buffer.from('AAEC'));

    expect(attachmentBase64(encoded, attachmentOf(item)).buffer).toBe(encoded.buffer);
  });

  it('decodes and encodes what was said to be clean and is not', () => {
    const wrong = Buffer.from('AA=\r\n=AAEC!');

    expect(attachmentBase64(wrong, { encoding: 'base64', isCleanBase64: true, bytes: 4 }).toString('latin1')).toBe('AAABAg==');
  });

  it('is what the native encoder writes, for any content and any lines', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom('\r\n', '\n'),
        (content, width, lineEnd) => {
          const expected = Buffer.from(content).toString('base64');
          const lines = expected.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
          const { item, encoded } = mailWith('Content-Transfer-Encoding: base64', Buffer.from(lines.join(lineEnd)));

          expect(attachmentBase64(encoded, attachmentOf(item)).toString('latin1')).toBe(expected);
        },
      ),
    );
  });
});

describe('a range that arrives in chunks', () => {
  async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }

  it('gives the same base64', async () => {
    const { item, encoded } = mailWith('Content-Transfer-Encoding: base64', encodeBody(CONTENT, 'base64'));

    for (const size of [1, 7, 78, 10_000]) {
      expect((await base64OfRange(attachmentOf(item), () => chunks(encoded, size))).toString('latin1')).toBe(CONTENT.toString('base64'));
    }
  });

  it.each(['base64', 'quoted-printable'] as const)('of other bytes is refused: %s', async (encoding) => {
    const { item, encoded } = mailWith(`Content-Transfer-Encoding: ${encoding}`, encodeBody(CONTENT, encoding));
    const wrong = encoded.subarray(200);

    await expect(base64OfRange(attachmentOf(item), () => chunks(wrong, 1_000))).rejects.toThrow(/not where it was found/);
  });

  it('is decoded into bytes that are the caller\u2019s to keep', () => {
    const encoded = encodeBody(CONTENT, 'base64');
    const decoder = new AttachmentDecoder('base64');
    const decoded: Buffer[] = [];
    for (let at = 0; at < encoded.length; at += 33) decoded.push(decoder.write(encoded.subarray(at, at + 33)));
    decoded.push(decoder.end());

    expect(Buffer.concat(decoded)).toEqual(CONTENT);
  });
});
