import { encodedBytes, problemCodes, read, readLines, sha256 } from './read-mail';

const SENDER = 'From: Sam Jones 17819988776 <sam@contoso.example>';
const ID = ['Message-ID: <1716912345678_17819988776>', 'Date: Fri, 21 Nov 2025 06:30:00 +0000'];
const HEAD = [SENDER, ...ID];

function summary(lines: readonly string[]) {
  const item = readLines(...HEAD, ...lines);
  return { text: item.text, attachments: item.attachments.map(({ name, bytes }) => `${name} ${bytes}`), problems: problemCodes(item) };
}

describe('which part is what', () => {
  it.each<[string, string[], { text: string; attachments?: string[]; problems?: string[] }]>([
    ['one plain part', ['Content-Type: text/plain', '', 'Hello'], { text: 'Hello' }],
    ['no type at all', ['', 'Hello'], { text: 'Hello' }],
    ['a type that is none', ['Content-Type: text', '', 'Hello'], { text: 'Hello' }],
    ['HTML only', ['Content-Type: text/html', '', '<p>Hello<br>you</p>'], { text: 'Hello\nyou' }],
    [
      'plain text before its HTML form',
      [
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        '',
        'Hello',
        '--b',
        'Content-Type: text/html',
        '',
        '<i>Hi</i>',
        '--b--',
      ],
      { text: 'Hello' },
    ],
    [
      'a blank plain text and its HTML form',
      ['Content-Type: multipart/alternative; boundary=b', '', '--b', '', ' ', '--b', 'Content-Type: text/html', '', '<i>Hi</i>', '--b--'],
      { text: 'Hi' },
    ],
    [
      'several texts are joined by a line feed',
      [
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        '',
        'One',
        '--b',
        'Content-Type: text/html',
        '',
        '<p>Two</p>',
        '--b',
        '',
        'Three',
        '--b--',
      ],
      { text: 'One\nTwo\nThree' },
    ],
    [
      'HTML with a picture, beside plain text',
      [
        ...[
          'Content-Type: multipart/alternative; boundary=a',
          '',
          '--a',
          '',
          'Plain',
          '--a',
          'Content-Type: multipart/related; boundary=r',
          '',
        ],
        ...[
          '--r',
          'Content-Type: text/html',
          '',
          '<img src="cid:1">',
          '--r',
          'Content-Type: image/png',
          'Content-ID: <1>',
          '',
          'x',
          '--r--',
          '--a--',
        ],
      ],
      { text: 'Plain', attachments: ['attachment-1.png 1'] },
    ],
    [
      'a named text is an attachment',
      [
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        '',
        'Hello',
        '--b',
        'Content-Type: text/plain; name=notes.txt',
        '',
        'Notes',
        '--b--',
      ],
      { text: 'Hello', attachments: ['notes.txt 5'] },
    ],
    [
      'a file name in the wrong field or under the wrong parameter',
      [
        ...['Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Hello'],
        ...['--b', 'Content-Type:; filename="a.txt"', 'Content-Transfer-Encoding: base64', '', '/wCA'],
        ...['--b', 'Content-Type: text/plain', 'Content-Disposition: inline; name=b.txt', '', 'Notes', '--b--'],
      ],
      { text: 'Hello', attachments: ['a.txt 3', 'b.txt 5'] },
    ],
    ['a named text that is all there is', ['Content-Type: text/plain; name=notes.txt', '', 'Notes'], { text: 'Notes' }],
    [
      'a text with the disposition attachment, alone',
      ['Content-Type: text/plain', 'Content-Disposition: attachment; filename=a.txt', '', 'Notes'],
      { text: '', attachments: ['a.txt 5'] },
    ],
    [
      'a disposition that nobody knows is an attachment (RFC 2183 2.8)',
      ['Content-Type: text/plain', 'Content-Disposition: from-the-future', '', 'Notes'],
      { text: '', attachments: ['attachment-1.txt 5'] },
    ],
    ['a calendar', ['Content-Type: text/calendar', '', 'BEGIN:VCALENDAR'], { text: '', attachments: ['attachment-1.ics 15'] }],
    [
      'a contact card',
      [
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        '',
        '',
        '--b',
        'Content-Type: text/x-vcard; name="contact.vcf"',
        '',
        'BEGIN:VCARD',
        '--b--',
      ],
      { text: '', attachments: ['contact.vcf 11'] },
    ],
    [
      'a signed mail: the signature is an attachment',
      [
        ...['Content-Type: multipart/signed; boundary=s; protocol="application/pkcs7-signature"', '', '--s', '', 'Signed', '--s'],
        ...['Content-Type: application/pkcs7-signature; name=smime.p7s', 'Content-Transfer-Encoding: base64', '', 'AAEC', '--s--'],
      ],
      { text: 'Signed', attachments: ['smime.p7s 3'] },
    ],
    [
      'a report: status and message are attachments',
      [
        ...['Content-Type: multipart/report; boundary=r; report-type=delivery-status', '', '--r', '', 'It failed', '--r'],
        ...[
          'Content-Type: message/delivery-status',
          '',
          'Action: failed',
          '--r',
          'Content-Type: message/rfc822',
          '',
          'Subject: Was it?',
          '',
          'x',
          '--r--',
        ],
      ],
      { text: 'It failed', attachments: ['attachment-1.txt 14', 'Was it?.eml 21'] },
    ],
    [
      'a digest: parts without type are messages (RFC 2046 5.1.5)',
      [
        'Content-Type: multipart/digest; boundary=d',
        '',
        '--d',
        '',
        'Subject: First',
        '',
        'x',
        '--d',
        '',
        'From: a@b.example',
        '',
        'y',
        '--d--',
      ],
      { text: '', attachments: ['First.eml 19', 'message.eml 22'] },
    ],
    ['uuencode stays text', ['', 'begin 644 a.txt', '#0V%T', '`', 'end'], { text: 'begin 644 a.txt\n#0V%T\n`\nend' }],
    [
      'yEnc stays text',
      ['', '=ybegin line=128 size=3 name=a', '***', '=yend size=3'],
      { text: '=ybegin line=128 size=3 name=a\n***\n=yend size=3' },
    ],
    [
      'a transfer encoding that nobody knows',
      ['Content-Transfer-Encoding: x-uuencode', '', 'begin 644 a'],
      { text: 'begin 644 a', problems: ['encoding-unknown'] },
    ],
    [
      'format=flowed',
      ['Content-Type: text/plain; format=flowed', '', 'One ', 'line', '> quoted ', '> too', ' From here', '-- ', 'Sam'],
      { text: 'One line\n> quoted too\nFrom here\n-- \nSam' },
    ],
    ['format=flowed with delsp', ['Content-Type: text/plain; format=flowed; delsp=yes', '', 'Don ', 'au'], { text: 'Donau' }],
  ])('%s', (_case, lines, expected) => {
    expect(summary(lines)).toEqual({ attachments: [], problems: [], ...expected });
  });

  it('marks what HTML shows itself as inline', () => {
    const item = readLines(
      ...[...HEAD, 'Content-Type: multipart/related; boundary=r', '', '--r', 'Content-Type: text/html', '', '<img src="cid:a@b">', '--r'],
      ...[
        'Content-Type: image/png',
        'Content-ID: <a@b>',
        '',
        'x',
        '--r',
        'Content-Type: image/png',
        'Content-Disposition: attachment',
        'Content-ID: <c@d>',
        '',
        'y',
        '--r--',
      ],
    );

    expect(item.html).toBe('<img src="cid:a@b">');
    expect(item.attachments).toMatchObject([
      { isInline: true, contentId: 'a@b', contentType: 'image/png' },
      { isInline: false, contentId: 'c@d' },
    ]);
  });
});

