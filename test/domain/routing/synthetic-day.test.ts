import { copyOf } from '../../../runtime/domain/copy/copy-of';
import { type Item, isReadable } from '../../../runtime/domain/item/item';
import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { readMappingFile } from '../../../runtime/domain/mapping/mapping-file';
import { openPackage } from '../../../runtime/domain/package/open-package';
import { bufferReader } from '../../../runtime/domain/package/range-reader';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import { routingCounts } from '../../../runtime/domain/routing/routing-counts';
import { type SyntheticDay, syntheticDay } from '../../../runtime/local/telemessage-simulator/synthetic/synthetic-day';
import { aContext, aUser } from './builders';

type SyntheticUser = SyntheticDay['users'][number];
const SMTP = /^smtp:/i;

function directoryUser({ id, userPrincipalName, mail, proxyAddresses, userType, accountEnabled }: SyntheticUser) {
  const smtp = proxyAddresses.filter((address) => SMTP.test(address)).map((address) => address.replace(SMTP, ''));
  const addresses = new Set([userPrincipalName, mail ?? userPrincipalName, ...smtp].map((address) => address.toLowerCase()));
  return aUser(id, [...addresses], { isGuest: userType === 'Guest', isEnabled: accountEnabled });
}

async function itemsOf(day: SyntheticDay): Promise<{ item: Item; arrivedAt: Date }[]> {
  const items: { item: Item; arrivedAt: Date }[] = [];
  for (const { name, content, arrivedAt } of day.packages) {
    const opened = await openPackage(bufferReader(content), name);
    for (let index = 0; index < opened.itemCount; index += 1) {
      const item = readItem(await opened.readItem(index), DEFAULT_ITEM_SETTINGS);
      if (isReadable(item)) items.push({ item, arrivedAt });
    }
  }
  return items;
}

/** The simulator works out what must come from what it knows of its people, never by the code under test. */
describe('the synthetic day', () => {
  const day = syntheticDay(7, '2026-11-20', 'tiny');
  const mapping = readMappingFile(Buffer.from(day.mapping));
  const context = aContext({ rows: mapping.rows, users: day.users.map(directoryUser), allowedDomains: new Set(day.domains) });
  const expectedOf = ({ itemId }: Item) => day.expected.items.find((expected) => expected.itemId === itemId);

  it('has a mapping without any problem', () => {
    expect(mapping).toMatchObject({ state: 'usable', problems: [] });
    expect(mapping.rows.length).toBeGreaterThan(10);
  });

  it('is routed and shown as its people say, item by item and in sum', async () => {
    const sums = { itemsUnmatched: 0, participantsUnmatched: 0, participantsUnresolved: 0, participantsExternal: 0 };

    const items = await itemsOf(day);

    for (const { item, arrivedAt } of items) {
      const expected = expectedOf(item);
      const routing = routeItem(item, { ...context, arrivedAt });
      const copy = copyOf(item, { arrivedAt, packageSha256: '', mappingVersion: '', itemClass: 'IPM.Note.Signal', chatKey: 'k', routing });
      expect(routing.mailboxes.map(({ mailboxId }) => mailboxId).toSorted()).toEqual(expected?.mailboxes.toSorted());
      expect(routing.participants.map(({ person, state }) => ({ phone: person.phone, state }))).toEqual(expected?.participants);
      expect(copy).toMatchObject({
        from: expected?.copyFrom,
        to: expected?.copyTo,
        cc: [],
        subject: expected?.subject,
        sentAt: expected?.sentAt ?? arrivedAt,
      });
      for (const [name, count] of Object.entries(routingCounts(routing))) sums[name as keyof typeof sums] += count;
    }
    expect(items).toHaveLength(day.expected.items.length);
    expect(day.expected.counts).toMatchObject(sums);
  });
});
