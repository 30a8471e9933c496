import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { inspectItem } from '../../../runtime/domain/item/item-inspection';
import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { problemCodes, read, readLines, sha256 } from '../../domain/item/read-mail';
import { rawZip } from '../../domain/package/zip-samples';
import { generateMail } from './generated-mail';
import { RandomSource } from './random-source';

const FIXTURES = join(__dirname, '../../fixtures/items');
const HEAD = ['From: Sam Jones 17819988776 <sam@contoso.example>', 'Date: Fri, 20 Nov 2026 10:00:00 +0000', 'Message-ID: <1_2>'];
/** Bytes of their own in the place of line ends, or none that could be changed. */
const WITHOUT_OTHER_LINE_ENDS = new Set(['bare-cr-line-ends.eml', 'binary-rubbish.eml', 'rtl-isolates-nul-and-lone-surrogate.eml']);

/** What must not depend on line ends: all but the hashes and sizes of the bytes themselves. */
function withoutHashes(bytes: Buffer) {
  const { itemId, byteLength, messageIdentity, attachments, ...rest } = inspectItem('x.eml', readItem(bytes, DEFAULT_ITEM_SETTINGS));
  return { ...rest, attachments: attachments.map(({ name, contentType }) => ({ name, contentType })) };
}

const withLineEnds = (bytes: Buffer, lineEnd: string): Buffer => Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, lineEnd), 'latin1');

describe('line ends', () => {
  it.each(readdirSync(FIXTURES).filter((name) => name.endsWith('.eml') && !WITHOUT_OTHER_LINE_ENDS.has(name)))(
    'LF and CRLF are read alike: %s',
    (name) => {
      const bytes = readFileSync(join(FIXTURES, name));

      expect(withoutHashes(withLineEnds(bytes, '\n'))).toEqual(withoutHashes(withLineEnds(bytes, '\r\n')));
    },
  );

  it('LF and CRLF are read alike: generated mail', () => {
    const random = new RandomSource(31);
    for (let count = 0; count < 60; count++) {
      const { bytes } = generateMail(random);
      // An 8-bit body of two bytes a character may hold a byte that looks like a line end.
      if (/^Content-Transfer-Encoding: 8bit/m.test(bytes.toString('latin1'))) continue;
      expect(withoutHashes(withLineEnds(bytes, '\n'))).toEqual(withoutHashes(bytes));
    }
  });

  it('one changed byte is another item, its text and signed header as they stand', () => {
    const signature = 'v=1; a=rsa-sha256; d=contoso.example; s=x; h=from:date; bh=AAAA=; b=BBBB';
    const lines = [...HEAD, `DKIM-Signature: ${signature.replace('; h=', ';\r\n\th=')}`, '', 'signed  text \t', ''];
    const [item, other] = [read(lines.join('\r\n')), read(lines.join('\r\n').replace('signed  text', 'signed text'))];

    expect(item.text).toBe('signed  text \t\n');
    expect(item.headers).toContainEqual(['DKIM-Signature', signature.replace('; h=', ';\th=')]);
    expect(other.itemId).not.toBe(item.itemId);
    expect(other.messageIdentity).not.toBe(item.messageIdentity);
  });
});

