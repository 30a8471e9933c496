import type { Participant } from '../../../runtime/domain/item/item';
import { problemCodes, readLines } from './read-mail';

type Person = Partial<Omit<Participant, 'role'>>;

function fields(...lines: string[]) {
  return readLines(...lines, 'Date: Fri, 21 Nov 2025 06:30:00 +0000', 'Message-ID: <1_2>', '', 'Hello');
}

function people(...lines: string[]): Person[] {
  return fields(...lines).participants.map(({ name, phone, address, isAddressAmbiguous }) => ({
    name,
    ...(phone === undefined ? {} : { phone }),
    ...(address === undefined ? {} : { address }),
    ...(isAddressAmbiguous ? { isAddressAmbiguous } : {}),
  }));
}

const SAM = { phone: '17819988776', address: 'sam@contoso.example' };
const ANNA = { phone: '447700900123', address: 'anna@contoso.example' };

describe('the eight display formats', () => {
  it.each<[string, string, string, Person, Person]>([
    [
      '1 first, last, mobile',
      'Sam Jones 17819988776 <sam@contoso.example>',
      'Anna Lee 447700900123 <anna@contoso.example>',
      { name: 'Sam Jones', ...SAM },
      { name: 'Anna Lee', ...ANNA },
    ],
    [
      '2 the same in quotation marks',
      '"Sam Jones 17819988776" <sam@contoso.example>',
      '"Anna Lee 447700900123" <anna@contoso.example>',
      { name: 'Sam Jones', ...SAM },
      { name: 'Anna Lee', ...ANNA },
    ],
    [
      '3 last, first, mobile',
      'Jones Sam 17819988776 <sam@contoso.example>',
      'Lee Anna 447700900123 <anna@contoso.example>',
      { name: 'Jones Sam', ...SAM },
      { name: 'Lee Anna', ...ANNA },
    ],
    [
      '4 last comma first, mobile',
      'Jones, Sam 17819988776 <sam@contoso.example>',
      'Lee, Anna 447700900123 <anna@contoso.example>',
      { name: 'Jones, Sam', ...SAM },
      { name: 'Lee, Anna', ...ANNA },
    ],
    ['5 mobile', '17819988776 <sam@contoso.example>', '447700900123 <anna@contoso.example>', { name: '', ...SAM }, { name: '', ...ANNA }],
    [
      '6 first, last',
      'Sam Jones <sam@contoso.example>',
      'Anna Lee <anna@contoso.example>',
      { name: 'Sam Jones', address: SAM.address },
      { name: 'Anna Lee', address: ANNA.address },
    ],
    [
      '7 last, first',
      'Jones Sam <sam@contoso.example>',
      'Lee Anna <anna@contoso.example>',
      { name: 'Jones Sam', address: SAM.address },
      { name: 'Lee Anna', address: ANNA.address },
    ],
    [
      '8 last comma first',
      'Jones, Sam <sam@contoso.example>',
      'Lee, Anna <anna@contoso.example>',
      { name: 'Jones, Sam', address: SAM.address },
      { name: 'Lee, Anna', address: ANNA.address },
    ],
  ])('are read: %s', (_case, from, to, sender, recipient) => {
    expect(people(`From: ${from}`, `To: ${to}, ${to}`)).toEqual([sender, recipient, recipient]);
  });

  it.each([
    ['Sam Jones <sam@contoso.example>', true],
    ['Jones Sam <sam@contoso.example>', true],
    ['Jones, Sam <sam@contoso.example>', true],
    ['Sam Jones 17819988776 <sam@contoso.example>', false],
    ['17819988776 <>', false],
  ])('warn when nobody shows a number: %s', (from, expected) => {
    expect(problemCodes(fields(`From: ${from}`)).includes('no-number')).toBe(expected);
  });

  it('show in `from` and `to` what the item shows, number included', () => {
    const item = fields('From: Jones, Sam 17819988776 <sam@contoso.example>', 'To: Lee, Anna 447700900123 <>, 447700900124, UNKNOWN');

    expect(item.from).toEqual({ name: 'Jones, Sam 17819988776', address: 'sam@contoso.example' });
    expect(item.to).toEqual([
      { name: 'Lee, Anna 447700900123', address: '' },
      { name: '447700900124', address: '' },
      { name: 'UNKNOWN', address: '' },
    ]);
  });
});

