import { createHmac } from 'node:crypto';
import { type CopyFacts, copyOf, isDateSuspect } from '../../../runtime/domain/copy/copy-of';
import type { Item, ItemKind } from '../../../runtime/domain/item/item';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import { ANNA, ARRIVED_AT, aContext, anItem, aRow, BEN, CARL, person, SENT_AT } from '../routing/builders';

const facts: CopyFacts = {
  arrivedAt: ARRIVED_AT,
  packageSha256: 'c'.repeat(64),
  mappingVersion: 'd'.repeat(64),
  itemClass: 'IPM.Note.Signal',
  chatKey: 'secret',
  routing: { mailboxes: [] },
};
const copy = (item: Partial<Item>, more: Partial<CopyFacts> = {}) => copyOf(anItem(item), { ...facts, ...more });

describe('copyOf', () => {
  it('shows the item as it is', () => {
    const item = anItem({
      subject: 'Signal message from Anna Lee to Ben Ray',
      text: 'Hello\n\ud83d\ude00',
      from: { name: `Anna Lee ${ANNA}`, address: 'anna.lee@contoso.example' },
      to: [{ name: `Ben Ray ${BEN}`, address: '' }],
      cc: [{ name: 'Carl', address: '' }],
      participants: [
        person(ANNA, 'anna.lee@contoso.example', 'from'),
        person(BEN),
        { ...person(undefined, undefined, 'cc'), name: 'Carl' },
      ],
      sourceMessageId: `1764000000000_${ANNA}`,
    });
    const routing = routeItem(item, aContext({ rows: [aRow(BEN, 'ben@contoso.example')] }));

    expect(copyOf(item, { ...facts, routing })).toEqual({
      itemClass: 'IPM.Note.Signal.Message',
      subject: 'Signal message from Anna Lee to Ben Ray',
      body: { contentType: 'text', content: 'Hello\n\ud83d\ude00' },
      from: { name: `Anna Lee ${ANNA}`, address: 'anna.lee@contoso.example' },
      to: [{ name: `Ben Ray ${BEN}`, address: 'ben@contoso.example' }],
      cc: [{ name: 'Carl', address: expect.stringMatching(/^name-[0-9a-f]{16}@signal\.invalid$/) }],
      sentAt: SENT_AT,
      receivedAt: SENT_AT,
      references: `<${createHmac('sha256', 'secret').update('a chat').digest('hex').slice(0, 32)}@signal.invalid>`,
      itemId: 'a'.repeat(64),
      packageSha256: 'c'.repeat(64),
      sourceMessageId: `1764000000000_${ANNA}`,
      mappingVersion: 'd'.repeat(64),
      originalDate: undefined,
    });
  });

  it.each<[ItemKind, string]>([
    ['message', 'IPM.Note.Signal.Message'],
    ['call', 'IPM.Note.Signal.Call'],
    ['deleted', 'IPM.Note.Signal.Deleted'],
    ['edited', 'IPM.Note.Signal.Edited'],
  ])('gives a %s its class', (kind, itemClass) => {
    expect(copy({ kind }).itemClass).toBe(itemClass);
  });

  it('adds the kind to the class of the settings', () => {
    expect(copy({}, { itemClass: 'IPM.ExternalData.SignalArchiver' }).itemClass).toBe('IPM.ExternalData.SignalArchiver.Message');
  });

  it.each([
    ['no subject stays none', { subject: '' }, { subject: '' }],
    ['no text stays none', { text: '' }, { body: { contentType: 'text', content: '' } }],
    ['a very long text is kept', { text: 'x'.repeat(1_500_000) }, { body: { contentType: 'text', content: 'x'.repeat(1_500_000) } }],
    [
      'HTML is cleaned',
      { text: 'a', html: '<p onclick="x()">a</p><script>x()</script>' },
      { body: { contentType: 'html', content: '<p>a</p>' } },
    ],
    [
      'HTML of nothing but a script is its text',
      { text: 'a', html: '<script>x()</script>' },
      { body: { contentType: 'text', content: 'a' } },
    ],
  ])('adds nothing: %s', (_case, item, expected) => {
    expect(copy(item)).toMatchObject(expected);
  });

  it('is in the same thread as the other items of its chat, and of no other', () => {
    const references = (chat: string, chatKey = 'secret') => copy({ chat }, { chatKey }).references;

    expect(references('a')).toBe(references('a'));
    expect(references('a')).not.toBe(references('b'));
    expect(references('a')).not.toBe(references('a', 'another secret'));
    expect(references('a')).toMatch(/^<[0-9a-f]{32}@signal\.invalid>$/);
  });
});

