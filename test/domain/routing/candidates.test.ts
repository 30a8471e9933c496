import type { Item } from '../../../runtime/domain/item/item';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import { ANNA, aContext, anItem, BEN, CARL, type ContextFacts, ownerByNumber, person, property } from './builders';
import { rowsOf } from './route-case';

/** What was tried for each participant: what an administrator is shown beside somebody without a mailbox. */
const candidatesOf = (item: Partial<Item>, context: ContextFacts = {}) =>
  routeItem(anItem(item), aContext(context)).participants.map(({ candidates }) => candidates);

describe('what was tried for somebody without a mailbox is shown', () => {
  it.each<[string, Partial<Item>, ContextFacts, readonly (readonly string[])[]]>([
    [
      'a row that names nobody',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'gone@contoso.example']) },
      [['gone@contoso.example']],
    ],
    [
      'a row that names a guest',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'guest@contoso.example']) },
      [['guest@contoso.example']],
    ],
    [
      'a row outside the domains',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'elsewhere@fabrikam.example']) },
      [['elsewhere@fabrikam.example']],
    ],
    [
      'a row that names two users',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'twin@contoso.example']) },
      [['twin@contoso.example']],
    ],
    [
      'rows of other times, each mailbox once',
      { participants: [person(ANNA)] },
      {
        rows: rowsOf(
          [ANNA, 'anna@contoso.example', '', '2025-01-01'],
          [ANNA, 'ben@contoso.example', '2025-01-01', '2025-06-01'],
          [ANNA, 'anna@contoso.example', '2025-06-01', '2026-01-01'],
        ),
      },
      [['anna@contoso.example', 'ben@contoso.example']],
    ],
    [
      'rows that a missing date cannot tell apart',
      { date: undefined, participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'anna@contoso.example', '', '2026-01-01'], [ANNA, 'ben@contoso.example', '2026-01-01']) },
      [['anna@contoso.example', 'ben@contoso.example']],
    ],
    ['an address that names two users', { participants: [person(ANNA, 'twin@contoso.example')] }, {}, [['twin@contoso.example']]],
    ['an address that names a guest', { participants: [person(ANNA, 'guest@contoso.example')] }, {}, [['guest@contoso.example']]],
    ['an address that names nobody', { participants: [person(ANNA, 'gone@contoso.example')] }, {}, [['gone@contoso.example']]],
    [
      'an address that is not used',
      { participants: [person(ANNA, 'anna@contoso.example')] },
      { automaticMapping: false },
      [['anna@contoso.example']],
    ],
    [
      'the address of an owner that is not ours',
      { participants: [person(ANNA, 'anna@fabrikam.example')], owner: ownerByNumber(ANNA) },
      {},
      [['anna@fabrikam.example']],
    ],
    ['of an owner without an address: nothing', { participants: [person(ANNA)], owner: ownerByNumber(ANNA) }, {}, [[]]],
    [
      'addresses of the email property that nobody can place',
      { participants: [person(ANNA), person(BEN)], emailProperty: property('carl@contoso.example', 'twin@contoso.example') },
      { rows: rowsOf([BEN, 'archive@contoso.example']) },
      [['carl@contoso.example', 'twin@contoso.example'], []],
    ],
    [
      'an address of the email property that names nobody',
      { participants: [], emailProperty: property('gone@contoso.example', 'guest@contoso.example', 'twin@contoso.example') },
      {},
      [['gone@contoso.example'], ['guest@contoso.example'], ['twin@contoso.example']],
    ],
    [
      'the only address of an email property, which is not ours',
      {
        participants: [],
        owner: { phone: undefined, address: 'anna@fabrikam.example', knownFrom: 'email-property' },
        emailProperty: property('anna@fabrikam.example'),
      },
      {},
      [['anna@fabrikam.example']],
    ],
    ['a match: nothing more', { participants: [person(ANNA, 'anna@contoso.example')] }, {}, [[]]],
    ['nobody of ours: nothing', { participants: [person(CARL, 'carl@fabrikam.example')] }, {}, [[]]],
  ])('%s', (_case, item, context, expected) => {
    expect(candidatesOf(item, context)).toEqual(expected);
  });
});

describe('a mailbox that several people name', () => {
  const named = (participants: Item['participants'], context: ContextFacts = {}, item: Partial<Item> = {}) =>
    routeItem(anItem({ participants, ...item }), aContext(context)).mailboxes.map(({ address, matchedBy, participants: indexes }) => ({
      address,
      matchedBy,
      participants: indexes,
    }));
  const rows = rowsOf([ANNA, 'anna@contoso.example'], [BEN, 'anna.lee@contoso.example']);

  it.each([
    ['before an address does', [person(ANNA), person(CARL, 'anna.lee@contoso.example')]],
    ['after an address did', [person(CARL, 'anna.lee@contoso.example'), person(ANNA)]],
  ])('counts as named by a row when a row names it %s', (_case, participants) => {
    expect(named(participants, { rows })).toEqual([{ address: 'anna@contoso.example', matchedBy: 'custom-mapping', participants: [0, 1] }]);
  });

  it('by two rows counts as named by the first', () => {
    expect(named([person(ANNA), person(BEN)], { rows })).toEqual([
      { address: 'anna@contoso.example', matchedBy: 'custom-mapping', participants: [0, 1] },
    ]);
  });

  it('by two addresses is named by the first', () => {
    expect(named([person(ANNA, 'anna.lee@contoso.example'), person(BEN, 'anna@contoso.example')])).toEqual([
      { address: 'anna.lee@contoso.example', matchedBy: 'participant-address', participants: [0, 1] },
    ]);
  });

  it('of the email property belongs to no participant', () => {
    expect(named([person(CARL)], {}, { emailProperty: property('anna@contoso.example') })).toEqual([
      { address: 'anna@contoso.example', matchedBy: 'email-property', participants: [] },
    ]);
  });
});
