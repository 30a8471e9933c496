import { routeItem } from '../../../runtime/domain/routing/route-item';
import { ANNA, aContext, anItem, aParticipant, ownerByProperty, person, property } from './builders';
import { expectRoute, type RouteCase, rowsOf } from './route-case';

describe('rule 2: the address beside the participant', () => {
  it.each<RouteCase>([
    [
      'names the mailbox of a number without row',
      { participants: [person(ANNA, 'anna@contoso.example')] },
      {},
      ['anna by participant-address for 0'],
      ['matched'],
    ],
    [
      'names the mailbox of somebody without number',
      { participants: [person(undefined, 'Anna.Lee@Contoso.example')] },
      {},
      ['anna by participant-address for 0'],
      ['matched'],
    ],
    [
      'may name a disabled account',
      { participants: [person(ANNA, 'archive@contoso.example')] },
      {},
      ['archive by participant-address for 0'],
      ['matched'],
    ],
    [
      'is used when the row names nobody',
      { participants: [person(ANNA, 'anna@contoso.example')] },
      { rows: rowsOf([ANNA, 'gone@contoso.example']) },
      ['anna by participant-address for 0'],
      ['matched'],
    ],
    [
      'is used when the row names a guest',
      { participants: [person(ANNA, 'anna@contoso.example')] },
      { rows: rowsOf([ANNA, 'guest@contoso.example']) },
      ['anna by participant-address for 0'],
      ['matched'],
    ],
    [
      'is used when the row names an address outside',
      { participants: [person(ANNA, 'anna@contoso.example')] },
      { rows: rowsOf([ANNA, 'elsewhere@fabrikam.example']) },
      ['anna by participant-address for 0'],
      ['matched'],
    ],
    [
      'is used when no row was valid then',
      { participants: [person(ANNA, 'anna@contoso.example')] },
      { rows: rowsOf([ANNA, 'ben@contoso.example', '2026-12-01']) },
      ['anna by participant-address for 0'],
      ['matched'],
    ],
    [
      'is not used when the row names several users',
      { participants: [person(ANNA, 'anna@contoso.example')] },
      { rows: rowsOf([ANNA, 'twin@contoso.example']) },
      [],
      ['ambiguous (names-several-users)'],
    ],
    ['may name several users', { participants: [person(ANNA, 'twin@contoso.example')] }, {}, [], ['ambiguous (names-several-users)']],
    ['may be a guest', { participants: [person(ANNA, 'guest@contoso.example')] }, {}, [], ['unmatched (address-names-a-guest)']],
    ['may name nobody', { participants: [person(ANNA, 'gone@contoso.example')] }, {}, [], ['unmatched (address-names-nobody)']],
    ['outside the allowed domains is external', { participants: [person(ANNA, 'bob@fabrikam.example')] }, {}, [], ['external']],
    [
      'outside is external even for a user of the directory',
      { participants: [person(ANNA, 'elsewhere@fabrikam.example')] },
      {},
      [],
      ['external'],
    ],
    ["outside is external for a guest's own address", { participants: [person(ANNA, 'guest@fabrikam.example')] }, {}, [], ['external']],
    [
      'that is not clear goes to review',
      { participants: [aParticipant({ phone: ANNA, isAddressAmbiguous: true })] },
      {},
      [],
      ['ambiguous (address-unclear)'],
    ],
    [
      'that is not clear is not used even when it reads as one',
      { participants: [aParticipant({ address: 'anna@contoso.example', isAddressAmbiguous: true })] },
      {},
      [],
      ['ambiguous (address-unclear)'],
    ],
    [
      'that is no plain address goes to review',
      { participants: [person(ANNA, '"anna@contoso.example"@fabrikam.example')] },
      {},
      [],
      ['ambiguous (address-unclear)'],
    ],
    [
      'and a row may name the same mailbox: one copy, by the row',
      { participants: [person(undefined, 'anna@contoso.example'), person(ANNA)] },
      { rows: rowsOf([ANNA, 'anna.lee@contoso.example']) },
      ['anna by custom-mapping for 0+1'],
      ['matched', 'matched'],
    ],
    [
      'and a row may name the same mailbox, the row first',
      { participants: [person(ANNA), person(undefined, 'anna@contoso.example')] },
      { rows: rowsOf([ANNA, 'anna.lee@contoso.example']) },
      ['anna by custom-mapping for 0+1'],
      ['matched', 'matched'],
    ],
  ])('%s', (...each) => expectRoute(each));

  it("names the address that found the mailbox, the row's when both do", () => {
    const item = anItem({ participants: [person(undefined, 'Anna@Contoso.example'), person(ANNA)] });

    expect(routeItem(item, aContext()).mailboxes[0]?.address).toBe('anna@contoso.example');
    expect(routeItem(item, aContext({ rows: rowsOf([ANNA, 'anna.lee@contoso.example']) })).mailboxes[0]?.address).toBe(
      'anna.lee@contoso.example',
    );
  });

  it.each<RouteCase>([
    [
      'an address of ours is unmatched',
      { participants: [person(ANNA, 'anna@contoso.example')] },
      {},
      [],
      ['unmatched (automatic-mapping-off)'],
    ],
    ['an address outside is external', { participants: [person(ANNA, 'bob@fabrikam.example')] }, {}, [], ['external']],
    ['a bare number is unresolved', { participants: [person(ANNA)] }, {}, [], ['unresolved']],
    [
      'an address that is not clear is nothing',
      { participants: [aParticipant({ phone: ANNA, isAddressAmbiguous: true })] },
      {},
      [],
      ['unresolved'],
    ],
    [
      'the email property is not looked at',
      { participants: [person(ANNA)], emailProperty: property('anna@contoso.example'), owner: ownerByProperty('anna@contoso.example') },
      {},
      [],
      ['unresolved'],
    ],
    [
      'a repeated email property is not looked at',
      { participants: [person(ANNA)], emailProperty: { fieldCount: 2, addresses: [] } },
      { rows: rowsOf([ANNA, 'ben@contoso.example']) },
      ['ben by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'a useless row says why',
      { participants: [person(ANNA, 'anna@contoso.example')] },
      { rows: rowsOf([ANNA, 'gone@contoso.example']) },
      [],
      ['unmatched (row-names-nobody)'],
    ],
  ])('is not used while AUTOMATIC_MAPPING is off: %s', (sentence, item, context, mailboxes, states) => {
    expectRoute([sentence, item, { ...context, automaticMapping: false }, mailboxes, states]);
  });
});

describe('PILOT_MAILBOXES', () => {
  const participants = [person(undefined, 'anna@contoso.example'), person(undefined, 'ben@contoso.example')];

  it.each<[string, readonly string[], readonly (string | undefined)[]]>([
    ['none: everybody gets copies', [], [undefined, undefined]],
    ['by an address of the user', ['anna.lee@contoso.example'], [undefined, 'not-in-scope']],
    ['by object id', ['ben'], ['not-in-scope', undefined]],
    ['nobody in the item', ['carl@contoso.example'], ['not-in-scope', 'not-in-scope']],
  ])('hold what goes to other mailboxes: %s', (_case, pilots, reasons) => {
    const routing = routeItem(anItem({ participants }), aContext({ pilotMailboxes: new Set(pilots) }));

    expect(routing.mailboxes.map(({ holdReason }) => holdReason)).toEqual(reasons);
    expect(routing.isItemUnmatched).toBe(false);
  });
});