describe('mail that software writes', () => {
  it('a bounce: its explanation is the text, status and returned mail are kept byte for byte', () => {
    const status = 'Reporting-MTA: dns; mail.contoso.example\r\n\r\nFinal-Recipient: rfc822; x@y.example\r\nAction: failed';
    const returned = 'Subject: Lunch\r\nFrom: a@b.example\r\n\r\nHi\r\n';
    const item = readLines(
      ...[...HEAD, 'Content-Type: multipart/report; report-type=delivery-status; boundary=r', '', '--r', '', 'Could not be delivered'],
      ...['--r', 'Content-Type: message/delivery-status', '', status, '--r', 'Content-Type: message/rfc822', '', returned, '--r--'],
    );

    expect(item).toMatchObject({
      subject: '',
      text: 'Could not be delivered',
      attachments: [
        { contentType: 'message/delivery-status', sha256: sha256(status) },
        { contentType: 'message/rfc822', name: 'Lunch.eml', sha256: sha256(returned) },
      ],
    });
  });

  it('a read receipt and a bounce without any structure', () => {
    const receipt = readLines(
      ...[...HEAD, 'Content-Type: multipart/report; report-type=disposition-notification; boundary=r', '', '--r', '', 'Read'],
      ...['--r', 'Content-Type: message/disposition-notification', '', 'Disposition: manual-action', '--r--'],
    );
    const bounce = readLines(
      ...HEAD,
      'Content-Type: text',
      '',
      'Hi. This is the qmail-send program.',
      '--- Below this line',
      'Subject: Lunch',
    );

    expect(receipt).toMatchObject({ text: 'Read', attachments: [{ contentType: 'message/disposition-notification' }] });
    expect(bounce).toMatchObject({ subject: '', text: expect.stringContaining('Subject: Lunch'), attachments: [] });
  });

  it.each([
    ['message/partial', 'message/partial; id="x@y"; number=1; total=3'],
    ['message/external-body', 'message/external-body; access-type=URL; URL="http://127.0.0.1:9/pixel.gif"'],
  ])('%s is an attachment, kept byte for byte, nothing of it followed', (contentType, field) => {
    const content = 'Content-Type: image/gif\r\n\r\npart';
    const item = readLines(...HEAD, `Content-Type: ${field}`, '', content);

    expect(item.attachments).toMatchObject([{ contentType, sha256: sha256(content) }]);
    expect(item.text).toBe('');
  });

  it('an archive that is attached is not opened, bomb or not', () => {
    const bomb = rawZip([{ name: 'zeros', raw: deflateRawSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 }), bytes: 64 * 1024 * 1024 }]);
    const base64 = bomb.toString('base64').replace(/.{76}/g, '$&\r\n');
    const item = readLines(...HEAD, 'Content-Type: application/zip; name=a.zip', 'Content-Transfer-Encoding: base64', '', base64);

    expect(item.attachments).toMatchObject([{ name: 'a.zip', bytes: bomb.length, sha256: sha256(bomb), isCleanBase64: true }]);
  });

  it('a very long text is whole', () => {
    const text = 'Zo\u00eb \ud83d\udc4d wrote a long letter.\n'.repeat(50_000);
    const item = read(Buffer.from(`${HEAD.join('\r\n')}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`));

    expect(Buffer.byteLength(text)).toBeGreaterThan(1.5e6);
    expect(item.text === text).toBe(true);
    expect(item.problems).toEqual([]);
  });

  it('parts in several character sets, each right', () => {
    const part = (charset: string, hex: string): Buffer =>
      Buffer.concat([Buffer.from(`\r\n--b\r\nContent-Type: text/plain; charset=${charset}\r\n\r\n`), Buffer.from(hex, 'hex')]);
    const item = read(
      Buffer.concat([
        Buffer.from(`${HEAD.join('\r\n')}\r\nContent-Type: multipart/mixed; boundary=b\r\n`),
        part('iso-2022-jp', '1b2442467c4b5c1b2842'),
        part('koi8-r', 'f0d2c9d7c5d4'),
        part('ks_c_5601-1987', 'bec8b3e7'),
        part('x-nobody-knows', '4869'),
        Buffer.from('\r\n--b--'),
      ]),
    );

    expect(item.text).toBe('\u65e5\u672c\n\u041f\u0440\u0438\u0432\u0435\u0442\n\uc548\ub155\nHi');
    expect(problemCodes(item)).toEqual(['charset-unknown']);
  });

  it('base64 that is damaged gives what can be decoded, and says so', () => {
    const good = Buffer.from('0123456789'.repeat(20));
    const item = readLines(
      ...HEAD,
      'Content-Type: application/x; name=a.bin',
      'Content-Transfer-Encoding: base64',
      '',
      `${good.toString('base64').slice(0, 80)}!?*`,
      `${good.toString('base64').slice(80)}=== junk`,
    );

    expect(problemCodes(item)).toContain('base64-damaged');
    expect(item.attachments[0]?.isCleanBase64).toBe(false);
    expect(item.attachments[0]?.bytes).toBeGreaterThanOrEqual(good.length);
  });

  it('binary content in yEnc stays text, whatever its bytes', () => {
    const binary = Buffer.from(Array.from({ length: 256 }, (_none, byte) => byte).filter((byte) => ![0, 10, 13, 61].includes(byte)));
    const mail = Buffer.concat([
      Buffer.from(`${HEAD.join('\r\n')}\r\n\r\n=ybegin line=128 size=252 name=a.bin\r\n`),
      binary,
      Buffer.from('\r\n=yend size=252\r\n'),
    ]);
    const item = read(mail);

    expect(item.attachments).toEqual([]);
    expect(item.text).toMatch(/^=ybegin line=128 size=252 name=a\.bin\n[\s\S]+\n=yend size=252\n$/);
  });
});

