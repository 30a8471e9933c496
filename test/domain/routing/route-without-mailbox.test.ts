import { participantKey } from '../../../runtime/domain/routing/participant-key';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import {
  ANNA,
  aContext,
  anItem,
  aParticipant,
  aRow,
  BEN,
  ownerByAddress,
  ownerByNumber,
  ownerByProperty,
  person,
  property,
} from './builders';
import { expectRoute, type RouteCase, rowsOf } from './route-case';

describe('those without a mailbox', () => {
  it.each<RouteCase>([
    ['a number with neither row nor address is unresolved', { participants: [person(ANNA)] }, {}, [], ['unresolved']],
    ['a bare name is unresolved', { participants: [aParticipant({ name: 'Bob' })] }, {}, [], ['unresolved']],
    ['UNKNOWN is unresolved', { participants: [aParticipant({ name: 'UNKNOWN' })] }, {}, [], ['unresolved']],
    ['EMPTY_ADDRESS is unresolved', { participants: [aParticipant({ name: 'EMPTY_ADDRESS' })] }, {}, [], ['unresolved']],
    [
      'a row that names nobody makes unmatched',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'gone@contoso.example']) },
      [],
      ['unmatched (row-names-nobody)'],
    ],
    [
      'a row that names a guest makes unmatched',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'guest@contoso.example']) },
      [],
      ['unmatched (row-names-a-guest)'],
    ],
    [
      'a row outside the domains makes unmatched',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'elsewhere@fabrikam.example']) },
      [],
      ['unmatched (row-outside-domains)'],
    ],
    [
      'a row of another time makes unmatched',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'anna@contoso.example', '2026-11-21']) },
      [],
      ['unmatched (row-not-valid-then)'],
    ],
    [
      'a useless row is never external',
      { participants: [person(ANNA, 'bob@fabrikam.example')] },
      { rows: rowsOf([ANNA, 'gone@contoso.example']) },
      [],
      ['unmatched (row-names-nobody)'],
    ],
    [
      'a useless row says more than a useless address',
      { participants: [person(ANNA, 'gone@contoso.example')] },
      { rows: rowsOf([ANNA, 'guest@contoso.example']) },
      [],
      ['unmatched (row-names-a-guest)'],
    ],
    [
      'a useless row does not hide an unclear address',
      { participants: [aParticipant({ phone: ANNA, isAddressAmbiguous: true })] },
      { rows: rowsOf([ANNA, 'gone@contoso.example']) },
      [],
      ['ambiguous (address-unclear)'],
    ],
    ['an item without participants is unmatched', {}, {}, [], []],
  ])('%s', (...each) => expectRoute(each));

  it.each<[string, string | undefined, readonly string[], readonly string[]]>([
    ['of a useless row: its mailbox', undefined, ['gone@contoso.example'], ['gone@contoso.example']],
    ['of an address that names nobody: the address', 'away@contoso.example', [], ['away@contoso.example']],
    ['of somebody external: none', 'bob@fabrikam.example', [], []],
  ])('show what was tried: %s', (_case, address, mailboxes, candidates) => {
    const rows = mailboxes.map((mailbox) => aRow(ANNA, mailbox));

    expect(routeItem(anItem({ participants: [person(ANNA, address)] }), aContext({ rows })).participants[0]?.candidates).toEqual(
      candidates,
    );
  });
});

