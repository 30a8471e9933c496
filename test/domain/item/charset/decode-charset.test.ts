import { decodeCharset } from '../../../../runtime/domain/item/charset/decode-charset';
import { isReadable } from '../../../../runtime/domain/item/item';
import { readItem } from '../../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../../runtime/domain/item/item-settings';
import { type BodyEncoding, encodeBody } from '../corpus/mail-writer';
import { KNOWN_TEXTS } from './known-texts';

function read(bytes: Buffer) {
  const item = readItem(bytes, DEFAULT_ITEM_SETTINGS);
  if (!isReadable(item)) throw new Error(item.unreadable.detail);
  return item;
}

function mailOf(charset: string, bytes: Buffer, encoding: BodyEncoding): Buffer {
  const header = `From: a@b.example\r\nContent-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  // Every byte escaped: in text of two bytes a character, a line feed byte is no line end.
  const body =
    encoding === 'quoted-printable'
      ? Buffer.from([...bytes].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join(''))
      : encodeBody(bytes, encoding);
  return Buffer.concat([Buffer.from(header), body]);
}

function encodedWord(charset: string, bytes: Buffer, encoding: 'b' | 'q'): string {
  const payload = encoding === 'b' ? bytes.toString('base64') : [...bytes].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join('');
  return `=?${charset}?${encoding}?${payload}?=`;
}

describe('known texts', () => {
  it('cover more character sets than any mail reader was measured on', () => {
    expect(KNOWN_TEXTS.length).toBeGreaterThanOrEqual(52);
  });

  describe.each(KNOWN_TEXTS)('%s: %s', (charset, text, hex) => {
    const bytes = Buffer.from(hex, 'hex');

    it.each<BodyEncoding>(['base64', 'quoted-printable', '8bit'])('is right as a body in %s', (encoding) => {
      const item = read(mailOf(charset, bytes, encoding));

      expect(item.text).toBe(text);
      expect(item.problems.map(({ code }) => code)).not.toContain('text-damaged');
    });

    it.each(['b', 'q'] as const)('is right as a subject in encoding %s', (encoding) => {
      expect(read(Buffer.from(`Subject: ${encodedWord(charset, bytes, encoding)}\r\n\r\n`)).subject).toBe(text);
    });

    it('is right as a subject that was cut between bytes', () => {
      const half = Math.ceil(bytes.length / 2);
      const words = [bytes.subarray(0, half), bytes.subarray(half)].map((part) => encodedWord(charset, part, 'b'));

      expect(read(Buffer.from(`Subject: ${words.join('\r\n ')}\r\n\r\n`)).subject).toBe(text);
    });
  });
});

describe('decodeCharset', () => {
  it.each([
    ['no label, UTF-8', undefined, 'Zo\u00eb', 'utf8', undefined],
    ['no label, windows-1252', undefined, 'Zo\u00eb', 'latin1', undefined],
    ['us-ascii with UTF-8 bytes', 'us-ascii', 'Zo\u00eb', 'utf8', 'charset-mismatch'],
    ['us-ascii with windows-1252 bytes', 'us-ascii', 'Zo\u00eb', 'latin1', 'charset-mismatch'],
    ['iso-8859-1 with UTF-8 bytes', 'iso-8859-1', '\u041f\u0440\u0438', 'utf8', 'charset-mismatch'],
    ['utf-8 with windows-1252 bytes', 'utf-8', 'Zo\u00eb', 'latin1', 'charset-mismatch'],
    ['unknown label, UTF-8 bytes', 'x-nobody-knows', 'Zo\u00eb', 'utf8', 'charset-unknown'],
    ['unknown label, other bytes', 'x-nobody-knows', 'Zo\u00eb', 'latin1', 'charset-unknown'],
    ['a transfer encoding as a label', 'base64', 'Zm9v', 'latin1', 'charset-unknown'],
    ['a property of every object as a label', 'constructor', 'foo', 'latin1', 'charset-unknown'],
  ] as const)('sees through %s', (_case, label, text, encoding, problem) => {
    expect(decodeCharset(Buffer.from(text, encoding), label)).toEqual({ text, problem });
  });

  it('says when characters are lost, and keeps the others', () => {
    const bytes = Buffer.concat([Buffer.from('Zo\u00eb '), Buffer.from([0xc3]), Buffer.from(' end')]);

    expect(decodeCharset(bytes, 'utf-8')).toEqual({ text: 'Zo\u00eb \ufffd end', problem: 'text-damaged' });
  });

  it.each([
    ['the two halves of an emoji, as Java writes them', 'eda0bdedb880', '\ud83d\ude00', undefined],
    ['half an emoji', '61eda0bd62', 'a\ufffdb', 'text-damaged'],
    ['the other half first', 'edb880eda0bd', '\ufffd\ufffd', 'text-damaged'],
  ] as const)('mends UTF-8 with %s', (_case, hex, text, problem) => {
    expect(decodeCharset(Buffer.from(hex, 'hex'), 'utf-8')).toEqual({ text, problem });
    expect(decodeCharset(Buffer.from(hex, 'hex'), undefined).text).toBe(text);
  });

  it('reads Japanese mail of the old kind without a label', () => {
    expect(decodeCharset(Buffer.from('\x1b$B$3$s\x1b(B', 'latin1'), undefined).text).toBe('\u3053\u3093');
  });

  it('drops a byte order mark', () => {
    expect(decodeCharset(Buffer.from('\ufefffoo'), 'utf-8').text).toBe('foo');
  });

  it.each(['utf-8', 'utf-16', 'utf-32', 'iso-2022-jp', 'iso-2022-kr', 'hz-gb-2312', 'euc-tw', 'utf-7', 'big5', 'gb18030', 'shift_jis'])(
    'never throws on noise in %s',
    (label) => {
      for (let length = 0; length < 200; length++) {
        const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 89 + length * 57) & 0xff));

        expect(typeof decodeCharset(bytes, label).text).toBe('string');
      }
    },
  );
});

describe('UTF-7', () => {
  const markup = '+ADw-script+AD4-alert(1)+ADw-/script+AD4-';

  it('is decoded in text, where markup is text', () => {
    expect(read(Buffer.from(`Content-Type: text/plain; charset=utf-7\r\n\r\n${markup}`)).text).toBe('<script>alert(1)</script>');
  });

  it.each(['utf-7', 'UTF7', 'unicode-1-1-utf-7', 'csUnicode11UTF7'])('never becomes markup in HTML labelled %s', (label) => {
    const item = read(Buffer.from(`Content-Type: text/html; charset=${label}\r\n\r\n<p>Hi ${markup}</p>`));

    expect(item.html).toBeUndefined();
    expect(item.text).toBe('Hi <script>alert(1)</script>');
  });
});

describe('HTML without a charset in its header', () => {
  it('is read in the one that it names itself', () => {
    const html = Buffer.concat([
      Buffer.from('Content-Type: text/html\r\n\r\n<meta charset="windows-1251"><p>'),
      Buffer.from('cff0e8e2e5f2', 'hex'),
      Buffer.from('</p>'),
    ]);

    expect(read(html)).toMatchObject({
      text: '\u041f\u0440\u0438\u0432\u0435\u0442',
      html: '<meta charset="windows-1251"><p>\u041f\u0440\u0438\u0432\u0435\u0442</p>',
    });
  });
});