describe('boundaries', () => {
  const mixed = (boundary: string, ...lines: string[]) => [`Content-Type: multipart/mixed; boundary=${boundary}`, '', ...lines];

  it.each<[string, string[], { text: string; attachments?: string[]; problems?: string[] }]>([
    ['text before and after the parts', mixed('b', 'preamble', '--b', '', 'Hello', '--b--', ''), { text: 'Hello' }],
    ['text after the end is said', mixed('b', '--b', '', 'Hello', '--b--', 'hidden'), { text: 'Hello', problems: ['text-after-end'] }],
    ['the last one is missing', mixed('b', '--b', '', 'Hello', '--b', '', 'World'), { text: 'Hello\nWorld', problems: ['end-missing'] }],
    [
      'one is the beginning of the other',
      mixed('b', '--b', 'Content-Type: multipart/mixed; boundary=bb', '', '--bb', '', 'Inner', '--bb--', '--b', '', 'Outer', '--b--'),
      { text: 'Inner\nOuter' },
    ],
    [
      'the outer one is longer',
      mixed('bb', '--bb', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Inner', '--b--', '--bb', '', 'Outer', '--bb--'),
      { text: 'Inner\nOuter' },
    ],
    ['one ends in two hyphens', mixed('b--', '--b--', '', 'Hello', '--b----'), { text: 'Hello' }],
    [
      'the inner multipart is never closed',
      mixed('o', '--o', 'Content-Type: multipart/mixed; boundary=i', '', '--i', '', 'Inner', '--o', '', 'Outer', '--o--'),
      { text: 'Inner\nOuter', problems: ['end-missing'] },
    ],
    [
      'both have the same boundary',
      mixed('b', '--b', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Hello', '--b--', '--b--'),
      { text: 'Hello' },
    ],
    ['white space after it', mixed('b', '--b \t', '', 'Hello', '--b-- '), { text: 'Hello' }],
    ['quoted, with a space in it', mixed('"a b"', '--a b', '', 'Hello', '--a b--'), { text: 'Hello' }],
    ['a line that only begins like one', mixed('b', '--b', '', '--bc', '--b d', '--b--'), { text: '--bc\n--b d' }],
    ['not at the start of a line', mixed('b', '--b', '', 'x --b', '--b--'), { text: 'x --b' }],
    [
      'a part with a header and nothing else',
      mixed('b', '--b', 'Content-Type: text/plain', '--b', '', 'Hello', '--b--'),
      { text: '\nHello' },
    ],
    ['a part without header', mixed('b', '--b', 'Hello there', '--b--'), { text: 'Hello there' }],
    ['a part that goes on after the end', mixed('b', '--b', '', 'One', '--b--', '--b', '', 'Two', '--b--'), { text: 'One\nTwo' }],
    [
      'none is named: the first line that looks like one counts',
      ['Content-Type: multipart/mixed', '', '--found', '', 'Hello', '--found--'],
      { text: 'Hello', problems: ['boundary-missing'] },
    ],
    [
      'none is named and none is there',
      ['Content-Type: multipart/mixed', '', 'Hello', '-- ', 'Sam'],
      { text: 'Hello\n-- \nSam', problems: ['boundary-missing', 'no-parts'] },
    ],
    ['a multipart without parts', mixed('b', 'Hello'), { text: 'Hello', problems: ['no-parts'] }],
    ['a multipart that ends at once', mixed('b', '--b--', ''), { text: '', problems: ['no-parts'] }],
    [
      'an empty part',
      mixed('b', '--b', '', '--b', 'Content-Disposition: attachment; filename=empty.bin', '', '--b--'),
      { text: '', attachments: ['empty.bin 0'] },
    ],
  ])('%s', (_case, lines, expected) => {
    expect(summary(lines)).toEqual({ attachments: [], problems: [], ...expected });
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['bare CR', '\r'],
  ])('are found with %s line ends', (_case, lineEnd) => {
    const lines = [
      ...HEAD,
      'To: Anna Lee',
      ' 447700900123 <>',
      ...mixed(
        'b',
        '--b',
        '',
        'Hello',
        'you',
        '--b',
        'Content-Type: image/png',
        'Content-Transfer-Encoding: base64',
        '',
        'AAEC',
        'AwQ=',
        '--b--',
        '',
      ),
    ];

    const item = read(lines.join(lineEnd));

    expect(item).toMatchObject({
      text: 'Hello\nyou',
      attachments: [{ bytes: 5, sha256: sha256(Buffer.from([0, 1, 2, 3, 4])) }],
      problems: [],
    });
    expect(item.participants[1]).toMatchObject({ name: 'Anna Lee', phone: '447700900123' });
  });

  it('leave the line end before them out of an attachment and nothing else', () => {
    const mail = Buffer.from([...HEAD, ...mixed('b', '--b', 'Content-Type: application/x', '', 'abc\r\n', '--b--')].join('\r\n'));
    const item = read(mail);

    expect(encodedBytes(mail, item, 0)).toBe('abc\r\n');
    expect(item.attachments[0]).toMatchObject({ bytes: 5, sha256: sha256('abc\r\n'), encoding: 'identity' });
  });
});

describe('attachments that look like mail', () => {
  const attached = [
    'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'inner',
    '--b--',
    '',
  ].join('\r\n');

  it('are kept byte for byte, named after their subject', () => {
    const mail = [
      ...HEAD,
      'Content-Type: multipart/mixed; boundary=o',
      '',
      '--o',
      '',
      'See this',
      '--o',
      'Content-Type: message/rfc822',
      '',
      attached,
      '--o--',
    ].join('\r\n');

    expect(read(mail)).toMatchObject({
      text: 'See this',
      attachments: [{ name: 'Gr\u00fc\u00dfe.eml', contentType: 'message/rfc822', sha256: sha256(attached) }],
    });
  });

  it('are kept when they are TNEF', () => {
    const tnef = Buffer.from([0x78, 0x9f, 0x3e, 0x22, 0, 1]);
    const mail = [
      ...HEAD,
      'Content-Type: application/ms-tnef; name="winmail.dat"',
      'Content-Transfer-Encoding: base64',
      '',
      tnef.toString('base64'),
    ].join('\r\n');

    expect(read(mail).attachments).toMatchObject([{ name: 'winmail.dat', sha256: sha256(tnef), isCleanBase64: true }]);
  });
});
