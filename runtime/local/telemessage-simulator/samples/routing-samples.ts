import { writeEml } from '../synthetic/mime-writer';
import { VENDOR_MAPPING_HEADER } from '../synthetic/user-mapping-csv';
import { shownParticipant, textPart, vendorHeaders } from '../synthetic/vendor-item';
import { item, NINE, type Sample, stranger, textFile, told } from './sample';

const GROUP = ['maya', 'tomas', 'priya', 'sofia', 'erik', 'crane'];
const DAY_IN_MS = 24 * 60 * 60 * 1000;

/** Who gets it: mapping, address, several phones, large groups, late and re-assigned numbers. */
export const ROUTING_SAMPLES: readonly Sample[] = [
  {
    number: 1,
    name: 'mapping-wins',
    what: 'outgoing text; the mapping names ben.carter, the address shown is the shared mailbox sales: the mapping wins',
    files: () => [
      item('outgoing', { from: 'ben', to: ['erik'], text: 'The offer is in your inbox, valid until Friday.' }),
      textFile('mapping.csv', `${VENDOR_MAPPING_HEADER}\r\n447700900144,ben.carter@contoso.example\r\n`),
    ],
  },
  {
    number: 2,
    name: 'address-is-the-fallback',
    what: 'incoming text; the number is in no row, the address of the owner is valid and the only one in the email property',
    files: () => {
      const message = told({ from: 'erik', to: ['amira'], text: 'The survey vessel sails at noon.' });
      const owner = message.chat.members[1] ?? message.sender;
      const headers = vendorHeaders(message, owner, 1).map(([name, value]) =>
        name === 'X-User-Email-Address' ? ([name, 'amira.haddad@contoso.example'] as const) : ([name, value] as const),
      );
      return [{ name: 'incoming.eml', content: writeEml(headers, textPart(message.text)) }];
    },
  },
  {
    number: 3,
    name: 'nobody-matches',
    what: 'neither number nor address names a user: unmatched, and imported once after the mapping is repaired',
    files: () => [
      item('unmatched', { from: stranger('Robin', 'Hale', '447700900155', 'robin.hale@contoso.example'), to: ['crane'] }),
      textFile('mapping.csv', `${VENDOR_MAPPING_HEADER}\r\n447700900101,maya.okafor@contoso.example\r\n`),
      textFile(
        'mapping-repaired.csv',
        `${VENDOR_MAPPING_HEADER}\r\n447700900101,maya.okafor@contoso.example\r\n447700900155,maya.okafor@contoso.example\r\n`,
      ),
    ],
  },
  {
    number: 4,
    name: 'digits-for-a-name',
    what: 'a user without name and address: the display name is the number, format 5 shows `Mobile <>`',
    files: () => [item('digits', { from: 'desk', to: ['henrik'], text: 'ALARM T12 yaw error, reset remotely.' }, 'desk', 5)],
  },
  {
    number: 5,
    name: 'group-of-six',
    what: 'three archived employees in a group: three items with one message id and different bytes; each mailbox gets one copy',
    files: () =>
      ['maya', 'tomas', 'priya'].map((owner) =>
        item(
          `captured-by-${owner}`,
          { from: 'sofia', to: GROUP.filter((key) => key !== 'sofia'), group: 'Tender', text: 'Signed!' },
          owner,
        ),
      ),
  },
  {
    number: 6,
    name: 'large-group',
    what: '256 recipients, one without a number, one UNKNOWN, one EMPTY_ADDRESS; and a group name that is hard to carry',
    files: () => {
      const crowd = Array.from({ length: 253 }, (_none, index) => stranger('Guest', `Number ${index + 1}`, String(15_550_100_000 + index)));
      const odd = [
        stranger('Jamie', 'Fox', undefined, 'jamie.fox@fabrikam.example'),
        stranger('UNKNOWN', '', undefined),
        stranger('Kim', 'Lake', '447700900156', 'EMPTY_ADDRESS'),
      ];
      const name = `"Harbour" 🚢 <night> ${'long '.repeat(38)}\nsecond line`;
      return [
        item('many-members', { from: 'samuel', to: [...crowd, ...odd], group: 'Everyone at the harbour' }),
        item('hard-name', { from: 'samuel', to: ['marek', 'crane'], group: name, text: 'Same group, other name.' }),
      ];
    },
  },
  {
    number: 19,
    name: 'late-and-reassigned',
    what: 'sent nine days before it arrived; and sent before its number was given to somebody else (the mapping has validity dates)',
    files: () => [
      item('nine-days-late', { from: 'amira', to: ['nora'], at: new Date(NINE.getTime() - 9 * DAY_IN_MS), text: 'Kept on my phone.' }),
      item('before-reassignment', { from: 'martin', to: ['oliver'], at: new Date('2026-10-31T23:30:00Z'), text: 'My last evening here.' }),
      item('after-reassignment', { from: 'martin', to: ['oliver'], at: new Date('2026-11-01T08:00:00Z'), text: 'Hello, new owner here.' }),
      textFile(
        'mapping.csv',
        [
          'mobile,mailbox,validFrom,validTo',
          '447700900145,martin.cole@contoso.example,,2026-11-01',
          '447700900145,oliver.hughes@contoso.example,2026-11-01,',
          '',
        ].join('\r\n'),
      ),
    ],
  },
  {
    number: 23,
    name: 'forged',
    what: 'From a mailbox of a foreign domain, an owner header that names the chief, a line end inside an encoded word, a Sender',
    files: () => {
      const message = told({ from: 'erik', to: ['daniel'], text: 'Please pay the attached invoice today.' });
      const honest = vendorHeaders(message, message.sender, 1);
      const replaced = (changes: Readonly<Record<string, string>>) =>
        honest.map(([name, value]) => [name, changes[name] ?? value] as const);
      const body = textPart(message.text);
      const injected = Buffer.from('Invoice\r\nBcc: everyone@contoso.example').toString('base64');
      return [
        {
          name: 'foreign-from.eml',
          content: writeEml(replaced({ From: 'Maya Okafor 447700900101 <maya.okafor@contoso.example.attacker.example>' }), body),
        },
        { name: 'owner-is-the-chief.eml', content: writeEml(replaced({ 'X-Archived-User': 'maya.okafor@contoso.example' }), body) },
        { name: 'line-end-in-subject.eml', content: writeEml(replaced({ Subject: `=?UTF-8?B?${injected}?=` }), body) },
        { name: 'with-sender.eml', content: writeEml([['Sender', 'archive@vendor.example'], ...honest], body) },
        {
          name: 'two-from.eml',
          content: writeEml([...honest, ['From', shownParticipant(message.chat.members[1] ?? message.sender, 1)]], body),
        },
        {
          name: 'two-email-properties.eml',
          content: writeEml([...honest, ['X-User-Email-Address', 'maya.okafor@contoso.example']], body),
        },
      ];
    },
  },
];
