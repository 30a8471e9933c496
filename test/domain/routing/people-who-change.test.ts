import { createUserMapping } from '../../../runtime/domain/mapping/user-mapping';
import { createEarlierMappings } from '../../../runtime/domain/routing/earlier-mappings';
import { heldParticipants } from '../../../runtime/domain/routing/held-participants';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import { ANNA, aContext, anItem, aRow, aUser, BEN, type ContextFacts, ownerByNumber, person, USERS } from './builders';
import { expectRoute, type MappedNumber, type RouteCase, rowsOf } from './route-case';

const others = USERS.filter(({ id }) => id !== 'anna');
const annaAndBen = { participants: [person(ANNA), person(BEN)] };
const benHasARow = rowsOf([BEN, 'ben@contoso.example']);

/** The number went to Ben on 19 November by a change of its row, or at midnight by two rows with dates. */
const handedOver = (sentAt: string, ...rows: readonly MappedNumber[]): ContextFacts & { readonly sentAt: Date } => {
  const now = rowsOf(...rows);
  const before = {
    mapping: createUserMapping([aRow(ANNA, 'anna@contoso.example')], 'before'),
    activeUntil: new Date('2026-11-19T10:00:00Z'),
  };
  return { rows: now, earlierMappings: createEarlierMappings(createUserMapping(now, 'now'), [before]), sentAt: new Date(sentAt) };
};

/** The table "People who come, go and change" of docs/administrator-guide.md, as far as routing decides it. */
describe('people who come, go and change', () => {
  it.each<RouteCase>([
    [
      'a joiner with an address is delivered by it',
      { participants: [person(ANNA, 'anna@contoso.example')] },
      {},
      ['anna by participant-address for 0'],
      ['matched'],
    ],
    [
      'a joiner whose phone recorded the item is held',
      { ...annaAndBen, owner: ownerByNumber(ANNA) },
      { rows: benHasARow },
      ['ben by custom-mapping for 1'],
      ['unmatched (owner-without-mailbox)', 'matched'],
    ],
    [
      'a joiner in items of others is unresolved',
      annaAndBen,
      { rows: benHasARow },
      ['ben by custom-mapping for 1'],
      ['unresolved', 'matched'],
    ],
    [
      'a row brings the joiner in',
      annaAndBen,
      { rows: rowsOf([ANNA, 'anna@contoso.example'], [BEN, 'ben@contoso.example']) },
      ['anna by custom-mapping for 0', 'ben by custom-mapping for 1'],
      ['matched', 'matched'],
    ],
    [
      'a changed name: the old address is still an alias',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'anna.lee@contoso.example']) },
      ['anna by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'a changed name: the old address is gone, the new one stands beside the number',
      { participants: [person(ANNA, 'anna@contoso.example')] },
      { rows: rowsOf([ANNA, 'anna.berg@contoso.example']) },
      ['anna by participant-address for 0'],
      ['matched'],
    ],
    [
      'a changed name: the old address is gone, and none stands beside the number',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'anna.berg@contoso.example']) },
      [],
      ['unmatched (row-names-nobody)'],
    ],
    [
      'a leaver with a disabled account still gets copies',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'archive@contoso.example']) },
      ['archive by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'a leaver who was deleted is held',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'anna@contoso.example']), users: others },
      [],
      ['unmatched (row-names-nobody)'],
    ],
    [
      'a leaver whose row has ended is unmatched from then on',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'anna@contoso.example', '', '2026-11-01']) },
      [],
      ['unmatched (row-not-valid-then)'],
    ],
    [
      'a rehire with the same address is the new user',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'anna@contoso.example']), users: [...others, aUser('anna-again', ['anna@contoso.example'])] },
      ['anna-again by custom-mapping for 0'],
      ['matched'],
    ],
    [
      'a guest named by a row is held',
      { participants: [person(ANNA)] },
      { rows: rowsOf([ANNA, 'guest@contoso.example']) },
      [],
      ['unmatched (row-names-a-guest)'],
    ],
    [
      'a guest named by an address inside the domains is held',
      { participants: [person(ANNA, 'guest@contoso.example')] },
      {},
      [],
      ['unmatched (address-names-a-guest)'],
    ],
    [
      "a guest's own address is external",
      { participants: [person(ANNA, 'guest@fabrikam.example'), person(BEN)] },
      { rows: benHasARow },
      ['ben by custom-mapping for 1'],
      ['external', 'matched'],
    ],
  ])('%s', (...each) => expectRoute(each));

  it.each([
    [
      'an item from before is held, when only the row was changed',
      handedOver('2026-11-19T09:59:59Z', [ANNA, 'ben@contoso.example']),
      'ambiguous',
    ],
    ['an item from after goes to the new person', handedOver('2026-11-19T10:00:00Z', [ANNA, 'ben@contoso.example']), 'ben'],
    [
      'an item from before goes to the person before, by rows with dates',
      handedOver('2026-11-18T23:59:59Z', [ANNA, 'anna@contoso.example', '', '2026-11-19'], [ANNA, 'ben@contoso.example', '2026-11-19']),
      'anna',
    ],
    [
      'an item from after goes to the new person, by rows with dates',
      handedOver('2026-11-19T00:00:00Z', [ANNA, 'anna@contoso.example', '', '2026-11-19'], [ANNA, 'ben@contoso.example', '2026-11-19']),
      'ben',
    ],
  ] as const)('a re-assigned number: %s', (_case, { sentAt, ...facts }, where) => {
    const routing = routeItem(anItem({ participants: [person(ANNA)], date: sentAt }), aContext(facts));

    expect(routing.mailboxes[0]?.mailboxId ?? heldParticipants(routing)[0]?.reason).toBe(where);
  });

  it('a re-assigned number: an item without a sent time is held, also when the row of the new person says from when it is valid', () => {
    const { sentAt, ...facts } = handedOver('2026-11-20T00:00:00Z', [ANNA, 'ben@contoso.example', '2026-11-19']);
    const route = (date: Date | undefined) => routeItem(anItem({ participants: [person(ANNA)], date }), aContext(facts));

    expect(route(sentAt).mailboxes.map(({ mailboxId }) => mailboxId)).toEqual(['ben']);
    expect(heldParticipants(route(undefined)).map(({ reason, why }) => [reason, why])).toEqual([['ambiguous', 'number-re-assigned']]);
  });
});
