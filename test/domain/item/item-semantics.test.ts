import { normaliseSourceMessageId } from '../../../runtime/domain/item/source-message-id';
import { problemCodes, read, readLines } from './read-mail';

const FROM = 'From: Sam Jones 17819988776 <sam@contoso.example>';
const TO = 'To: Anna Lee 447700900123 <anna@contoso.example>';

describe('the kind of an item', () => {
  it.each<[string, string[], string]>([
    ['an ordinary message', ['Subject: Signal message from Sam to Anna', '', 'Hello'], 'message'],
    ['no subject', ['', 'Hello'], 'message'],
    ['deleted for all, read', ['Subject: DELETED For All READ Signal message from Sam to Anna', '', 'x'], 'deleted'],
    ['deleted for all, unread', ['Subject: DELETED For All UNREAD Signal message from Sam to Anna', '', 'x'], 'deleted'],
    [
      'deleted for all, unknown, in a group',
      ['Subject: DELETED For All UNKNOWN Signal message from Sam to chat group Board', '', 'x'],
      'deleted',
    ],
    [
      'deleted for all with an en dash',
      ['Subject: =?utf-8?Q?DELETED_For_All_=E2=80=93_READ_Signal_message_from_Sam?=', '', 'x'],
      'deleted',
    ],
    ['deleted for all with a hyphen', ['Subject: DELETED For All - READ Signal message from Sam to Anna', '', 'x'], 'deleted'],
    ['deleted for me', ['Subject: DELETED For Me Signal message from Sam to Anna', '', 'x'], 'deleted'],
    ['edited', ['Subject: EDIT READ Signal message from Sam to Anna', '', 'x'], 'edited'],
    ['edited, unread', ['Subject: EDIT UNREAD Signal message from Sam to Anna', '', 'x'], 'edited'],
    ['deleted by its id', ['Message-ID: <DELETE_FOR_ALL-1_447700900123>', '', 'x'], 'deleted'],
    ['all messages deleted by its id', ['Message-ID: <DELETE_ALL_MESSAGES-1_447700900123>', '', 'x'], 'deleted'],
    ['edited by its id', ['Message-ID: <EDIT-1_447700900123>', '', 'x'], 'edited'],
    ['a call by its type', ['X-Message-Type: call-log', '', 'x'], 'call'],
    ['a voice call by its type', ['X-Message-Type: VOICE_CALL', '', 'x'], 'call'],
    ['a video call by its type', ['X-Message-Type: video-call', '', 'x'], 'call'],
    ['a call by its subject', ['Subject: Signal call from Sam to Anna', '', 'x'], 'call'],
    ['an event that deletes', ['X-Message-Type: event', '', 'Signal message from Sam', '', 'Original Message (Msg ID - 1_2)'], 'deleted'],
    ['an event that edits', ['X-Message-Type: event', '', 'Original Message ID: 1_2', 'Edited Text: y'], 'edited'],
    ['an event that says nothing', ['X-Message-Type: event', '', 'Anna joined'], 'message'],
    ['a user who writes such words', ['Subject: Signal message from DELETED For All READ', '', 'EDIT READ'], 'message'],
  ])('%s', (_case, lines, kind) => {
    expect(readLines(...lines).kind).toBe(kind);
  });
});

