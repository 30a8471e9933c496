/** Items whose identities are golden: one for each thing that takes part, or must not. Never change one; add new ones at the end. */
export function identityVectors(): readonly { readonly case: string; readonly item: string; readonly ownerHeaders: readonly string[] }[] {
  const id = 'Message-ID: <1716912345678_447700900123>';
  const from = 'From: Anna Lee 447700900123 <anna@contoso.example>';
  const date = 'Date: Tue, 28 May 2024 16:05:45 +0000';
  const journaled = [from, id, date, 'Content-Type: text/plain', '', 'Lunch at one?', ''];
  const vector = (name: string, lines: readonly string[], ownerHeaders: readonly string[] = []) => ({
    case: name,
    item: lines.join('\r\n'),
    ownerHeaders,
  });
  return [
    vector('plain text', [from, id, date, 'Content-Type: text/plain', '', 'Lunch at one?', '']),
    vector('id with everything that software appends', [
      from,
      'Message-ID: <1716912345678_447700900123_0-123e4567-e89b-12d3-a456-426614174000@tm.example>',
      date,
      '',
      'Lunch at one?',
    ]),
    vector('UTF-8 in base64', [
      from,
      id,
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('Grüße 👋\r\nAnna\r\n').toString('base64'),
    ]),
    vector('UTF-8 in quoted-printable', [
      from,
      id,
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Gr=C3=BC=C3=9Fe =F0=9F=91=8B',
      'Anna',
    ]),
    vector('an empty text', [from, id, '', '']),
    vector('two attachments', [
      ...[
        from,
        id,
        'Content-Type: multipart/mixed; boundary="=_1"',
        '',
        '--=_1',
        '',
        'See these',
        '--=_1',
        'Content-Type: image/jpeg; name="V1_Signal_1_2.jpg"',
      ],
      ...[
        'Content-Transfer-Encoding: base64',
        '',
        '/9j/4AAQ',
        '--=_1',
        'Content-Type: text/x-vcard; name=contact.vcf',
        '',
        'BEGIN:VCARD',
        '--=_1--',
        '',
      ],
    ]),
    vector('plain text and HTML', [
      from,
      id,
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      '',
      'Hi',
      '--b',
      'Content-Type: text/html',
      '',
      '<b>Hi</b>',
      '--b--',
    ]),
    vector('deleted for all', [
      from,
      'Message-ID: <DELETE_FOR_ALL-1716912345678_447700900123>',
      'Subject: DELETED For All READ Signal message from Anna to Sam',
      '',
      'Original Message (Msg ID - 1716912345678_447700900123)',
    ]),
    vector(
      'deleted for one owner',
      [from, 'Message-ID: <DELETE_FOR_ME-1716912345678_447700900123>', 'X-Owner: +44 7700 900124', '', 'Gone'],
      ['X-Owner'],
    ),
    vector('deleted for an owner nobody knows', [from, 'Message-ID: <DELETE_FOR_ME-1716912345678_447700900123>', '', 'Gone']),
    vector('edited', [from, 'Message-ID: <EDIT-1716912345679_447700900123>', '', 'Edited Text: Lunch at two?']),
    vector('an id that is not the vendor\u2019s takes the time', [
      from,
      'Message-ID: <abc.def@mail.contoso.example>',
      date,
      '',
      'Lunch at one?',
    ]),
    vector('an id that is not the vendor\u2019s, no time', [from, 'Message-ID: <abc.def@mail.contoso.example>', '', 'Lunch at one?']),
    vector('no id', [from, date, '', 'Lunch at one?']),
    vector('a journal report has the identity of its message', [
      ...[
        'From: journal@contoso.example',
        'X-MS-Journal-Report:',
        'Content-Type: multipart/mixed; boundary=j',
        '',
        '--j',
        'Content-Type: text/plain',
        '',
      ],
      ...[
        'Sender: anna@contoso.example',
        'Message-Id: <1716912345678_447700900123>',
        '',
        '--j',
        'Content-Type: message/rfc822',
        '',
        ...journaled,
        '--j--',
        '',
      ],
    ]),
  ];
}
