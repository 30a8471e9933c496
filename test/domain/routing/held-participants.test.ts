import type { Item } from '../../../runtime/domain/item/item';
import { heldParticipants } from '../../../runtime/domain/routing/held-participants';
import { participantKey } from '../../../runtime/domain/routing/participant-key';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import { ANNA, aContext, anItem, aParticipant, BEN, CARL, ownerByNumber, person } from './builders';

const held = (item: Partial<Item>) => heldParticipants(routeItem(anItem(item), aContext()));
const ben = person(BEN, 'ben@contoso.example');
const unclear = (phone: string) => aParticipant({ phone, isAddressAmbiguous: true });

describe('heldParticipants of an item that somebody gets', () => {
  it('holds nothing when everybody is matched, unresolved or external', () => {
    expect(held({ participants: [ben, person(ANNA), person(CARL, 'bob@fabrikam.example')] })).toEqual([]);
  });

  it('holds each unmatched and each ambiguous person', () => {
    expect(held({ participants: [ben, person(ANNA, 'gone@contoso.example'), unclear(CARL)] })).toMatchObject([
      {
        kind: 'participant',
        reason: 'unmatched',
        why: 'address-names-nobody',
        candidates: ['gone@contoso.example'],
        participantKey: participantKey(person(ANNA)),
      },
      { kind: 'participant', reason: 'ambiguous', why: 'address-unclear', candidates: [], participantKey: participantKey(person(CARL)) },
    ]);
  });

  it('holds the owner without mailbox', () => {
    expect(held({ participants: [ben, person(ANNA)], owner: ownerByNumber(ANNA) })).toMatchObject([
      { kind: 'participant', reason: 'unmatched', why: 'owner-without-mailbox', participant: { isOwner: true, person: { phone: ANNA } } },
    ]);
  });

  it('holds one person in two fields once, as it stands in the first', () => {
    const twice = [person(ANNA, 'gone@contoso.example', 'from'), ben, person(ANNA, 'gone@contoso.example', 'cc')];

    expect(held({ participants: twice }).map(({ participant }) => participant?.person.role)).toEqual(['from']);
  });
});

describe('heldParticipants of an item that nobody gets', () => {
  it.each<[string, Partial<Item>, string, string, string | undefined]>([
    ['no participants', {}, 'unmatched', 'nobody-matched', undefined],
    ['all unresolved: the first', { participants: [person(ANNA), person(BEN)] }, 'unmatched', 'nobody-matched', ANNA],
    ['all external', { participants: [person(ANNA, 'bob@fabrikam.example')] }, 'unmatched', 'nobody-matched', ANNA],
    [
      'unresolved before external',
      { participants: [person(ANNA, 'bob@fabrikam.example'), person(BEN)] },
      'unmatched',
      'nobody-matched',
      BEN,
    ],
    [
      'unmatched before unresolved',
      { participants: [person(ANNA), person(BEN, 'gone@contoso.example')] },
      'unmatched',
      'address-names-nobody',
      BEN,
    ],
    [
      'ambiguous before unmatched',
      { participants: [person(BEN, 'gone@contoso.example'), unclear(CARL)] },
      'ambiguous',
      'address-unclear',
      CARL,
    ],
    [
      'the owner before others in the same state',
      { participants: [person(BEN, 'gone@contoso.example'), person(ANNA)], owner: ownerByNumber(ANNA) },
      'unmatched',
      'owner-without-mailbox',
      ANNA,
    ],
    [
      'somebody ambiguous before the owner',
      { participants: [person(ANNA), unclear(CARL)], owner: ownerByNumber(ANNA) },
      'ambiguous',
      'address-unclear',
      CARL,
    ],
    ['two From fields', { participants: [person(ANNA)], identityConflicts: ['from-repeated'] }, 'ambiguous', 'from-repeated', ANNA],
    [
      'two owners, and a repeated email property',
      { participants: [person(ANNA)], identityConflicts: ['owner-repeated'], emailProperty: { fieldCount: 2, addresses: [] } },
      'ambiguous',
      'owner-repeated',
      ANNA,
    ],
    [
      'a repeated email property',
      { participants: [person(ANNA)], emailProperty: { fieldCount: 2, addresses: [] } },
      'ambiguous',
      'email-property-repeated',
      ANNA,
    ],
  ])('is one row for the item, under who most likely needs a row: %s', (_case, item, reason, why, phone) => {
    const rows = held(item);

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ kind: 'item', reason, why });
    expect(rows[0]?.participant?.person.phone).toBe(phone);
    expect(rows[0]?.participantKey).toBe(phone === undefined ? '' : participantKey(person(phone)));
  });

  it('shows the candidates of the one it is listed under', () => {
    expect(held({ participants: [person(ANNA, 'gone@contoso.example')] })[0]?.candidates).toEqual(['gone@contoso.example']);
    expect(held({})[0]?.candidates).toEqual([]);
  });
});
