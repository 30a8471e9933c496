import { isReadable } from '../../../runtime/domain/item/item';
import { ItemReader, readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { encodeBody } from '../../domain/item/corpus/mail-writer';
import { problemCodes, read, sha256 } from '../../domain/item/read-mail';
import { RandomSource } from './random-source';

const MEBIBYTE = 1024 * 1024;
const LONGEST_READ_IN_MS = 5_000;
const HEAD = 'From: Sam Jones 17819988776 <sam@contoso.example>\r\nMessage-ID: <1_2>\r\nDate: Fri, 21 Nov 2025 06:30:00 +0000\r\n';

function nested(levels: number, innermost: string): string {
  const opening = Array.from({ length: levels }, (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`);
  const closing = Array.from({ length: levels }, (_, level) => `\r\n--b${levels - 1 - level}--`);
  return `${HEAD}${opening.join('')}${innermost}${closing.join('')}\r\n`;
}

describe('sizes that other readers refuse are read', () => {
  it('500 levels of nesting', () => {
    const item = read(nested(500, '\r\nHello from the bottom'));

    expect(item.text).toBe('Hello from the bottom');
    expect(item.problems).toEqual([]);
  });

  it('20,000 parts', () => {
    const parts = Array.from(
      { length: 20_000 },
      (_, index) => `--b\r\nContent-Type: application/x; name="${index}.bin"\r\n\r\n${index}\r\n`,
    );
    const item = read(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n${parts.join('')}--b--\r\n`);

    expect(item.text).toBe('Hello');
    expect(item.attachments).toHaveLength(20_000);
    expect(item.attachments[19_999]).toMatchObject({ name: '19999.bin', sha256: sha256('19999') });
    expect(item.problems).toEqual([]);
  });

  it('a header of 200 kB', () => {
    const item = read(`${HEAD}X-Long: ${'x'.repeat(200_000)}\r\nSubject: Hi\r\n\r\nHello`);

    expect(item).toMatchObject({ subject: 'Hi', text: 'Hello', problems: [] });
  });

  it('a header of 200 kB in short lines', () => {
    const item = read(`${HEAD}X-Long: ${'word\r\n '.repeat(30_000)}\r\nSubject: Hi\r\n\r\nHello`);

    expect(item).toMatchObject({ subject: 'Hi', text: 'Hello', problems: [] });
  });

  it('20,000 recipients', () => {
    const recipients = Array.from({ length: 20_000 }, (_, index) => `Lee, Anna ${447_700_900_000 + index} <anna${index}@contoso.example>`);
    const item = read(
      `From: Jones, Sam 17819988776 <>\r\n${HEAD.slice(HEAD.indexOf('Message-ID'))}To: ${recipients.join(',\r\n ')}\r\n\r\nHello`,
    );

    expect(item.participants).toHaveLength(20_001);
    expect(item.participants[20_000]).toEqual({
      role: 'to',
      name: 'Lee, Anna',
      phone: '447700919999',
      address: 'anna19999@contoso.example',
      isAddressAmbiguous: false,
    });
    expect(item.problems).toEqual([]);
  });
});

describe('beyond the limits nothing is lost', () => {
  it('levels: the inner ones are one attachment', () => {
    const inner = 'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nHello from the bottom\r\n--x--';
    const mail = nested(1_000, inner);
    const item = read(mail);

    expect(problemCodes(item)).toContain('nesting-too-deep');
    expect(item.attachments).toMatchObject([
      { contentType: 'multipart/mixed', sha256: sha256(inner.slice(inner.indexOf('\r\n\r\n') + 4)) },
    ]);
  });

  it('parts: the rest is one attachment', () => {
    const part = '--b\r\n\r\nx\r\n';
    const mail = `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(50_000)}--b\r\nContent-Type: image/png\r\n\r\nthe rest\r\n--b--\r\n`;
    const item = read(mail);

    expect(problemCodes(item)).toEqual(['too-many-parts']);
    expect(item.attachments).toMatchObject([{ contentType: 'application/octet-stream', sha256: sha256('the rest\r\n--b--\r\n') }]);
  });

  it('header: the fields within the limit are read, and the body after it', () => {
    const item = read(
      `${HEAD}${'X-Filler: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n'.repeat(70_000)}Subject: too late\r\n\r\nHello`,
    );

    expect(item).toMatchObject({ subject: '', text: 'Hello', from: { address: 'sam@contoso.example' } });
    expect(problemCodes(item)).toEqual(['header-too-large']);
  });

  it('header: a single line that never ends', () => {
    const item = read(`${HEAD}Subject: Hi\r\nX-Endless: ${'x'.repeat(6 * MEBIBYTE)}`);

    expect(item).toMatchObject({ subject: 'Hi', text: '' });
    expect(problemCodes(item)).toEqual(['header-too-large']);
  });

  it('text: it is cut there, and the whole is an attachment', () => {
    const text = '0123456789abcde\r\n'.repeat(160_000);
    const item = read(`${HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\n${text}`);

    expect(problemCodes(item)).toEqual(['body-too-large']);
    expect(item.text.length).toBeGreaterThan(1.8 * MEBIBYTE);
    expect(text.replaceAll('\r', '').startsWith(item.text)).toBe(true);
    expect(item.attachments).toMatchObject([{ name: 'attachment-1.txt', bytes: text.length, sha256: sha256(text) }]);
  });

  it('text: the identity is that of the whole', () => {
    const identity = (last: string) => read(`${HEAD}\r\n${'x\r\n'.repeat(900_000)}${last}`).messageIdentity;

    expect(identity('a')).not.toBe(identity('b'));
  });
});