describe('a list of participants', () => {
  it.each<[string, string[], Person[]]>([
    [
      'format 4 with everything else between',
      [
        'From: Jones, Sam 17819988776 <sam@contoso.example>',
        'To: Lee, Anna 447700900123 <>, UNKNOWN, bob@fabrikam.example, 447700900124, EMPTY_ADDRESS, Cher <>, Roe, Jane 447700900125 <>',
      ],
      [
        { name: 'Jones, Sam', ...SAM },
        { name: 'Lee, Anna', phone: '447700900123' },
        { name: 'UNKNOWN' },
        { name: '', address: 'bob@fabrikam.example' },
        { name: '', phone: '447700900124' },
        { name: 'EMPTY_ADDRESS' },
        { name: 'Cher' },
        { name: 'Roe, Jane', phone: '447700900125' },
      ],
    ],
    [
      'format 1 with a member without number: the name stands alone',
      ['From: Sam Jones 17819988776 <sam@contoso.example>', 'To: Bob, Anna Lee 447700900123 <>'],
      [{ name: 'Sam Jones', ...SAM }, { name: 'Bob' }, { name: 'Anna Lee', phone: '447700900123' }],
    ],
    [
      'format 4 told by the recipients when the sender does not tell',
      ['From: 17819988776 <sam@contoso.example>', 'To: Lee, Anna Maria 447700900123 <>, Roe, Jane Ann 447700900125 <>'],
      [
        { name: '', ...SAM },
        { name: 'Lee, Anna Maria', phone: '447700900123' },
        { name: 'Roe, Jane Ann', phone: '447700900125' },
      ],
    ],
    [
      'numbers and names in the angle brackets',
      ['From: <+44 7700 900123>', 'To: <UNKNOWN>, Anna <447700900124>'],
      [{ name: '', phone: '447700900123' }, { name: 'UNKNOWN' }, { name: 'Anna', phone: '447700900124' }],
    ],
    ['a number as display name, twice', ['From: 17819988776 17819988776 <sam@contoso.example>'], [{ name: '', ...SAM }]],
    [
      'digits at some domain',
      ['From: <447700900123@sms.example>', 'To: 1234567@contoso.example'],
      [
        { name: '', phone: '447700900123', address: '447700900123@sms.example' },
        { name: '', address: '1234567@contoso.example' },
      ],
    ],
    ['nothing in the brackets', ['From: <>', 'To: , ,, Anna 447700900123 <>,'], [{ name: 'Anna', phone: '447700900123' }]],
    [
      'a group',
      ['From: sam@contoso.example', 'To: Team: anna@contoso.example, Bob Roe 447700900124 <>;, undisclosed-recipients:;'],
      [
        { name: '', address: SAM.address },
        { name: '', address: ANNA.address },
        { name: 'Bob Roe', phone: '447700900124' },
      ],
    ],
    ['a colon in a name', ['From: Ops: Night 447700900123 <>'], [{ name: 'Ops: Night', phone: '447700900123' }]],
    [
      'semicolons for commas',
      ['From: sam@contoso.example', 'To: Anna Lee 447700900123 <>; Bob Roe 447700900124 <>'],
      [
        { name: '', address: SAM.address },
        { name: 'Anna Lee', phone: '447700900123' },
        { name: 'Bob Roe', phone: '447700900124' },
      ],
    ],
    [
      'encoded words',
      ['From: =?utf-8?Q?Zo=C3=AB_M=C3=BCller_447700900123?= <>', 'To: =?utf-8?B?TMOpZSwgQW5uYQ==?= 447700900124 <anna@contoso.example>'],
      [
        { name: 'Zo\u00eb M\u00fcller', phone: '447700900123' },
        { name: 'L\u00e9e, Anna', phone: '447700900124', address: ANNA.address },
      ],
    ],
    [
      'encoded words that hold a comma and brackets',
      ['From: =?utf-8?Q?Lee=2C_Anna_=3Cceo=40contoso=2Eexample=3E?= <anna@contoso.example>'],
      [{ name: 'Lee, Anna <ceo@contoso.example>', address: ANNA.address }],
    ],
    [
      'quotation marks and backslashes',
      ['From: "O\\"Brien, \\\\ Pat 447700900123" <>'],
      [{ name: 'O"Brien, \\ Pat', phone: '447700900123' }],
    ],
    ['the old form with the name in a comment', ['From: anna@contoso.example (Anna Lee 447700900123)'], [{ name: 'Anna Lee', ...ANNA }]],
    ['brackets in a name', ['From: Anna (London) Lee 447700900123 <anna@contoso.example>'], [{ name: 'Anna (London) Lee', ...ANNA }]],
    [
      'controls and direction marks in a name',
      ['From: =?utf-8?Q?Anna=00=0D=0A_=E2=80=AELee=E2=81=A8_447700900123?= <>'],
      [{ name: 'Anna Lee', phone: '447700900123' }],
    ],
    [
      'several To fields',
      ['From: sam@contoso.example', 'To: anna@contoso.example', 'To: bob@fabrikam.example'],
      [
        { name: '', address: SAM.address },
        { name: '', address: ANNA.address },
        { name: '', address: 'bob@fabrikam.example' },
      ],
    ],
  ])('is read: %s', (_case, lines, expected) => {
    expect(people(...lines)).toEqual(expected);
  });

  it('says where everybody stands', () => {
    const item = fields('From: a@b.example', 'To: c@d.example', 'Cc: e@f.example', 'Bcc: g@h.example');

    expect(item.participants.map(({ role }) => role)).toEqual(['from', 'to', 'cc', 'bcc']);
  });
});