describe('names of attachments, whatever they are written with', () => {
  it.each([
    ['NUL, CRLF and a header in RFC 2231', "filename*=utf-8''a%00%0d%0aBcc:%20x%0d%0a%0d%0a.txt", 'a Bcc: x .txt'],
    ['NUL, CRLF and a header in RFC 2047', 'filename="=?utf-8?Q?a=00=0D=0ABcc:_x.txt?="', 'a Bcc: x.txt'],
    ['bidi override in RFC 2231', "filename*=utf-8''photo%E2%80%AEgpj.exe", 'photogpj.exe'],
    ['bidi isolates in RFC 2047', 'filename="=?utf-8?B?4oGoYS50eHTigak=?="', 'a.txt'],
    ['a way out', 'filename="../../../etc/cron.d/x"', '_.._.._etc_cron.d_x'],
    ['a way out, percent-encoded', "filename*=utf-8''..%2F..%5Cx.txt", '_.._x.txt'],
    ['a share of Windows', 'filename="\\\\\\\\server\\\\share\\\\x.txt"', '__server_share_x.txt'],
    ['a drive', 'filename=C:x.txt', 'C_x.txt'],
    ['a device', 'filename=aux.txt', '_aux.txt'],
    ['dots only', 'filename=...', 'attachment-1.bin'],
    ['markup', 'filename="<script>alert(1)</script>.txt"', '<script>alert(1)<_script>.txt'],
    ['sections, the first one missing', 'filename*1*=%C3%BC; filename*2=.txt', '\u00fc.txt'],
    ['sections, one twice', 'filename*0=a; filename*0=b; filename*1=.txt', 'ab.txt'],
    ['sections, negative and huge', 'filename*-1=x; filename*99999=.txt; filename*0=a', 'a.txt'],
    ['an extended value cut in its escape', "filename*=utf-8''a%C3%B", 'a\u00c3%B'],
    ['an extended value with one quote', "filename*=utf-8'a.txt", "utf-8'a.txt"],
    ['an encoded word that does not end', 'filename="=?utf-8?B?YS50eHQ="', '=?utf-8?B?YS50eHQ='],
    ['encoded words in sections of RFC 2231', 'filename*0="=?utf-8?B?"; filename*1="YS50eHQ=?="', 'a.txt'],
    ['quotes that do not close', 'filename="a.txt', 'a.txt'],
    ['raw UTF-8', 'filename="gr\u00fc\u00dfe.txt"', 'gr\u00fc\u00dfe.txt'],
  ])('%s', (_case, parameter, expected) => {
    const item = readLines(...HEAD, 'Content-Type: application/octet-stream', `Content-Disposition: attachment; ${parameter}`, '', 'x');

    expect(item.attachments.map(({ name }) => name)).toEqual([expected]);
  });
});
