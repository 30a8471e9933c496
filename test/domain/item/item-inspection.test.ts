import { headerNames } from '../../../runtime/domain/item/header-names';
import { inspectItem } from '../../../runtime/domain/item/item-inspection';
import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { read, sha256 } from './read-mail';

const MAIL = [
  'From: Jones, Sam 17819988776 <sam@contoso.example>',
  'To: Lee, Anna 447700900123 <>, UNKNOWN',
  'Cc: bob@fabrikam.example',
  'Subject: =?utf-8?Q?Signal_message_from_Sam_to_chat_group_Caf=C3=A9?=',
  'Date: Fri, 21 Nov 2025 12:00:00 +0530',
  'Message-ID: <1716912345678_17819988776_0@tm.example>',
  'X-User-Email-Address: sam@contoso.example',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  '',
  'Hello',
  'Anna',
  '--b',
  'Content-Type: image/jpeg; name="V1_Signal_1_2.jpg"',
  'Content-Transfer-Encoding: base64',
  '',
  '/9j/4AAQ',
  '--b--',
  '',
].join('\r\n');

describe('what `inspect` prints', () => {
  it('holds everything that the connector reads, in the promised shape and order', () => {
    const inspection = inspectItem('a.zip!/1.eml', read(MAIL));

    expect(inspection).toEqual({
      file: 'a.zip!/1.eml',
      itemId: sha256(MAIL),
      subject: 'Signal message from Sam to chat group Caf\u00e9',
      from: { name: 'Jones, Sam 17819988776', address: 'sam@contoso.example' },
      to: [
        { name: 'Lee, Anna 447700900123', address: '' },
        { name: 'UNKNOWN', address: '' },
      ],
      cc: [{ name: '', address: 'bob@fabrikam.example' }],
      date: '2025-11-21T06:30:00.000Z',
      messageId: '1716912345678_17819988776_0@tm.example',
      text: 'Hello\nAnna',
      attachments: [{ name: 'V1_Signal_1_2.jpg', contentType: 'image/jpeg', bytes: 6, sha256: sha256(Buffer.from('/9j/4AAQ', 'base64')) }],
      participants: [
        { name: 'Jones, Sam', phone: '17819988776', email: 'sam@contoso.example', role: 'from' },
        { name: 'Lee, Anna', phone: '447700900123', email: null, role: 'to' },
        { name: 'UNKNOWN', phone: null, email: null, role: 'to' },
        { name: '', phone: null, email: 'bob@fabrikam.example', role: 'cc' },
      ],
      headers: [
        ['From', 'Jones, Sam 17819988776 <sam@contoso.example>'],
        ['To', 'Lee, Anna 447700900123 <>, UNKNOWN'],
        ['Cc', 'bob@fabrikam.example'],
        ['Subject', '=?utf-8?Q?Signal_message_from_Sam_to_chat_group_Caf=C3=A9?='],
        ['Date', 'Fri, 21 Nov 2025 12:00:00 +0530'],
        ['Message-ID', '<1716912345678_17819988776_0@tm.example>'],
        ['X-User-Email-Address', 'sam@contoso.example'],
        ['Content-Type', 'multipart/mixed; boundary=b'],
      ],
      problems: [],
      isReadable: true,
      byteLength: MAIL.length,
      kind: 'message',
      archiver: 'Signal',
      messageIdentity: expect.stringMatching(/^[0-9a-f]{64}$/),
      sourceMessageId: '1716912345678_17819988776',
      chat: 'group-name:Caf\u00e9',
      owner: { phone: null, email: 'sam@contoso.example', knownFrom: 'email-property' },
      emailProperty: { fieldCount: 1, addresses: ['sam@contoso.example'] },
    });
    expect(Object.keys(inspection).slice(0, 13)).toEqual([
      'file',
      'itemId',
      'subject',
      'from',
      'to',
      'cc',
      'date',
      'messageId',
      'text',
      'attachments',
      'participants',
      'headers',
      'problems',
    ]);
  });

  it('has nulls where the item says nothing', () => {
    expect(inspectItem('x.eml', read('Subject: x\r\n\r\n'))).toMatchObject({
      from: null,
      to: [],
      cc: [],
      date: null,
      messageId: null,
      text: '',
      owner: null,
    });
  });

  it('has the same shape for an item that cannot be used', () => {
    const inspection = inspectItem('x.eml', readItem(Buffer.alloc(0), DEFAULT_ITEM_SETTINGS));

    expect(Object.keys(inspection)).toEqual(Object.keys(inspectItem('x.eml', read(MAIL))));
    expect(inspection).toMatchObject({ itemId: sha256(''), from: null, isReadable: false, problems: [{ code: 'empty-item' }] });
  });
});

describe('what `headers` prints', () => {
  it('names every header once, with what the settings read', () => {
    const item = read(`${MAIL.replace('X-User', 'x-copy: 1\r\nX-Copy: 2\r\nX-User')}`);

    expect(headerNames(item, DEFAULT_ITEM_SETTINGS)).toEqual({
      names: [
        ...['From', 'To', 'Cc', 'Subject', 'Date', 'Message-ID'].map((name) => ({ name, count: 1 })),
        { name: 'x-copy', count: 2 },
        { name: 'X-User-Email-Address', count: 1 },
        { name: 'Content-Type', count: 1 },
      ],
      settings: [
        { setting: 'OWNER_HEADERS', names: [], present: [], reads: null },
        {
          setting: 'EMAIL_PROPERTY_HEADERS',
          names: ['X-User-Email-Address'],
          present: ['X-User-Email-Address'],
          reads: 'sam@contoso.example',
        },
        { setting: 'MESSAGE_ID_HEADERS', names: ['Message-ID'], present: ['Message-ID'], reads: '1716912345678_17819988776' },
        { setting: 'KIND_HEADERS', names: ['X-Message-Type'], present: [], reads: 'message' },
        { setting: 'SOURCE_TYPE_HEADERS', names: ['X-Source-Type'], present: [], reads: 'Signal' },
        { setting: 'GROUP_ID_HEADERS', names: ['X-Group-Id'], present: [], reads: null },
      ],
    });
  });

  it('shows the owner and the group that headers name', () => {
    const settings = { ...DEFAULT_ITEM_SETTINGS, ownerHeaders: ['x-owner'] };
    const item = read('X-Owner: +44 7700 900123\r\nX-Group-Id: g-1\r\n\r\nx', settings);

    expect(headerNames(item, settings).settings).toEqual(
      expect.arrayContaining([
        { setting: 'OWNER_HEADERS', names: ['x-owner'], present: ['X-Owner'], reads: '447700900123' },
        { setting: 'GROUP_ID_HEADERS', names: ['X-Group-Id'], present: ['X-Group-Id'], reads: 'g-1' },
      ]),
    );
  });
});
