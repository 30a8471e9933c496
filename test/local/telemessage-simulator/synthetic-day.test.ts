import { createHash } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { type Item, isReadable } from '../../../runtime/domain/item/item';
import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { readMappingFile } from '../../../runtime/domain/mapping/mapping-file';
import { createUserMapping } from '../../../runtime/domain/mapping/user-mapping';
import { checkPackage, openPackage } from '../../../runtime/domain/package/open-package';
import { bufferReader } from '../../../runtime/domain/package/range-reader';
import { createDirectorySnapshot } from '../../../runtime/domain/routing/directory-index';
import { NO_EARLIER_MAPPINGS } from '../../../runtime/domain/routing/earlier-mappings';
import { routeItem } from '../../../runtime/domain/routing/route-item';
import type { RoutingContext } from '../../../runtime/domain/routing/routing-context';
import { routingCounts } from '../../../runtime/domain/routing/routing-counts';
import type { ExpectedItem } from '../../../runtime/local/telemessage-simulator/synthetic/expected-day';
import { PEOPLE } from '../../../runtime/local/telemessage-simulator/synthetic/people';
import { type DaySize, type SyntheticDay, syntheticDay } from '../../../runtime/local/telemessage-simulator/synthetic/synthetic-day';

const DATE = '2026-11-20';
const SIZES: readonly DaySize[] = ['tiny', 'default'];
/** mailparser is slow, and the items of a day are much alike. */
const EVERY_SO_MANY_FOR_MAILPARSER = 5;

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

interface PackedItem {
  readonly expected: ExpectedItem;
  readonly content: Buffer;
  readonly arrivedAt: Date;
}

async function itemsOf(day: SyntheticDay): Promise<readonly PackedItem[]> {
  const expected = new Map(day.expected.items.map((item) => [`${item.package}/${item.file}`, item]));
  const items: PackedItem[] = [];
  for (const { name, content, arrivedAt } of day.packages) {
    const opened = await openPackage(bufferReader(content), name);
    for (let index = 0; index < opened.itemCount; index++) {
      const one = expected.get(`${name}/${await opened.itemName(index)}`);
      if (one === undefined) throw new Error('An item of a package is not expected');
      items.push({ expected: one, content: Buffer.from(await opened.readItem(index)), arrivedAt });
    }
  }
  return items;
}

function read(content: Buffer): Item {
  const item = readItem(content, DEFAULT_ITEM_SETTINGS);
  if (!isReadable(item)) throw new Error('The item cannot be read');
  return item;
}

function contextOf(day: SyntheticDay, arrivedAt: Date): RoutingContext {
  const file = readMappingFile(Buffer.from(day.mapping));
  const users = day.users.map((user) => ({
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName,
    isGuest: user.userType === 'Guest',
    isEnabled: user.accountEnabled,
    addresses: [user.userPrincipalName, user.mail ?? '', ...user.proxyAddresses.map((proxy) => proxy.replace(/^smtp:/i, ''))]
      .filter((address) => address !== '' && !address.startsWith('sip:'))
      .map((address) => address.toLowerCase()),
  }));
  return {
    mapping: createUserMapping(file.rows, file.version),
    directory: createDirectorySnapshot(users, arrivedAt),
    allowedDomains: new Set(day.domains),
    automaticMapping: true,
    notOurs: new Set(),
    pilotMailboxes: new Set(),
    arrivedAt,
    earlierMappings: NO_EARLIER_MAPPINGS,
    isReplayedByAdministrator: false,
  };
}