describe('hostile input ends in time', () => {
  it.each<[string, () => Buffer]>([
    [
      'lines that begin like boundaries',
      () => Buffer.from(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${'--\n'.repeat(1_500_000)}`),
    ],
    ['hyphens', () => Buffer.from(`${nested(2, '')}${'-'.repeat(5_000_000)}`)],
    ['endless nesting', () => Buffer.from(nested(30_000, 'x').slice(0, 3_000_000))],
    [
      'endless nesting with one boundary',
      () => Buffer.from(`${HEAD}${'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'.repeat(30_000)}`),
    ],
    ['parts without content', () => Buffer.from(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n'.repeat(300_000)}`)],
    ['header fields', () => Buffer.from(`${HEAD}${'a:b\r\n'.repeat(300_000)}`)],
    ['lines that are no header fields', () => Buffer.from(`${HEAD}${'garbage\r\n'.repeat(150_000)}`)],
    ['commas', () => Buffer.from(`From: ${','.repeat(1_500_000)}\r\n\r\n`)],
    ['brackets', () => Buffer.from(`From: ${'<'.repeat(500_000)}\r\nTo: ${'<>'.repeat(250_000)}\r\nCc: ${'('.repeat(500_000)}\r\n\r\n`)],
    [
      'quotation marks and colons',
      () => Buffer.from(`From: ${'"'.repeat(500_001)}\r\nTo: ${':'.repeat(500_000)}\r\nCc: ${'a:b;'.repeat(150_000)}\r\n\r\n`),
    ],
    ['at signs', () => Buffer.from(`From: ${'@'.repeat(1_000_000)}\r\nTo: ${'a@ '.repeat(250_000)}\r\n\r\n`)],
    ['digits', () => Buffer.from(`From: ${'7'.repeat(500_000)}\r\nTo: ${'7 '.repeat(250_000)}\r\n\r\n`)],
    ['white space', () => Buffer.from(`Subject: a${' '.repeat(1_000_000)}b\r\nDate: ${' '.repeat(500_000)}x\r\n\r\n`)],
    ['encoded words', () => Buffer.from(`Subject: ${'=?utf-8?q?=41?= '.repeat(75_000)}\r\n\r\n`)],
    ['HTML that only opens', () => Buffer.from(`${HEAD}Content-Type: text/html\r\n\r\n${'<div><'.repeat(150_000)}`)],
    [
      'HTML comments and scripts that never end',
      () => Buffer.from(`${HEAD}Content-Type: text/html\r\n\r\n${'<!--<script>'.repeat(75_000)}`),
    ],
    [
      'HTML of spaces and cells',
      () => Buffer.from(`${HEAD}Content-Type: text/html\r\n\r\n${'<b> '.repeat(100_000)}${'<td>'.repeat(100_000)}`),
    ],
    [
      'comments in a transfer encoding',
      () => Buffer.from(`${HEAD}Content-Transfer-Encoding: ${'('.repeat(1_000_000)}\r\nContent-ID: ${'> '.repeat(250_000)}\r\n\r\nx`),
    ],
    ['HTML entities', () => Buffer.from(`${HEAD}Content-Type: text/html\r\n\r\n${'&#x41;&amp'.repeat(100_000)}`)],
    ['quoted-printable escapes', () => Buffer.from(`${HEAD}Content-Transfer-Encoding: quoted-printable\r\n\r\n${'='.repeat(1_000_000)}`)],
    ['line ends', () => Buffer.from(`${HEAD}\r\n${'\r\n'.repeat(1_000_000)}`)],
    ['carriage returns', () => Buffer.from(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${'\r--'.repeat(500_000)}`)],
    [
      'escapes of Japanese mail',
      () => Buffer.from(`${HEAD}Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n${'\x1b$B\x1b(B'.repeat(125_000)}`),
    ],
  ])('%s', (_case, build) => {
    const bytes = build();
    const startedAt = performance.now();

    const item = readItem(bytes, DEFAULT_ITEM_SETTINGS);

    expect(performance.now() - startedAt).toBeLessThan(LONGEST_READ_IN_MS);
    expect(item.byteLength).toBe(bytes.length);
  });
});

describe('an item of 150 MB', () => {
  it('takes no more memory than a small one', () => {
    const piece = encodeBody(new RandomSource(1).bytes(57 * 4_000), 'base64');
    const lines = Buffer.concat([piece, Buffer.from('\r\n')]);
    const reader = new ItemReader(DEFAULT_ITEM_SETTINGS);
    reader.write(
      Buffer.from(
        `${HEAD}Content-Type: multipart/mixed; boundary="=_b"\r\n\r\n--=_b\r\nContent-Type: video/mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n`,
      ),
    );
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    let written = 0;
    for (; written < 150 * MEBIBYTE; written += lines.length) {
      for (let at = 0; at < lines.length; at += 65_536) reader.write(lines.subarray(at, at + 65_536));
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    }
    reader.write(Buffer.from('--=_b--\r\n'));

    const item = reader.end();

    expect(isReadable(item) && item.attachments[0]).toMatchObject({ bytes: (written / lines.length) * 57 * 4_000, isCleanBase64: true });
    expect(peak).toBeLessThan(16 * MEBIBYTE);
  });
});
