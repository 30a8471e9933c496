import fc from 'fast-check';
import type { Item, Participant } from '../../../runtime/domain/item/item';
import { isValidAt, type MappingRow } from '../../../runtime/domain/mapping/user-mapping';
import { domainOf } from '../../../runtime/domain/routing/comparable-address';
import { participantKey } from '../../../runtime/domain/routing/participant-key';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import type { RoutingContext } from '../../../runtime/domain/routing/routing-context';
import { ARRIVED_AT, aContext, anItem, aRow, person, USERS } from './builders';

const PHONES = ['447700900123', '447700900124', '447700900125', '7700900123'];
const ADDRESSES = [
  ...['anna@contoso.example', 'Anna.Lee@contoso.example', 'ben@contoso.example', 'archive@contoso.example', 'gone@contoso.example'],
  ...['twin@contoso.example', 'guest@contoso.example', 'elsewhere@fabrikam.example', 'guest@fabrikam.example', 'bob@fabrikam.example'],
];
const phone = fc.option(fc.constantFrom(...PHONES), { nil: undefined });
const address = fc.option(fc.constantFrom(...ADDRESSES), { nil: undefined });

const participant: fc.Arbitrary<Participant> = fc.record({
  role: fc.constantFrom('from', 'to', 'cc'),
  name: fc.constantFrom('', 'Anna', 'UNKNOWN'),
  phone,
  address,
  isAddressAmbiguous: fc.nat(9).map((number) => number === 0),
});

const item: fc.Arbitrary<Item> = fc
  .record({
    participants: fc.array(participant, { maxLength: 5 }),
    date: fc.option(fc.constantFrom(new Date('2026-11-10T00:00:00Z'), new Date('2026-11-18T00:00:00Z'), new Date('1970-01-01T00:00:00Z')), {
      nil: undefined,
    }),
    addresses: fc.uniqueArray(fc.constantFrom(...ADDRESSES.map((each) => each.toLowerCase())), { maxLength: 3 }),
    fieldCount: fc.constantFrom(1, 1, 1, 2),
    ownerPhone: phone,
    identityConflicts: fc.constantFrom([], [], [], ['from-repeated'] as const, ['owner-repeated'] as const),
  })
  .map(({ addresses, fieldCount, ownerPhone, ...drawn }) => {
    const [only, second] = addresses;
    const byProperty =
      only !== undefined && second === undefined ? ({ phone: undefined, address: only, knownFrom: 'email-property' } as const) : undefined;
    const owner = ownerPhone === undefined ? byProperty : ({ phone: ownerPhone, address: undefined, knownFrom: 'owner-header' } as const);
    return anItem({ ...drawn, owner, emailProperty: { fieldCount: addresses.length === 0 ? 0 : fieldCount, addresses } });
  });

const context: fc.Arbitrary<RoutingContext> = fc
  .record({
    first: fc.array(fc.tuple(fc.constantFrom(...PHONES), fc.constantFrom(...ADDRESSES)), { maxLength: 3 }),
    isHandedOn: fc.boolean(),
    automaticMapping: fc.boolean(),
    isAnswered: fc.boolean(),
    isReplayedByAdministrator: fc.boolean(),
  })
  .map(({ first, isHandedOn, isAnswered, ...facts }) => {
    const rows = [...new Map(first)].flatMap(([number, mailbox]): MappingRow[] => {
      const before = aRow(number, mailbox.toLowerCase(), '', isHandedOn ? '2026-11-15' : '');
      return isHandedOn ? [before, aRow(number, 'ben@contoso.example', '2026-11-15')] : [before];
    });
    return aContext({
      ...facts,
      rows,
      notOurs: new Set(isAnswered ? [participantKey({ name: '', phone: PHONES[0], address: undefined })] : []),
    });
  });

