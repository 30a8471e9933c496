import { participantKey } from '../../../runtime/domain/routing/participant-key';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import { ANNA, aContext, anItem, aParticipant, BEN, CARL, ownerByNumber, ownerByProperty, person, property } from './builders';
import { expectRoute, type RouteCase, rowsOf } from './route-case';

describe('rule 3: an address of the email property that stands beside no participant', () => {
  const anna = property('anna@contoso.example');
  const annaOwns = { emailProperty: anna, owner: ownerByProperty('anna@contoso.example') };
  const two = property('anna@contoso.example', 'ben@contoso.example');

  it.each<RouteCase>([
    [
      'is used when nobody was matched by a row',
      { participants: [person(ANNA), person(CARL)], ...annaOwns },
      {},
      ['anna by email-property for nobody'],
      ['unresolved', 'unresolved'],
    ],
    [
      'is used with all others of the field',
      { participants: [person(ANNA), person(CARL)], emailProperty: two },
      {},
      ['anna by email-property for nobody', 'ben by email-property for nobody'],
      ['unresolved', 'unresolved'],
    ],
    [
      'is used beside those matched by address',
      { participants: [person(CARL, 'carl@contoso.example')], emailProperty: property('anna@contoso.example', 'carl@contoso.example') },
      {},
      ['carl by participant-address for 0', 'anna by email-property for nobody'],
      ['matched'],
    ],
    [
      'is used when the row names nobody',
      { participants: [person(ANNA)], ...annaOwns },
      { rows: rowsOf([ANNA, 'gone@contoso.example']) },
      ['anna by email-property for nobody'],
      ['unmatched (row-names-nobody)'],
    ],
    [
      "is used when it is the owner's, though another was matched by a row",
      { participants: [person(ANNA), person(BEN)], ...annaOwns },
      { rows: rowsOf([BEN, 'ben@contoso.example']) },
      ['ben by custom-mapping for 1', 'anna by email-property for nobody'],
      ['unresolved', 'matched'],
    ],
    [
      'is not used when everybody who could be the owner was matched by a row',
      { participants: [person(ANNA), person(BEN, 'bob@fabrikam.example')], ...annaOwns },
      { rows: rowsOf([ANNA, 'archive@contoso.example']) },
      ['archive by custom-mapping for 0'],
      ['matched', 'external'],
    ],
    [
      'makes those without a mailbox ambiguous when another was matched by a row',
      { participants: [person(ANNA), person(BEN)], emailProperty: two },
      { rows: rowsOf([BEN, 'archive@contoso.example']) },
      ['archive by custom-mapping for 1'],
      ['ambiguous (email-property-unplaced)', 'matched'],
    ],
    [
      'makes the unmatched ambiguous too',
      { participants: [person(ANNA, 'gone@contoso.example'), person(BEN)], emailProperty: two },
      { rows: rowsOf([BEN, 'archive@contoso.example']) },
      ['archive by custom-mapping for 1'],
      ['ambiguous (email-property-unplaced)', 'matched'],
    ],
    [
      'says nothing of anybody when each of its addresses stands beside somebody, also whom a row has sent elsewhere',
      {
        participants: [person(ANNA, 'anna@contoso.example'), person(CARL, 'carl@contoso.example'), person(BEN)],
        emailProperty: property('anna@contoso.example', 'carl@contoso.example'),
      },
      { rows: rowsOf([ANNA, 'archive@contoso.example']) },
      ['archive by custom-mapping for 0', 'carl by participant-address for 1'],
      ['matched', 'matched', 'unresolved'],
    ],
    [
      "is nobody's in particular when there are several, also when the owner is known by number",
      { participants: [person(ANNA)], owner: ownerByNumber(ANNA), emailProperty: property('ben@contoso.example', 'carl@contoso.example') },
      {},
      ['ben by email-property for nobody', 'carl by email-property for nobody'],
      ['unmatched (owner-without-mailbox)'],
    ],
    [
      'leaves those external alone',
      { participants: [person(ANNA, 'bob@fabrikam.example'), person(BEN)], emailProperty: two },
      { rows: rowsOf([BEN, 'archive@contoso.example']) },
      ['archive by custom-mapping for 1'],
      ['external', 'matched'],
    ],
    [
      'leaves those ambiguous already as they are',
      { participants: [aParticipant({ phone: ANNA, isAddressAmbiguous: true }), person(BEN)], emailProperty: two },
      { rows: rowsOf([BEN, 'archive@contoso.example']) },
      ['archive by custom-mapping for 1'],
      ['ambiguous (address-unclear)', 'matched'],
    ],
    [
      'is nothing new when its user has a mailbox already',
      { participants: [person(ANNA), person(CARL)], emailProperty: property('anna.lee@contoso.example', 'ben@fabrikam.example') },
      { rows: rowsOf([ANNA, 'anna@contoso.example']) },
      ['anna by custom-mapping for 0'],
      ['matched', 'unresolved'],
    ],
    [
      "is nothing when it lies outside and is nobody's",
      { participants: [person(ANNA)], emailProperty: property('bob@fabrikam.example', 'eve@fabrikam.example') },
      {},
      [],
      ['unresolved'],
    ],
    [
      'outside makes nobody ambiguous',
      { participants: [person(ANNA), person(BEN)], emailProperty: property('bob@fabrikam.example', 'eve@fabrikam.example') },
      { rows: rowsOf([BEN, 'ben@contoso.example']) },
      ['ben by custom-mapping for 1'],
      ['unresolved', 'matched'],
    ],
    [
      'that names nobody makes nobody ambiguous',
      { participants: [person(ANNA), person(BEN)], emailProperty: property('gone@contoso.example', 'away@contoso.example') },
      { rows: rowsOf([BEN, 'ben@contoso.example']) },
      ['ben by custom-mapping for 1'],
      ['unresolved', 'matched'],
    ],
    [
      'that names several users makes ambiguous',
      { participants: [person(ANNA), person(BEN)], emailProperty: property('twin@contoso.example', 'gone@contoso.example') },
      { rows: rowsOf([BEN, 'ben@contoso.example']) },
      ['ben by custom-mapping for 1'],
      ['ambiguous (email-property-unplaced)', 'matched'],
    ],
    [
      'that names several users is a person of its own when it would be used',
      { participants: [person(ANNA)], emailProperty: property('twin@contoso.example', 'bob@fabrikam.example') },
      {},
      [],
      ['unresolved', 'ambiguous (names-several-users)'],
    ],
    [
      'that should have a mailbox is a person of its own',
      { participants: [person(ANNA)], emailProperty: property('gone@contoso.example', 'ben@contoso.example') },
      {},
      ['ben by email-property for nobody'],
      ['unresolved', 'unmatched (address-names-nobody)'],
    ],
    [
      "and is a guest's is a person of its own",
      { participants: [person(ANNA)], emailProperty: property('guest@contoso.example', 'ben@contoso.example') },
      {},
      ['ben by email-property for nobody'],
      ['unresolved', 'unmatched (address-names-a-guest)'],
    ],
    [
      "and is the owner's, outside, leaves the owner unmatched",
      {
        participants: [person(ANNA), person(BEN)],
        emailProperty: property('anna@fabrikam.example'),
        owner: ownerByProperty('anna@fabrikam.example'),
      },
      { rows: rowsOf([BEN, 'ben@contoso.example']) },
      ['ben by custom-mapping for 1'],
      ['unresolved', 'matched', 'unmatched (owner-without-mailbox)'],
    ],
    [
      "and is the owner's, and names nobody, leaves the owner unmatched",
      { participants: [person(ANNA)], emailProperty: property('gone@contoso.example'), owner: ownerByProperty('gone@contoso.example') },
      {},
      [],
      ['unresolved', 'unmatched (address-names-nobody)'],
    ],
    [
      'stands beside somebody when the case differs',
      { participants: [person(ANNA, 'Anna@Contoso.example'), person(BEN)], emailProperty: two },
      { rows: rowsOf([ANNA, 'archive@contoso.example'], [BEN, 'ben@contoso.example']) },
      ['archive by custom-mapping for 0', 'ben by custom-mapping for 1'],
      ['matched', 'matched'],
    ],
    [
      'counts once when it is named twice',
      { participants: [person(ANNA)], emailProperty: { fieldCount: 1, addresses: ['anna@contoso.example', 'Anna@contoso.example'] } },
      {},
      ['anna by email-property for nobody'],
      ['unresolved'],
    ],
  ])('%s', (...each) => expectRoute(each));

  it.each<RouteCase>([
    [
      'gives the owner known by number its mailbox',
      { participants: [person(ANNA), person(BEN, 'bob@fabrikam.example')] },
      {},
      ['anna by email-property for 0'],
      ['matched', 'external'],
    ],
    [
      'gives it even when another was matched by a row',
      { participants: [person(ANNA), person(BEN)] },
      { rows: rowsOf([BEN, 'ben@contoso.example']) },
      ['anna by email-property for 0', 'ben by custom-mapping for 1'],
      ['matched', 'matched'],
    ],
    [
      'is not used for an owner who was matched by a row',
      { participants: [person(ANNA), person(BEN)] },
      { rows: rowsOf([ANNA, 'archive@contoso.example']) },
      ['archive by custom-mapping for 0'],
      ['matched', 'unresolved'],
    ],
    [
      'gives way to rows of the owner that cannot be told apart',
      { date: undefined, participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'archive@contoso.example', '', '2026-01-01'], [ANNA, 'ben@contoso.example', '2026-01-01']) },
      [],
      ['ambiguous (sent-time-unknown)'],
    ],
    [
      'gives the owner who stands nowhere its mailbox',
      { participants: [person(BEN, 'bob@fabrikam.example')] },
      {},
      ['anna by email-property for 1'],
      ['external', 'matched'],
    ],
  ])('%s, when it is the only one', (sentence, item, context, mailboxes, states) => {
    expectRoute([sentence, { ...item, emailProperty: anna, owner: ownerByNumber(ANNA) }, context, mailboxes, states]);
  });

  it.each<RouteCase>([
    ['several users', { emailProperty: property('twin@contoso.example') }, {}, [], ['ambiguous (names-several-users)']],
    ['nobody', { emailProperty: property('gone@contoso.example') }, {}, [], ['unmatched (owner-without-mailbox)']],
    ['somebody outside', { emailProperty: property('anna@fabrikam.example') }, {}, [], ['unmatched (owner-without-mailbox)']],
  ])('may leave the owner known by number without a mailbox: it names %s', (sentence, item, context, mailboxes, states) => {
    expectRoute([sentence, { ...item, participants: [person(ANNA)], owner: ownerByNumber(ANNA) }, context, mailboxes, states]);
  });

  it('shows which mailboxes somebody ambiguous may belong to', () => {
    const item = anItem({ participants: [person(ANNA), person(BEN)], emailProperty: two });
    const context = aContext({ rows: rowsOf([BEN, 'archive@contoso.example']) });

    expect(routeItem(item, context).participants[0]?.candidates).toEqual(['anna@contoso.example', 'ben@contoso.example']);
  });

  it('is nobody when it should have a mailbox and was answered "Not ours", unless it is the owner\'s', () => {
    const notOurs = new Set([participantKey({ name: '', phone: undefined, address: 'gone@contoso.example' })]);
    const item = { participants: [person(ANNA)], emailProperty: property('gone@contoso.example') };

    expectRoute(['', item, { notOurs }, [], ['unresolved']]);
    expectRoute([
      '',
      { ...item, owner: ownerByProperty('gone@contoso.example') },
      { notOurs },
      [],
      ['unresolved', 'unmatched (address-names-nobody)'],
    ]);
  });

  it('keeps the address of a person of its own', () => {
    const item = anItem({ emailProperty: property('gone@contoso.example', 'bob@fabrikam.example') });

    expect(routeItem(item, aContext()).participants).toMatchObject([
      {
        person: { role: 'email-property', name: '', phone: undefined, address: 'gone@contoso.example', isAddressAmbiguous: false },
        isOwner: false,
      },
    ]);
    const owned = anItem({ emailProperty: property('gone@contoso.example'), owner: ownerByProperty('gone@contoso.example') });
    expect(routeItem(owned, aContext()).participants).toMatchObject([
      { person: { role: 'owner', address: 'gone@contoso.example' }, isOwner: true },
    ]);
  });
});

