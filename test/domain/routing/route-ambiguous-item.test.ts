import type { Item } from '../../../runtime/domain/item/item';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import { ANNA, aContext, anItem, aRow, BEN, CARL, ownerByNumber, person } from './builders';

const rows = [aRow(ANNA, 'archive@contoso.example')];
const participants = [person(ANNA, undefined, 'from'), person(BEN, 'ben@contoso.example'), person(CARL)];

describe('an item with an identity field that stands there twice', () => {
  const cases: readonly [string, Partial<Item>, string][] = [
    ['two From fields', { identityConflicts: ['from-repeated'] }, 'from-repeated'],
    ['two owners', { identityConflicts: ['owner-repeated'] }, 'owner-repeated'],
    [
      'two fields of the email property',
      { emailProperty: { fieldCount: 2, addresses: ['ben@contoso.example'] } },
      'email-property-repeated',
    ],
    ['two From fields and two owners', { identityConflicts: ['from-repeated', 'owner-repeated'] }, 'from-repeated'],
  ];

  describe.each(cases)('%s', (_case, fields, why) => {
    const item = anItem({ participants, owner: ownerByNumber(ANNA), ...fields });

    it('goes nowhere before an administrator has looked', () => {
      const routing = routeItem(item, aContext({ rows }));

      expect(routing).toMatchObject({ mailboxes: [], isItemUnmatched: true, itemAmbiguity: why });
      expect(routing.participants[0]).toMatchObject({ state: 'ambiguous', why, candidates: ['archive@contoso.example'] });
    });

    it('goes to everybody who can be told apart when an administrator replays it', () => {
      const routing = routeItem(item, aContext({ rows, isReplayedByAdministrator: true }));

      expect(routing.itemAmbiguity).toBeUndefined();
      expect(routing.mailboxes.map(({ mailboxId }) => mailboxId)).toEqual(['archive', 'ben']);
    });
  });

  it('with numbers alone (AUTOMATIC_MAPPING off) goes nowhere when the field says who sent or recorded it', () => {
    const held = (item: Partial<Item>) =>
      routeItem(anItem({ participants, ...item }), aContext({ rows, automaticMapping: false })).isItemUnmatched;

    expect(cases.map(([, fields]) => held(fields))).toEqual([true, true, false, true]);
  });

  it('is no item of several addresses in one field', () => {
    const item = anItem({ participants, emailProperty: { fieldCount: 1, addresses: ['anna@contoso.example', 'ben@contoso.example'] } });

    expect(routeItem(item, aContext()).itemAmbiguity).toBeUndefined();
  });
});