describe('another archiver', () => {
  it.each<[string, string[], string | undefined]>([
    ['no evidence is Signal', ['Subject: Lunch', '', 'x'], undefined],
    ['a Signal subject', ['Subject: Signal message from WhatsApp Support to Anna', '', 'x'], undefined],
    ['a WhatsApp subject', ['Subject: WhatsApp message from Sam to Anna', '', 'x'], 'WhatsApp'],
    ['a deleted WhatsApp message', ['Subject: DELETED For All READ WhatsApp message from Sam to Anna', '', 'x'], 'WhatsApp'],
    ['an SMS subject', ['Subject: SMS message from Sam to Anna', '', 'x'], 'SMS'],
    ['an SMS subject in other words', ['Subject: SMS from 17819988776', '', 'x'], 'SMS'],
    ['a Telegram subject', ['Subject: Telegram message from Sam to Anna', '', 'x'], 'Telegram'],
    ['a source type of another archiver', ['X-Source-Type: WHATSAPP_ARCHIVER', 'Subject: Lunch', '', 'x'], 'WhatsApp'],
    ['a source type against the subject', ['X-Source-Type: WHATSAPP', 'Subject: Signal message from Sam to Anna', '', 'x'], 'WhatsApp'],
    ['the source type Signal', ['X-Source-Type: SIGNAL', '', 'x'], undefined],
    ['a user who writes about it', ['Subject: Signal message from Sam to Anna', '', 'WhatsApp message from Bob'], undefined],
    ['a group with such a name', ['Subject: Signal message from Sam to chat group SMS message from hell', '', 'x'], undefined],
  ])('%s', (_case, lines, expected) => {
    const item = readLines(...lines);

    expect(item).toMatchObject({ archiver: expected === undefined ? 'signal' : 'other', otherArchiver: expected });
  });

  it('that nobody knows is taken for Signal and said', () => {
    const item = readLines('X-Source-Type: PIGEON', '', 'x');

    expect(item.archiver).toBe('signal');
    expect(problemCodes(item)).toContain('source-type-unknown');
  });
});

describe('the email property', () => {
  it.each<[string, string[], { fieldCount: number; addresses: string[] }]>([
    ['absent', [], { fieldCount: 0, addresses: [] }],
    ['one address', ['X-User-Email-Address: Sam@Contoso.example'], { fieldCount: 1, addresses: ['sam@contoso.example'] }],
    [
      'several in one field',
      ['X-User-Email-Address: sam@contoso.example, <anna@contoso.example>; bob@fabrikam.example'],
      { fieldCount: 1, addresses: ['sam@contoso.example', 'anna@contoso.example', 'bob@fabrikam.example'] },
    ],
    [
      'separated by spaces',
      ['X-User-Email-Address: sam@contoso.example anna@contoso.example'],
      { fieldCount: 1, addresses: ['sam@contoso.example', 'anna@contoso.example'] },
    ],
    [
      'each once',
      ['X-User-Email-Address: sam@contoso.example, SAM@contoso.example'],
      { fieldCount: 1, addresses: ['sam@contoso.example'] },
    ],
    ['empty', ['X-User-Email-Address:'], { fieldCount: 1, addresses: [] }],
    [
      'two fields',
      ['X-User-Email-Address: sam@contoso.example', 'x-user-email-address: anna@contoso.example'],
      { fieldCount: 2, addresses: ['sam@contoso.example', 'anna@contoso.example'] },
    ],
    [
      'two fields that say the same',
      ['X-User-Email-Address: sam@contoso.example', 'X-User-Email-Address: sam@contoso.example'],
      { fieldCount: 2, addresses: ['sam@contoso.example'] },
    ],
    [
      'a doubtful one beside a good one',
      ['X-User-Email-Address: sam@contoso.example, "x"@evil.example'],
      { fieldCount: 1, addresses: ['sam@contoso.example'] },
    ],
  ])('%s', (_case, lines, expected) => {
    expect(readLines(FROM, ...lines, '', 'x').emailProperty).toEqual(expected);
  });

  it('may hold the vendor\u2019s placeholders', () => {
    const item = readLines(FROM, 'X-User-Email-Address: sam@contoso.example, EMPTY_ADDRESS, UNKNOWN', '', 'x');

    expect(item.emailProperty.addresses).toEqual(['sam@contoso.example']);
    expect(problemCodes(item)).not.toContain('email-property-unreadable');
  });

  it('stands in whatever fields the settings name', () => {
    const item = read('X-A: sam@contoso.example\r\nX-B: anna@contoso.example\r\n\r\nx', { emailPropertyHeaders: ['x-b', 'X-A'] });

    expect(item.emailProperty).toEqual({ fieldCount: 2, addresses: ['anna@contoso.example', 'sam@contoso.example'] });
    expect(problemCodes(item)).toContain('email-property-repeated');
  });
});