describe('a number beside a name', () => {
  it.each<[string, string, Person]>([
    ['with plus and spaces', 'Anna Lee +44 7700 900123', { name: 'Anna Lee', phone: '447700900123' }],
    ['with the international prefix', 'Anna Lee 0044-7700-900123', { name: 'Anna Lee', phone: '447700900123' }],
    ['with the country code in brackets', 'Anna Lee (44) 7700.900123', { name: 'Anna Lee', phone: '447700900123' }],
    ['after another number', 'Agent 7 447700900123', { name: 'Agent 7', phone: '447700900123' }],
    ['after a number in brackets', 'Agent (7) 447700900123', { name: 'Agent (7)', phone: '447700900123' }],
    ['too short to be one', 'Anna 2025', { name: 'Anna 2025' }],
    ['too long to be one', 'Anna 4477009001234567', { name: 'Anna 4477009001234567' }],
    ['glued to the name', 'Anna447700900123', { name: 'Anna447700900123' }],
    ['before the name', '447700900123 Anna', { name: '447700900123 Anna' }],
  ])('%s', (_case, display, expected) => {
    expect(people(`From: ${display} <>`)).toEqual([expected]);
  });
});

describe('an address that readers could take for different ones is never used', () => {
  it.each([
    ['quoted local part', '"sam@contoso.example x"@evil.example'],
    ['quoted local part in brackets', 'Sam <"sam jones"@contoso.example>'],
    ['comment inside', 'sam@contoso.example(x)evil.example'],
    ['comment in brackets', 'Sam <sam@contoso.example(x).evil.example>'],
    ['comment before the at sign', 'sam(x)@contoso.example'],
    ['two at signs', 'sam@evil.example@contoso.example'],
    ['two at signs in brackets', 'Sam <sam@evil.example@contoso.example>'],
    ['brackets in brackets', 'Sam <<sam@contoso.example>>'],
    ['two pairs of brackets', 'Sam <sam@contoso.example> <x@evil.example>'],
    ['text after the brackets', 'Sam <sam@contoso.example> x@evil.example'],
    ['brackets that do not close', 'Sam <sam@contoso.example'],
    ['quotation marks that do not close', '"Sam <sam@contoso.example>'],
    ['route address', 'Sam <@relay.example:sam@contoso.example>'],
    ['control character', 'Sam <sam\x01@contoso.example>'],
    ['bidi control', 'Sam <sam\u202e@contoso.example>'],
    ['zero width space', 'Sam <sam\u200b@contoso.example>'],
    ['letter of another script', 'Sam <s\u0430m@contoso.example>'],
    ['domain of another script', 'Sam <sam@c\u043entoso.example>'],
    ['full-width at sign', 'Sam <sam\uff20contoso.example>'],
    ['trailing dot', 'Sam <sam@contoso.example.>'],
    ['space inside', 'Sam <sam @contoso.example>'],
    ['space after the at sign', 'Sam <sam@ contoso.example>'],
    ['two dots', 'Sam <sam..jones@contoso.example>'],
    ['no domain', 'Sam <sam@>'],
    ['one label', 'Sam <sam@localhost>'],
    ['address literal', 'Sam <sam@[192.0.2.1]>'],
    ['encoded word', 'Sam <=?utf-8?Q?sam=40contoso=2Eexample?=>'],
    ['another address before the brackets', 'ceo@contoso.example <x@evil.example>'],
    ['words beside it', 'Sam sam@contoso.example'],
    ['too long', `Sam <${'s'.repeat(65)}@contoso.example>`],
  ])('%s', (_case, from) => {
    const item = fields(`From: ${from}`);

    expect(item.participants).toHaveLength(1);
    expect(item.participants[0]).toMatchObject({ address: undefined, isAddressAmbiguous: true });
    expect(problemCodes(item)).toContain('address-ambiguous');
  });

  it.each([
    ['plain', 'sam@contoso.example'],
    ['in brackets', '<sam@contoso.example>'],
    ['space around it in brackets', 'Sam < sam@contoso.example >'],
    ['repeated as its own name', 'sam@contoso.example <SAM@contoso.example>'],
    ['in quotation marks as a name', '"boss@contoso.example" <sam@contoso.example>'],
    ['plus and dots', 'Sam <sam.j+tag@mail.contoso.example>'],
    ['punycode', 'Sam <sam@xn--bcher-kva.example>'],
  ])('but these are clear: %s', (_case, from) => {
    const [sender] = fields(`From: ${from}`).participants;

    expect(sender?.isAddressAmbiguous).toBe(false);
    expect(sender?.address).toMatch(/^sam.*example$/i);
  });
});

describe('two From fields', () => {
  it('make every sender ambiguous, by number and by address', () => {
    const item = fields(
      'From: Sam Jones 17819988776 <sam@contoso.example>',
      'From: Anna Lee 447700900123 <anna@contoso.example>',
      'To: Bob 447700900124 <>',
    );

    expect(problemCodes(item)).toContain('from-repeated');
    expect(item.participants).toMatchObject([
      { name: 'Sam Jones', phone: undefined, address: undefined, isAddressAmbiguous: true },
      { name: 'Anna Lee', phone: undefined, address: undefined, isAddressAmbiguous: true },
      { name: 'Bob', phone: '447700900124', isAddressAmbiguous: false },
    ]);
  });

  it('that say the same name one sender, and are two fields all the same', () => {
    const item = fields('From: Sam Jones 17819988776 <>', 'From: Sam Jones 17819988776 <>');

    expect(item.identityConflicts).toEqual(['from-repeated']);
    expect(item.participants).toMatchObject([{ name: 'Sam Jones', phone: '17819988776', isAddressAmbiguous: false }]);
  });
});