describe('"Not ours"', () => {
  const notOurs = (...people: readonly ReturnType<typeof person>[]) => new Set(people.map(participantKey));

  it.each<RouteCase>([
    ['makes an unresolved number external', { participants: [person(ANNA)] }, { notOurs: notOurs(person(ANNA)) }, [], ['external']],
    [
      'makes an unresolved name external',
      { participants: [aParticipant({ name: 'Bob' })] },
      { notOurs: notOurs(aParticipant({ name: 'bob' })) },
      [],
      ['external'],
    ],
    [
      'makes an unmatched address external',
      { participants: [person(ANNA, 'gone@contoso.example')] },
      { notOurs: notOurs(person(ANNA)) },
      [],
      ['external'],
    ],
    [
      'settles an address that is not clear',
      { participants: [aParticipant({ phone: ANNA, isAddressAmbiguous: true })] },
      { notOurs: notOurs(person(ANNA)) },
      [],
      ['external'],
    ],
    [
      'settles a number whose rows are of other times',
      { participants: [person(ANNA)] },
      { notOurs: notOurs(person(ANNA)), rows: rowsOf([ANNA, 'anna@contoso.example', '', '2026-01-01']) },
      [],
      ['external'],
    ],
    ['says nothing of other numbers', { participants: [person(ANNA)] }, { notOurs: notOurs(person(BEN)) }, [], ['unresolved']],
    [
      'gives way to a row',
      { participants: [person(ANNA)] },
      { notOurs: notOurs(person(ANNA)), rows: rowsOf([ANNA, 'anna@contoso.example']) },
      ['anna by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'gives way to a row that names nobody',
      { participants: [person(ANNA)] },
      { notOurs: notOurs(person(ANNA)), rows: rowsOf([ANNA, 'gone@contoso.example']) },
      [],
      ['unmatched (row-names-nobody)'],
    ],
    [
      'gives way to an address that names a mailbox',
      { participants: [person(ANNA, 'anna@contoso.example')] },
      { notOurs: notOurs(person(ANNA)) },
      ['anna by participant-address for 0'],
      ['matched'],
    ],
    [
      'gives way to rows that cannot be told apart',
      { date: undefined, participants: [person(ANNA)] },
      {
        notOurs: notOurs(person(ANNA)),
        rows: rowsOf([ANNA, 'anna@contoso.example', '', '2026-01-01'], [ANNA, 'ben@contoso.example', '2026-01-01']),
      },
      [],
      ['ambiguous (sent-time-unknown)'],
    ],
    [
      'never makes the owner external',
      { participants: [person(ANNA)], owner: ownerByNumber(ANNA) },
      { notOurs: notOurs(person(ANNA)) },
      [],
      ['unmatched (owner-without-mailbox)'],
    ],
  ])('%s', (...each) => expectRoute(each));
});

describe('the owner', () => {
  it.each<RouteCase>([
    [
      'without row and address is unmatched, not unresolved',
      { participants: [person(ANNA)], owner: ownerByNumber(ANNA) },
      {},
      [],
      ['unmatched (owner-without-mailbox)'],
    ],
    [
      'with an address outside is unmatched, not external',
      { participants: [person(ANNA, 'anna@fabrikam.example')], owner: ownerByNumber(ANNA) },
      {},
      [],
      ['unmatched (owner-without-mailbox)'],
    ],
    [
      'is unmatched even when others are delivered',
      { participants: [person(ANNA), person(BEN, 'ben@contoso.example')], owner: ownerByNumber(ANNA) },
      {},
      ['ben by participant-address for 1'],
      ['unmatched (owner-without-mailbox)', 'matched'],
    ],
    [
      'with an unclear address stays ambiguous',
      { participants: [aParticipant({ phone: ANNA, isAddressAmbiguous: true })], owner: ownerByNumber(ANNA) },
      {},
      [],
      ['ambiguous (address-unclear)'],
    ],
    [
      'with a row is matched like anybody',
      { participants: [person(ANNA)], owner: ownerByNumber(ANNA) },
      { rows: rowsOf([ANNA, 'anna@contoso.example']) },
      ['anna by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'is known by address too',
      {
        participants: [person(ANNA, 'Anna@Fabrikam.example'), person(BEN, 'bob@fabrikam.example')],
        owner: ownerByAddress('anna@fabrikam.example'),
      },
      {},
      [],
      ['unmatched (owner-without-mailbox)', 'external'],
    ],
    [
      'is known by number before it is by address',
      {
        participants: [person(ANNA, 'x@fabrikam.example'), person(BEN, 'anna@fabrikam.example')],
        owner: { phone: ANNA, address: 'anna@fabrikam.example', knownFrom: 'owner-header' },
      },
      {},
      [],
      ['unmatched (owner-without-mailbox)', 'external'],
    ],
    [
      'is known from an email property of one address',
      {
        participants: [person(ANNA, 'anna@fabrikam.example'), person(BEN, 'bob@fabrikam.example')],
        emailProperty: property('anna@fabrikam.example'),
        owner: ownerByProperty('anna@fabrikam.example'),
      },
      {},
      [],
      ['unmatched (owner-without-mailbox)', 'external'],
    ],
    [
      'that stands in no field is one more person',
      { participants: [person(BEN, 'ben@contoso.example')], owner: ownerByNumber(ANNA) },
      { rows: rowsOf([ANNA, 'anna@contoso.example']) },
      ['ben by participant-address for 0', 'anna by custom-mapping for 1'],
      ['matched', 'matched'],
    ],
    [
      'that stands in no field and has no mailbox is unmatched',
      { participants: [person(BEN, 'ben@contoso.example')], owner: ownerByNumber(ANNA) },
      {},
      ['ben by participant-address for 0'],
      ['matched', 'unmatched (owner-without-mailbox)'],
    ],
    [
      'that stands in no field may be known by its address',
      { participants: [person(BEN, 'ben@contoso.example')], owner: ownerByAddress('anna@contoso.example') },
      {},
      ['ben by participant-address for 0', 'anna by participant-address for 1'],
      ['matched', 'matched'],
    ],
    [
      'that the reader has listed already is not added again',
      { participants: [person(BEN, 'ben@contoso.example'), aParticipant({ role: 'owner', phone: ANNA })], owner: ownerByNumber(ANNA) },
      {},
      ['ben by participant-address for 0'],
      ['matched', 'unmatched (owner-without-mailbox)'],
    ],
    ['that is nobody changes nothing', { participants: [person(ANNA, 'bob@fabrikam.example')] }, {}, [], ['external']],
  ])('%s', (...each) => expectRoute(each));

  it('is marked wherever it stands', () => {
    const item = anItem({
      participants: [person(ANNA, undefined, 'from'), person(BEN), person(ANNA, undefined, 'cc')],
      owner: ownerByNumber(ANNA),
    });

    expect(routeItem(item, aContext()).participants.map(({ isOwner }) => isOwner)).toEqual([true, false, true]);
  });

  it('is added with what its header says', () => {
    const item = anItem({ owner: ownerByNumber(ANNA) });

    expect(routeItem(item, aContext()).participants).toEqual([
      {
        person: { role: 'owner', name: '', phone: ANNA, address: undefined, isAddressAmbiguous: false },
        state: 'unmatched',
        isOwner: true,
        why: 'owner-without-mailbox',
        candidates: [],
      },
    ]);
  });
});