describe('the owner', () => {
  const settings = { ownerHeaders: ['X-Owner', 'X-Archived-User'] };

  it.each<[string, string[], object | undefined]>([
    ['nobody knows', [], undefined],
    ['a number', ['X-Owner: +44 7700 900123'], { phone: '447700900123', address: undefined, knownFrom: 'owner-header' }],
    ['an address', ['X-Owner: Anna@Contoso.example'], { phone: undefined, address: 'anna@contoso.example', knownFrom: 'owner-header' }],
    [
      'name, number and address',
      ['X-Owner: Anna Lee 447700900123 <anna@contoso.example>'],
      { phone: '447700900123', address: 'anna@contoso.example', knownFrom: 'owner-header' },
    ],
    [
      'the second of the fields',
      ['X-Archived-User: 447700900123'],
      { phone: '447700900123', address: undefined, knownFrom: 'owner-header' },
    ],
    [
      'the same twice',
      ['X-Owner: 447700900123', 'X-Archived-User: +447700900123'],
      { phone: '447700900123', address: undefined, knownFrom: 'owner-header' },
    ],
    ['two different ones', ['X-Owner: 447700900123', 'X-Owner: 447700900124'], undefined],
    [
      'the number in one field and the address in another',
      ['X-Archived-User: anna@contoso.example', 'X-Owner: 447700900123'],
      { phone: '447700900123', address: 'anna@contoso.example', knownFrom: 'owner-header' },
    ],
    ['a number and an address in one field that is repeated', ['X-Owner: 447700900123', 'X-Owner: anna@contoso.example'], undefined],
    [
      'two fields that differ in the number only',
      ['X-Owner: 447700900123 <anna@contoso.example>', 'X-Archived-User: 447700900124 <anna@contoso.example>'],
      undefined,
    ],
    [
      'an email property with one address',
      ['X-User-Email-Address: anna@contoso.example'],
      { phone: undefined, address: 'anna@contoso.example', knownFrom: 'email-property' },
    ],
    ['an email property with two addresses', ['X-User-Email-Address: anna@contoso.example, sam@contoso.example'], undefined],
    ['two email properties', ['X-User-Email-Address: anna@contoso.example', 'X-User-Email-Address:'], undefined],
    ['an email property with somebody unknown', ['X-User-Email-Address: anna@contoso.example, EMPTY_ADDRESS'], undefined],
    ['an email property with something unreadable', ['X-User-Email-Address: anna@contoso.example, x@'], undefined],
    [
      'both: the owner field counts',
      ['X-Owner: 447700900123', 'X-User-Email-Address: sam@contoso.example'],
      { phone: '447700900123', address: undefined, knownFrom: 'owner-header' },
    ],
    [
      'two different owner fields are not mended by the email property',
      ['X-Owner: 447700900123', 'X-Owner: 447700900124', 'X-User-Email-Address: sam@contoso.example'],
      undefined,
    ],
  ])('%s', (_case, lines, expected) => {
    expect(read([FROM, TO, ...lines, '', 'x'].join('\r\n'), settings).owner).toEqual(expected);
  });

  it.each([
    ['is a participant of his own when he stands in no field', 'X-Owner: 447700900999', [{ role: 'owner', phone: '447700900999' }]],
    ['is no second participant by number', 'X-Owner: 447700900123', []],
    ['is no second participant by address', 'X-Owner: ANNA@contoso.example', []],
  ])('%s', (_case, header, expected) => {
    const item = read([FROM, TO, header, '', 'x'].join('\r\n'), settings);

    expect(item.participants.filter(({ role }) => role === 'owner')).toMatchObject(expected);
  });

  it.each([
    ['in conflict when two are named', ['X-Owner: 447700900123', 'X-Owner: 447700900124'], ['owner-repeated']],
    ['not in conflict when they say the same', ['X-Owner: 447700900123', 'X-Archived-User: +447700900123'], []],
    [
      'in conflict, as the senders are, when both are repeated',
      [FROM, 'X-Owner: 447700900123', 'X-Owner: 447700900124'],
      ['from-repeated', 'owner-repeated'],
    ],
  ])('is %s', (_case, lines, conflicts) => {
    expect(read([FROM, TO, ...lines, '', 'x'].join('\r\n'), settings).identityConflicts).toEqual(conflicts);
  });

  it('that cannot be read is said', () => {
    expect(problemCodes(read([FROM, 'X-Owner: somebody', '', 'x'].join('\r\n'), settings))).toContain('owner-unreadable');
  });
});

