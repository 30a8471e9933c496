import { isReadable } from '../../../runtime/domain/item/item';
import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { problemCodes, read, readLines } from './read-mail';

describe('a header', () => {
  it('keeps names, order and raw values, unfolded', () => {
    const item = readLines(
      'X-One: a',
      'x-one:b',
      'Subject: =?utf-8?Q?=41?=',
      'To: a@b.example,',
      '\tc@d.example,',
      '  e@f.example',
      'Empty:',
      '',
      'Hello',
    );

    expect(item.headers).toEqual([
      ['X-One', 'a'],
      ['x-one', 'b'],
      ['Subject', '=?utf-8?Q?=41?='],
      ['To', 'a@b.example,\tc@d.example,  e@f.example'],
      ['Empty', ''],
    ]);
  });

  it.each([
    ['a byte order mark', '\ufeffSubject: Hi\r\n\r\nHello'],
    ['the line of an mbox file', 'From anna@contoso.example Fri Nov 21 06:30:00 2025\r\nSubject: Hi\r\n\r\nHello'],
    ['an escaped line of an mbox file', '>From anna@contoso.example Fri Nov 21 06:30:00 2025\nSubject: Hi\n\nHello'],
    ['blank lines', '\r\n\n\r\nSubject: Hi\r\n\r\nHello'],
    ['a space before the colon', 'Subject : Hi\r\n\r\nHello'],
    ['no space after the colon', 'Subject:Hi\r\n\r\nHello'],
    ['a line that is no field', 'Subject: Hi\r\nno field here\r\n\r\nHello'],
    ['a first line that is no field', 'no field here\r\nSubject: Hi\r\n\r\nHello'],
    ['NUL bytes', 'Subj\0ect: H\0i\r\n\r\nHello'.replace('Subj\0ect', 'Subject')],
    ['white space before its first field', '\t Subject: Hi\r\nX-A: b\r\n\r\nHello'],
    ['a first line of white space', ' \t\r\nSubject: Hi\r\n\r\nHello'],
    ['white space in its blank line', 'Subject: Hi\r\n \r\n\r\nHello'],
  ])('is read in spite of %s', (_case, mail) => {
    expect(read(mail)).toMatchObject({ subject: 'Hi', text: 'Hello' });
  });

  it('never loses a sender whose field begins with white space', () => {
    const item = readLines(' From: Sam Jones 17819988776 <sam@contoso.example>', 'Subject: Hi', 'From: ceo@contoso.example', '', 'Hello');

    expect(item.participants.map(({ address }) => address)).toEqual([undefined, undefined]);
    expect(problemCodes(item)).toContain('from-repeated');
  });

  it('does not let a bare carriage return start a field', () => {
    const item = read('Subject: Hi\rTo: victim@contoso.example\r\nFrom: a@b.example\r\n\r\nHello');

    expect(item.to).toEqual([]);
    expect(item.subject).toBe('Hi To: victim@contoso.example');
  });

  it('that is all there is leaves the text empty', () => {
    expect(read('Subject: Hi\r\nFrom: a@b.example')).toMatchObject({ subject: 'Hi', text: '' });
  });

  it('without blank line ends where text begins', () => {
    const item = read('Subject: Hi\r\nHello Anna\r\nsee you');

    expect(item).toMatchObject({ subject: 'Hi', text: 'Hello Anna\r\nsee you'.replace('\r', '') });
    expect(problemCodes(item)).toContain('blank-line-missing');
  });

  it.each([
    ['in UTF-8', Buffer.from('Subject: Grüße 你好\r\n\r\n'), 'Grüße 你好'],
    ['in windows-1252', Buffer.from('Subject: Gr\xfc\xdfe \x80\r\n\r\n', 'latin1'), 'Grüße €'],
    [
      'in the character set of the text',
      Buffer.concat([
        Buffer.from('Subject: '),
        Buffer.from('cff0e8e2e5f2', 'hex'),
        Buffer.from('\r\nContent-Type: text/plain; charset=windows-1251\r\n\r\n'),
      ]),
      'Привет',
    ],
  ])('with raw 8-bit values %s is decoded', (_case, mail, subject) => {
    expect(read(mail).subject).toBe(subject);
  });

  it('takes the first of several fields that may stand once, and says so', () => {
    const item = readLines(
      'Subject: One',
      'Subject: Two',
      'Date: Fri, 21 Nov 2025 06:30:00 +0000',
      'Date: Fri, 21 Nov 2025 06:30:00 +0000',
      '',
      '',
    );

    expect(item.subject).toBe('One');
    expect(item.problems).toContainEqual({ code: 'header-repeated', detail: 'The field subject stands there several times' });
  });
});

describe('text without a header', () => {
  it.each([
    ['a sentence', 'Hello Anna,\r\nsee you tomorrow.'],
    ['a line with a colon', 'Note: buy milk\r\nand bread'],
    ['one word', 'Hello'],
    ['a very long line', 'x'.repeat(5_000)],
    ['a blank line in the middle', 'Hello\r\n\r\nAnna'],
  ])('is read as text: %s', (_case, text) => {
    const item = read(text);

    expect(item.text).toBe(text.replaceAll('\r', ''));
    expect(problemCodes(item)).toContain('no-header');
  });
});

describe('an item that is no mail', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'empty-item'],
    ['blank lines', Buffer.from('\r\n\r\n  \n'), 'not-a-mail'],
    ['a picture', Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb', 'hex'), 'not-a-mail'],
    ['a ZIP', Buffer.from('504b0304140000000800', 'hex'), 'not-a-mail'],
    ['text in UTF-16', Buffer.from('\ufeffSubject: Hi\r\n\r\nHello', 'utf16le'), 'not-a-mail'],
    ['NUL bytes', Buffer.alloc(2_000), 'not-a-mail'],
  ])('is unreadable: %s', (_case, bytes, code) => {
    const item = readItem(bytes, DEFAULT_ITEM_SETTINGS);

    expect(isReadable(item)).toBe(false);
    expect(item).toMatchObject({ byteLength: bytes.length, unreadable: { code } });
  });
});
