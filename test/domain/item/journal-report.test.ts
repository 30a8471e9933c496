import { encodedBytes, problemCodes, read, sha256 } from './read-mail';

const INNER = [
  'From: Anna Lee 447700900123 <anna@contoso.example>',
  'To: Sam Jones 17819988776 <>',
  'Subject: Signal message from Anna to Sam',
  'Date: Fri, 21 Nov 2025 06:30:00 +0000',
  'Message-ID: <1716912345678_447700900123>',
  'Content-Type: multipart/mixed; boundary=i',
  '',
  '--i',
  '',
  'Hello Sam',
  '--i',
  'Content-Type: image/png; name=a.png',
  'Content-Transfer-Encoding: base64',
  '',
  'AAECAw==',
  '--i--',
  '',
].join('\r\n');

function report(
  outer: readonly string[],
  text: readonly string[],
  inner: string,
  partHeader: readonly string[] = ['Content-Type: message/rfc822'],
): string {
  const subject = outer.some((line) => line.startsWith('Subject:')) ? [] : ['Subject: A report'];
  const head = [
    'From: journal@contoso.example',
    'To: archive@contoso.example',
    ...subject,
    'Content-Type: multipart/mixed; boundary=o',
    ...outer,
    '',
  ];
  return [...head, '--o', 'Content-Type: text/plain', '', ...text, '--o', ...partHeader, '', inner, '--o--', ''].join('\r\n');
}

const EXCHANGE = ['X-MS-Journal-Report:', 'Message-ID: <journal-1@contoso.example>'];
const REPORT = [
  'Sender: anna@contoso.example',
  'Subject: Signal message from Anna to Sam',
  'Message-Id: <1716912345678_447700900123>',
  'To: sam@contoso.example',
];

describe('a journal report', () => {
  it.each<[string, string[], string[]]>([
    ['with the header of Exchange', EXCHANGE, REPORT],
    ['with the header of Exchange and any text', EXCHANGE, ['whatever']],
    ['without that header, whose text names sender and id', [], REPORT],
    ['that repeats the subject of the message', ['Subject: Signal message from Anna to Sam'], REPORT],
  ])('is read as the message that it is about: %s', (_case, outer, text) => {
    const mail = Buffer.from(report(outer, text, INNER));
    const item = read(mail);
    const plain = read(INNER);

    expect(item).toEqual({
      ...plain,
      itemId: sha256(mail),
      byteLength: mail.length,
      attachments: [{ ...plain.attachments[0], start: expect.any(Number), end: expect.any(Number) }],
    });
    expect(encodedBytes(mail, item, 0)).toBe('AAECAw==');
    expect(item.messageIdentity).toBe(plain.messageIdentity);
  });

  it('gives a message without id the identity of its own bytes', () => {
    const inner = 'From: anna@contoso.example\r\nSubject: x\r\n\r\nHello';

    expect(read(report(EXCHANGE, REPORT, inner)).messageIdentity).toBe(read(inner).messageIdentity);
  });

  it('gives one identity even when the wrapper drops the last line end', () => {
    const inner = 'Message-ID: <1716912345678_447700900123>\r\n\r\nHello\r\n';

    expect(read(report(EXCHANGE, REPORT, inner.trimEnd())).messageIdentity).toBe(read(inner).messageIdentity);
  });

  it('keeps what stands beside the message', () => {
    const mail = report(EXCHANGE, REPORT, `${INNER}\r\n--o\r\nContent-Type: application/pdf\r\n\r\nx`);

    expect(read(mail).attachments.map(({ name }) => name)).toEqual(['a.png', 'attachment-2.pdf']);
  });
});

describe('a mail with a mail attached is no journal report', () => {
  const vendorId = ['Message-ID: <1716912345679_447700900124>'];

  it.each<[string, string]>([
    ['an item of the vendor by its id', report(vendorId, REPORT, INNER)],
    [
      'an item of the vendor by its subject',
      report(['Subject: Signal message from Eve to Sam', 'Cc: x@y.example'], REPORT, INNER).replace(
        'To: archive',
        'To: Sam Jones 17819988776 <>, archive',
      ),
    ],
    [
      'an item of the vendor by its encoded subject',
      report(['Subject: =?utf-8?Q?Signal_message_from_Eve_to_Sam?='], REPORT, INNER).replace(
        'To: archive',
        'To: Sam Jones 17819988776 <>, archive',
      ),
    ],
    ['another id in the text', report([], [REPORT[0] ?? '', 'Message-Id: <other@x.example>'], INNER)],
    ['no sender in the text', report([], REPORT.slice(1), INNER)],
    ['any text', report([], ['See the attached mail'], INNER)],
    [
      'an attached mail in base64',
      report(EXCHANGE, REPORT, Buffer.from(INNER).toString('base64'), [
        'Content-Type: message/rfc822',
        'Content-Transfer-Encoding: base64',
      ]),
    ],
    ['a second text before it', report(EXCHANGE, [...REPORT, '--o', '', 'More'], INNER)],
  ])('%s', (_case, mail) => {
    const item = read(mail);

    expect(item.from?.address).toBe('journal@contoso.example');
    expect(item.attachments).toMatchObject([
      { contentType: 'message/rfc822', sha256: sha256(INNER), name: 'Signal message from Anna to Sam.eml' },
    ]);
    expect(problemCodes(item)).not.toContain('base64-damaged');
  });
});