describe('the chat', () => {
  it.each<[string, string[], string]>([
    ['the id of a group', ['X-Group-Id: g-1', 'Subject: Signal message from Sam to chat group Board'], 'group-id:g-1'],
    ['the name of a group', ['Subject: Signal message from Sam to chat group Board "A" \ud83d\ude00'], 'group-name:Board "A" \ud83d\ude00'],
    [
      'the name of a group in a deletion',
      ['Subject: DELETED For All UNKNOWN Signal message from Sam to chat group Board'],
      'group-name:Board',
    ],
    ['the pair of numbers', [FROM, TO, 'Subject: Signal message from Sam to Anna'], 'people:17819988776|447700900123'],
    ['the same pair the other way round', [FROM.replace('From', 'To'), TO.replace('To', 'From')], 'people:17819988776|447700900123'],
    ['names where there is no number', ['From: UNKNOWN', 'To: anna@contoso.example'], 'people:anna@contoso.example|unknown'],
  ])('is named by %s', (_case, lines, chat) => {
    expect(readLines(...lines, '', 'x').chat).toBe(chat);
  });
});

describe('the source message id', () => {
  it.each([
    ['the vendor\u2019s form', '<1716912345678_447700900123>', '1716912345678_447700900123'],
    ['without brackets', ' 1716912345678_447700900123 ', '1716912345678_447700900123'],
    ['with a host', '<1716912345678_447700900123@tm.example>', '1716912345678_447700900123'],
    ['with _0', '1716912345678_447700900123_0', '1716912345678_447700900123'],
    ['a prefix stays', '<DELETE_FOR_ALL-1716912345678_447700900123_0@tm.example>', 'DELETE_FOR_ALL-1716912345678_447700900123'],
    ['a uuid goes', 'EDIT-1716912345678_447700900123-123e4567-e89b-12d3-a456-426614174000', 'EDIT-1716912345678_447700900123'],
    ['another form keeps its host', '<abc_0@mail.example>', 'abc_0@mail.example'],
    ['another form keeps its uuid', 'x-123e4567-e89b-12d3-a456-426614174000', 'x-123e4567-e89b-12d3-a456-426614174000'],
    ['a zero that is all there is of a sender', '1716912345678_0', '1716912345678_0'],
    ['a comment after it', '<1_2@x.example> (added)', '1_2'],
    ['nothing', '<>', undefined],
    ['white space', ' ', undefined],
  ])('%s', (_case, raw, expected) => {
    expect(normaliseSourceMessageId(raw)).toBe(expected);
  });

  it('comes from the first of the named fields that is there', () => {
    const item = read('Message-ID: <mail@x.example>\r\nX-Empty:\r\nX-Tm-Id: 1_447700900123\r\n\r\nx', {
      messageIdHeaders: ['X-Empty', 'X-Tm-Id', 'Message-ID'],
    });

    expect(item).toMatchObject({ sourceMessageId: '1_447700900123', messageId: 'mail@x.example' });
  });
});

describe('an encrypted body', () => {
  it('is left unchanged and said', () => {
    const block = Buffer.from(Array.from({ length: 120 }, (_, index) => (index * 73) & 0xff)).toString('base64');
    const item = readLines(FROM, '', block);

    expect(item.text).toBe(block);
    expect(problemCodes(item)).toContain('opaque-body');
  });

  it.each([
    ['a long word', 'a'.repeat(100)],
    ['a link', `https://contoso.example/${'Ab1'.repeat(40)}`],
    ['a text', 'Hello Anna, this is a text of more than sixty-four characters, nothing else.'],
    ['a short code', 'QUJDREVGR0g='],
  ])('is not %s', (_case, text) => {
    expect(problemCodes(readLines(FROM, '', text))).not.toContain('opaque-body');
  });
});