describe('two fields of the email property', () => {
  const twice = { emailProperty: { fieldCount: 2, addresses: ['anna@contoso.example', 'ben@contoso.example'] } };
  const participants = [
    person(ANNA),
    person(BEN, 'ben@contoso.example'),
    person(CARL),
    person('1555010', 'bob@fabrikam.example'),
    person('1555011', 'gone@contoso.example'),
  ];
  const rows = rowsOf([ANNA, 'archive@contoso.example']);

  it('hold the whole item until an administrator has looked', () => {
    const routing = routeItem(anItem({ ...twice, participants }), aContext({ rows }));

    expect(routing).toMatchObject({ mailboxes: [], isItemUnmatched: true, itemAmbiguity: 'email-property-repeated' });
    expect(routing.participants.map(({ state, why, candidates }) => [state, why, candidates])).toEqual([
      ['ambiguous', 'email-property-repeated', ['archive@contoso.example']],
      ['ambiguous', 'email-property-repeated', ['ben@contoso.example']],
      ['unresolved', undefined, []],
      ['external', undefined, []],
      ['ambiguous', 'email-property-repeated', ['gone@contoso.example']],
    ]);
  });

  it('are left out when an administrator replays the item', () => {
    const routing = routeItem(anItem({ ...twice, participants }), aContext({ rows, isReplayedByAdministrator: true }));

    expect(routing.itemAmbiguity).toBeUndefined();
    expect(routing.mailboxes.map(({ mailboxId }) => mailboxId)).toEqual(['archive', 'ben']);
    expect(routing.participants.map(({ state }) => state)).toEqual(['matched', 'matched', 'unresolved', 'external', 'unmatched']);
  });
});