describe('routeItem, whatever the item and the mapping', () => {
  it('routes only to members of the directory, by an address inside the allowed domains that names them alone', () => {
    fc.assert(
      fc.property(item, context, (drawn, where) => {
        for (const { mailboxId, address: named } of routeItem(drawn, where).mailboxes) {
          expect(where.directory.usersNamed(named).map(({ id }) => id)).toEqual([mailboxId]);
          expect(where.directory.userById(mailboxId)?.isGuest).toBe(false);
          expect(domainOf(named)).toBe('contoso.example');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('routes only by a row of the mapping, an address in the item, or the email property, as it says', () => {
    fc.assert(
      fc.property(item, context, (drawn, where) => {
        const routing = routeItem(drawn, where);
        for (const { address: named, matchedBy, participants } of routing.mailboxes) {
          const people = participants.map((index) => routing.participants[index]?.person);
          const byRow = people.some((person) => where.mapping.rowsOf(person?.phone ?? '').some(({ mailbox }) => mailbox === named));
          const byAddress = people.some((person) => person?.address?.toLowerCase() === named && !person.isAddressAmbiguous);
          if (matchedBy === 'custom-mapping') expect(byRow).toBe(true);
          else expect(where.automaticMapping && (byAddress || drawn.emailProperty.addresses.includes(named))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never delivers somebody by row and by address, and no mailbox twice', () => {
    fc.assert(
      fc.property(item, context, (drawn, where) => {
        const { mailboxes, participants } = routeItem(drawn, where);

        expect(new Set(mailboxes.map(({ mailboxId }) => mailboxId)).size).toBe(mailboxes.length);
        const placed = mailboxes.flatMap((mailbox) => mailbox.participants);
        expect(placed.toSorted()).toEqual(participants.flatMap(({ state }, index) => (state === 'matched' ? [index] : [])).toSorted());
      }),
      { numRuns: 500 },
    );
  });

  it('gives everybody with a row of the sent time that names a valid user that mailbox, and no other', () => {
    fc.assert(
      fc.property(item, context, (drawn, where) => {
        fc.pre(
          drawn.emailProperty.fieldCount < 2 &&
            drawn.identityConflicts.length === 0 &&
            drawn.date !== undefined &&
            drawn.date.getUTCFullYear() > 1990,
        );
        const routing = routeItem(drawn, where);
        for (const [index, { phone: number }] of drawn.participants.entries()) {
          const row = where.mapping.rowsOf(number ?? '').find((each) => isValidAt(each, drawn.date ?? ARRIVED_AT));
          const users = row === undefined || domainOf(row.mailbox) !== 'contoso.example' ? [] : where.directory.usersNamed(row.mailbox);
          if (users.length !== 1 || users[0]?.isGuest === true) continue;
          const mailboxes = routing.mailboxes.filter(({ participants }) => participants.includes(index));
          expect(mailboxes.map(({ mailboxId }) => mailboxId)).toEqual([users[0]?.id]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every participant in its place, never leaves an owner external or unresolved, and says why for the rest', () => {
    fc.assert(
      fc.property(item, context, (drawn, where) => {
        const { participants, mailboxes, isItemUnmatched, itemAmbiguity } = routeItem(drawn, where);

        expect(participants.slice(0, drawn.participants.length).map(({ person }) => person)).toEqual(drawn.participants);
        expect(isItemUnmatched).toBe(mailboxes.length === 0);
        for (const { state, isOwner, why } of participants) {
          if (isOwner) expect(['external', 'unresolved']).not.toContain(state);
          expect(why === undefined).toBe(state !== 'unmatched' && state !== 'ambiguous');
        }
        if (drawn.owner?.phone !== undefined) expect(participants.some(({ isOwner }) => isOwner)).toBe(true);
        const isRepeated = drawn.identityConflicts.length > 0 || (where.automaticMapping && drawn.emailProperty.fieldCount > 1);
        const isHeld = isRepeated && !where.isReplayedByAdministrator;
        expect(itemAmbiguity !== undefined).toBe(isHeld);
        if (isHeld) expect(mailboxes).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('is a function of its arguments alone', () => {
    fc.assert(fc.property(item, context, (drawn, where) => expect(routeItem(drawn, where)).toEqual(routeItem(drawn, where))));
  });
});

/** What attackers write into From and To to make one parser see another address than the next. */
const HOSTILE_ADDRESSES = [
  '"anna@contoso.example"@evil.example',
  '"anna@contoso.example ben"@evil.example',
  'anna@contoso.example(x)evil.example',
  'anna@contoso.example@evil.example',
  'anna@evil.example@contoso.example',
  'anna(@evil.example)@contoso.example',
  '<anna@contoso.example>anna@evil.example',
  'anna@contoso.example\0@evil.example',
  'anna@contoso.example\r\nBcc: x@evil.example',
  'anna@contoso.example,x@evil.example',
  '=?utf-8?q?anna=40contoso.example?=@evil.example',
  'anna@\u212aontoso.example',
  '\u0430nna@contoso.example',
  'anna@contoso\u3002example',
  'anna\uff20contoso.example',
  'anna@contoso.example\u202e',
  ' anna@contoso.example',
  'anna@contoso.example.',
  'anna@[contoso.example]',
  'anna@xn--contoso.example',
  'anna%contoso.example@evil.example',
  'evil.example!anna@contoso.example',
  '@evil.example:anna@contoso.example',
  'anna+x@contoso.example',
  'anna@contoso.example#',
];

describe('routeItem, with twenty thousand people', () => {
  const count = 20_000;

  it.each([
    ['one number in every place', Array.from({ length: count }, () => person('447700900123')), []],
    ['a number each', Array.from({ length: count }, (_, index) => person(`4477009${String(index).padStart(5, '0')}`)), []],
    ['nobody but the email property', [], Array.from({ length: count }, (_, index) => `user${index}@contoso.example`)],
  ])('takes no time to speak of: %s', (_case, participants, addresses) => {
    const where = aContext({ rows: [aRow('447700900123', 'anna@contoso.example')] });
    const begin = performance.now();

    const routing = routeItem(anItem({ participants, emailProperty: { fieldCount: 1, addresses } }), where);

    expect(routing.participants).toHaveLength(count);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});

describe('routeItem, with hostile addresses', () => {
  const known = new Set(USERS.flatMap(({ addresses }) => addresses));
  const where = aContext();

  function expectNotMisrouted(text: string): void {
    const shown = { role: 'from', name: text, phone: undefined, address: text, isAddressAmbiguous: false } as const;
    const routing = routeItem(anItem({ participants: [shown] }), where);
    if (routing.mailboxes.length > 0) expect(known.has(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))).toBe(true);
  }

  it.each(HOSTILE_ADDRESSES)('routes nothing to anybody: %j', (text) => {
    expect(known.has(text)).toBe(false);
    expectNotMisrouted(text);
  });

  it('misroutes none of 100,000', () => {
    const piece = fc.constantFrom(
      ...'"@<>(),;: \0\r\n\\%!+.[]=?'.split(''),
      'anna',
      'ben',
      'contoso',
      '.example',
      '@contoso.example',
      'evil',
      'K',
      '\u212a',
      '\u0430',
      '\u200b',
      '\u202e',
      '\uff20',
      'A',
    );
    const texts = fc.sample(fc.oneof(fc.string({ unit: piece, maxLength: 10 }), fc.constantFrom(...HOSTILE_ADDRESSES, ...known)), {
      numRuns: 100_000,
      seed: 20261120,
    });

    for (const text of texts) expectNotMisrouted(text);

    expect(texts.some((text) => known.has(text))).toBe(true);
  });
});