describe('the people of a copy', () => {
  it('are all there: hidden recipients and a second sender stand in copy', () => {
    const participants = [
      person(ANNA, undefined, 'from'),
      person('1555010', undefined, 'from'),
      person(BEN),
      person(CARL, undefined, 'cc'),
      person('1555011', undefined, 'bcc'),
    ];

    const { from, to, cc } = copy({ participants, from: { name: `Anna ${ANNA}`, address: '' } });

    expect(from.address).toBe(`${ANNA}@signal.invalid`);
    expect(to.map(({ name }) => name)).toEqual([BEN]);
    expect(cc.map(({ name }) => name)).toEqual([CARL, '1555011', '1555010']);
  });

  it('do not include an owner that stands in no field', () => {
    const { to, cc } = copy({ participants: [person(ANNA, undefined, 'from'), person(BEN, undefined, 'owner')] });

    expect([...to, ...cc]).toEqual([]);
  });

  it('are named by participants when the fields do not fit them', () => {
    const participants = [
      { ...person(ANNA), name: 'Anna' },
      { ...person(BEN), name: 'Ben' },
    ];

    expect(copy({ participants, to: [{ name: 'Anna, Ben', address: '' }] }).to.map(({ name }) => name)).toEqual([
      `Anna ${ANNA}`,
      `Ben ${BEN}`,
    ]);
  });

  it('take the sender that the item shows when it names nobody', () => {
    expect(copy({ from: { name: 'Signal', address: 'x' } }).from).toMatchObject({
      name: 'Signal',
      address: expect.stringMatching(/^name-/),
    });
    expect(copy({}).from).toMatchObject({ name: '', address: 'name-e3b0c44298fc1c14@signal.invalid' });
  });

  it('show the mailbox of each, by its place among the participants', () => {
    const mailboxes = [
      { mailboxId: 'x', address: 'archive@contoso.example', matchedBy: 'custom-mapping', participants: [0, 2], holdReason: undefined },
      { mailboxId: 'y', address: 'ben@contoso.example', matchedBy: 'custom-mapping', participants: [1], holdReason: undefined },
    ] as const;
    const participants = [person(ANNA, undefined, 'from'), person(BEN), person(CARL), person('1555010')];

    const { from, to } = copy({ participants }, { routing: { mailboxes } });

    expect([from, ...to].map(({ address }) => address)).toEqual([
      'archive@contoso.example',
      'ben@contoso.example',
      'archive@contoso.example',
      '1555010@signal.invalid',
    ]);
  });
});

describe('the dates of a copy', () => {
  it.each([
    ['whole seconds, downwards', '2026-11-20T12:00:00.999Z', '2026-11-20T12:00:00.000Z'],
    ['before 1970 nothing is rounded up either', '1990-01-01T00:00:00.001Z', '1990-01-01T00:00:00.000Z'],
  ])('are the sent time in %s', (_case, date, expected) => {
    expect(copy({ date: new Date(date) })).toMatchObject({
      sentAt: new Date(expected),
      receivedAt: new Date(expected),
      originalDate: undefined,
    });
  });

  it.each<[string, Partial<Item>, string | undefined]>([
    [
      'an absurd year, as the item writes it',
      { date: new Date(Date.UTC(57300, 5, 3)), headers: [['Date', ' Wed, 3 Jun 57300 18:46:03 +0000 ']] },
      'Wed, 3 Jun 57300 18:46:03 +0000',
    ],
    [
      '1970, in whatever case the field is named',
      {
        date: new Date(0),
        headers: [
          ['subject', 'x'],
          ['DATE', 'Thu, 1 Jan 1970 00:00:00 +0000'],
        ],
      },
      'Thu, 1 Jan 1970 00:00:00 +0000',
    ],
    ['a date that cannot be read', { date: undefined, headers: [['Date', 'yesterday']] }, 'yesterday'],
    ['a date without its field', { date: new Date(0), headers: [] }, '1970-01-01T00:00:00.000Z'],
    ['an empty field', { date: new Date(0), headers: [['Date', '  ']] }, '1970-01-01T00:00:00.000Z'],
    ['no date', { date: undefined }, undefined],
    ['a time that is none', { date: new Date(Number.NaN) }, undefined],
  ])('are those of the arrival, and the original is kept: %s', (_case, item, originalDate) => {
    const arrivedAt = new Date('2026-11-20T18:00:00.500Z');

    expect(copy(item, { arrivedAt })).toMatchObject({ sentAt: ARRIVED_AT, receivedAt: ARRIVED_AT, originalDate });
    expect(isDateSuspect(anItem(item), arrivedAt)).toBe(true);
  });

  it('keep no more of a field than a property takes', () => {
    expect(copy({ date: undefined, headers: [['Date', 'x'.repeat(5_000)]] }).originalDate).toHaveLength(200);
    expect(copy({ date: undefined, headers: [['Date', ' some\x01 \u202eday\t']] }).originalDate).toBe('some day');
  });

  it('are not suspect for an ordinary item', () => {
    expect(isDateSuspect(anItem(), ARRIVED_AT)).toBe(false);
  });
});