describe.each(SIZES)('the synthetic day, %s', (size) => {
  const day = syntheticDay(1, DATE, size);
  let items: readonly PackedItem[];

  beforeAll(async () => {
    items = await itemsOf(day);
  });

  it('is the same for the same seed, and another one for another seed or date', () => {
    const digest = (made: SyntheticDay) => made.packages.map(({ name, content }) => `${name} ${sha256(content)}`).join();

    expect(digest(syntheticDay(1, DATE, size))).toBe(digest(day));
    expect(digest(syntheticDay(2, DATE, size))).not.toBe(digest(day));
    expect(digest(syntheticDay(1, '2026-11-21', size))).not.toBe(digest(day));
  });

  it("has complete packages in the vendor's form, and expects each of their items", async () => {
    for (const { name, content, arrivedAt } of day.packages) {
      expect(name).toMatch(/^202611200000-TeleMessage_\d_\d{6}\.zip$/);
      expect(await checkPackage(bufferReader(content), name)).toMatchObject({ state: 'complete', problems: [], notes: [] });
      expect(arrivedAt.toISOString().slice(0, 10)).toBe(DATE);
    }
    expect(items).toHaveLength(day.expected.items.length);
  });

  it('expects what the item reader reads, without a problem', () => {
    for (const { expected, content } of items) {
      const item = read(content);

      expect(item).toMatchObject({
        itemId: expected.itemId,
        kind: expected.kind,
        subject: expected.subject,
        text: expected.text,
        from: expected.from,
        to: expected.to,
        sourceMessageId: expected.message,
        problems: [],
      });
      expect(item.attachments.map(({ name, contentType, bytes, sha256: hash }) => ({ name, contentType, bytes, sha256: hash }))).toEqual(
        expected.attachments,
      );
      expect(item.participants.map(({ phone }) => phone)).toEqual(expected.participants.map(({ phone }) => phone));
      if (expected.sentAt !== undefined) expect(item.date).toEqual(expected.sentAt);
    }
  });

  it('expects what mailparser reads', async () => {
    for (const { expected, content } of items.filter((_item, index) => index % EVERY_SO_MANY_FOR_MAILPARSER === 0)) {
      const mail = await simpleParser(content);

      expect([mail.subject, (mail.text ?? '').trimEnd()]).toEqual([expected.subject, expected.text]);
      expect(mail.attachments.map((attachment) => [attachment.filename, sha256(attachment.content)])).toEqual(
        expected.attachments.map((attachment) => [attachment.name, attachment.sha256]),
      );
    }
  });

  it('expects the routing that the rules give, mailbox by mailbox and state by state', () => {
    const counts = { itemsUnmatched: 0, participantsUnmatched: 0, participantsUnresolved: 0, participantsExternal: 0 };
    const contexts = new Map(day.packages.map(({ arrivedAt }) => [arrivedAt, contextOf(day, arrivedAt)]));
    for (const { expected, content, arrivedAt } of items) {
      const routing = routeItem(read(content), contexts.get(arrivedAt) ?? contextOf(day, arrivedAt));

      expect(routing.mailboxes.map(({ mailboxId }) => mailboxId).sort()).toEqual([...expected.mailboxes].sort());
      expect(routing.participants.map(({ state }) => state)).toEqual(expected.participants.map(({ state }) => state));
      for (const [name, count] of Object.entries(routingCounts(routing))) counts[name as keyof typeof counts] += count;
    }
    expect(day.expected.counts).toMatchObject(counts);
  });

  it('has one identity a message, whatever phone recorded it', () => {
    const identities = new Map<string, Set<string>>();
    for (const { expected, content } of items) {
      identities.set(expected.message, (identities.get(expected.message) ?? new Set()).add(read(content).messageIdentity));
    }

    expect([...identities.values()].filter(({ size: different }) => different !== 1)).toEqual([]);
    expect(new Set([...identities.values()].flatMap((one) => [...one])).size).toBe(identities.size);
  });

  it('adds up', () => {
    const { counts, deliveries } = day.expected;

    expect(counts.deliveriesAvailable).toBe(counts.imported + counts.skippedAsDuplicate + counts.held);
    expect(counts.itemsAvailableFromSource).toBe(day.expected.items.length);
    expect(new Set(deliveries.map(({ message, mailboxId }) => `${message} ${mailboxId}`)).size).toBe(deliveries.length);
    expect(deliveries.every(({ items: captures }) => captures.length > 0)).toBe(true);
  });
});

describe('the default synthetic day', () => {
  const day = syntheticDay(1, DATE);
  const { counts, items } = day.expected;

  it('is about as large as it is meant to be', () => {
    const messages = new Set(items.map(({ message }) => message)).size;
    const bytes = day.packages.reduce((sum, { content }) => sum + content.length, 0);

    expect(messages).toBeGreaterThan(350);
    expect(messages).toBeLessThan(450);
    expect(counts.imported).toBeGreaterThan(800);
    expect(bytes).toBeLessThan(3_000_000);
  });

  it('shows every trouble that a day can have', () => {
    expect(counts).toMatchObject({ itemsUnmatched: 2, held: 2, dateSuspect: 1 });
    expect(new Set(day.expected.deliveries.map(({ reason }) => reason))).toEqual(
      new Set([undefined, 'mailbox-unavailable', 'not-in-scope']),
    );
    expect(Object.values(counts.byKind).every((count) => count > 0)).toBe(true);
    expect(Math.max(...items.flatMap(({ attachments }) => attachments.map(({ bytes }) => bytes)))).toBeGreaterThan(4_000_000);
  });

  it('has no trouble when it is asked to', () => {
    const calm = syntheticDay(1, DATE, 'default', { troubles: false }).expected.counts;

    expect(calm).toMatchObject({ itemsUnmatched: 0, participantsUnmatched: 0, held: 0, dateSuspect: 0 });
  });

  it('names only numbers that are reserved for fiction, and example domains', () => {
    const RESERVED = /^(447700900\d{3}|120255501\d{2}|493023125\d{3}|3363998\d{4})$/;

    expect(PEOPLE.map(({ phone }) => phone ?? '').filter((phone) => !RESERVED.test(phone))).toEqual([]);
    expect(PEOPLE.flatMap(({ address }) => address ?? []).filter((address) => !/\.example$/.test(address))).toEqual([]);
  });

  it.each(['20-11-2026', '2026-13-01', ''])('refuses a date that is none: %j', (date) => {
    expect(() => syntheticDay(1, date)).toThrow(RangeError);
  });
});

describe('the bytes of a seed', () => {
  it.each([
    ['tiny', '40f77cd7424cc0d80b9d66a217b1d1dc80aece35a6da1f2a8c2d3cb6fcc18a17'],
    ['default', 'af59f3c8a75a971ebb4a4dabe6b261c52f32a867ce22f59acf03d836f36cfb1f'],
  ] as const)('are the same on every machine: %s', (size, digest) => {
    const all = syntheticDay(1, DATE, size).packages.map(({ name, content }) => `${name} ${sha256(content)}`);

    expect(sha256(all.join('\n'))).toBe(digest);
  });
});
