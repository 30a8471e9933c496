import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { problemCodes, read, sha256 } from '../../domain/item/read-mail';
import { HEAD, HOSTILE_MAILS, nested } from './hostile-mails';

const MEBIBYTE = 1024 * 1024;
/** Of CPU: the machine may be busy with something else. */
const LONGEST_READ_IN_MS = 5_000;

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
  it.each(HOSTILE_MAILS)('%s', (_case, build) => {
    const bytes = build();
    const before = process.cpuUsage();

    const item = readItem(bytes, DEFAULT_ITEM_SETTINGS);

    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(LONGEST_READ_IN_MS);
    expect(item.byteLength).toBe(bytes.length);
    expect(item.itemId).toBe(sha256(bytes));
  });
});
