import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { emlOf, manifestOf, packageEntries, type SampleEntry, yazlZip } from '../domain/package/zip-samples';
import { aUser } from '../domain/routing/builders';
import { activate, readReport } from '../pipeline/synthetic-world';
import { World } from '../pipeline/world/world';
import { HOSTILE_MAILS } from './item/hostile-mails';

const FIXTURES = join(__dirname, '../fixtures/items');
const GOOD_ITEMS = 100;
const MAPPING = 'mobile,mailbox\n447700900123,anna@contoso.example\n17819988776,sam@contoso.example\n';
const NAME = '202611200000-TeleMessage_1_100000.zip';

function goodItem(index: number): SampleEntry {
  const lines = [
    'From: Anna Lee 447700900123 <anna@contoso.example>',
    'To: Sam Jones 17819988776 <sam@contoso.example>',
    `Subject: Signal message ${index}`,
    'Date: Fri, 20 Nov 2026 10:00:00 +0000',
    `Message-ID: <${1_795_168_800_000 + index}_447700900123>`,
    '',
    `Good ${index}`,
  ];
  return { name: `good-${index}.eml`, content: Buffer.from(lines.join('\r\n')) };
}

function hostileItems(): SampleEntry[] {
  const odd = readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.eml') && name !== 'zero-bytes.eml')
    .map((name) => ({ name, content: readFileSync(join(FIXTURES, name)) }));
  const made = HOSTILE_MAILS.map(([what, build]) => ({ name: `${what}.eml`, content: build() }));
  return [...odd, ...made];
}

function contosoWorld(): World {
  const world = new World({ start: '2026-11-21T06:30:00Z', users: ['anna', 'sam'].map((name) => aUser(name)) });
  world.options = { ...world.options, allowedDomains: ['contoso.example'] };
  return world;
}

async function importOnce(world: World, mapping = MAPPING) {
  const process = world.process();
  await activate(process, mapping, 'yes');
  const run = await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
  await process.drain({ workers: 4 });
  return readReport(world, run?.partition ?? '');
}

const put = (world: World, name: string, content: Buffer): void =>
  world.site.put(name, content, { arrivedAt: new Date('2026-11-20T12:00:00Z') });

const subjects = (world: World, mailbox: string): string[] =>
  world.exchange
    .archived()
    .filter((copy) => copy.mailboxId === mailbox)
    .map(({ subject }) => subject);

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

describe('a day full of hostile items', () => {
  it('delivers every good one, accounts for each bad one, keeps all bytes and asks nobody outside', async () => {
    const connect = jest.spyOn(Socket.prototype, 'connect');
    const world = contosoWorld();
    const hostile = hostileItems();
    const good = Array.from({ length: GOOD_ITEMS }, (_none, index) => goodItem(index));
    // The bad ones between the good ones.
    const zip = await yazlZip(packageEntries([...good.slice(0, 50), ...hostile, ...good.slice(50)]));
    put(world, NAME, zip);

    const report = await importOnce(world);

    const { counts } = report;
    expect(report).toMatchObject({ reconciled: true, differences: [] });
    expect(counts.itemsAvailableFromSource).toBe(GOOD_ITEMS + hostile.length);
    expect(counts.itemsQuarantined).toBe(1);
    expect(counts.failed).toBe(0);
    for (const mailbox of ['anna', 'sam']) {
      const found = subjects(world, mailbox);
      expect(good.filter((_item, index) => found.filter((subject) => subject === `Signal message ${index}`).length !== 1)).toEqual([]);
    }
    expect([...world.account.container('packages').blobs.values()].map(({ content }) => sha256(content))).toEqual([sha256(zip)]);
    expect(world.failures).toEqual([]);
    expect(connect).not.toHaveBeenCalled();
  }, 300_000);
});

describe('packages that come again', () => {
  const items = [goodItem(1), goodItem(2)];

  it('rejected: its readable items are held and none is imported; the corrected one imports all of them', async () => {
    const world = contosoWorld();
    put(world, NAME, await yazlZip(packageEntries(items, manifestOf(['good-1.eml', 'good-2.eml', 'good-3.eml']))));
    const rejected = await importOnce(world);
    expect(rejected.packages).toMatchObject([{ name: NAME, state: 'rejected', items: 2, manifestCount: 3 }]);
    expect(rejected.counts).toMatchObject({ itemsAvailableFromSource: 2, held: 4, imported: 0 });
    expect(world.exchange.archived()).toEqual([]);

    const corrected = await yazlZip(packageEntries([...items, goodItem(3)]));
    put(world, NAME, corrected);
    const repaired = await importOnce(world);

    expect(repaired.packages).toMatchObject([{ name: NAME, state: 'complete', items: 3 }]);
    expect(subjects(world, 'anna').sort()).toEqual(['Signal message 1', 'Signal message 2', 'Signal message 3']);
    expect(subjects(world, 'sam')).toHaveLength(3);
    expect(repaired.heldBalance.closing).toBe(0);
  });

  it('under another name: nothing changes', async () => {
    const world = contosoWorld();
    const zip = await yazlZip(packageEntries(items));
    put(world, NAME, zip);
    await importOnce(world);

    put(world, NAME.replace('_1_', '_2_'), zip);
    const again = await importOnce(world);

    expect(again.counts).toMatchObject({ itemsAvailableFromSource: 0, imported: 0, skippedAsDuplicate: 0 });
    expect(world.exchange.archived()).toHaveLength(4);
  });

  it('with other content under the same name: both are kept, and what is new is imported', async () => {
    const world = contosoWorld();
    put(world, NAME, await yazlZip(packageEntries(items)));
    await importOnce(world);

    put(world, NAME, await yazlZip(packageEntries([goodItem(2), goodItem(3)])));
    const again = await importOnce(world);

    expect(again.counts).toMatchObject({ itemsAvailableFromSource: 2, imported: 2, skippedAsDuplicate: 2 });
    expect(world.account.container('packages').blobs.size).toBe(2);
    expect(subjects(world, 'anna').sort()).toEqual(['Signal message 1', 'Signal message 2', 'Signal message 3']);
  });

  it('one message id with other content: both captures are imported, and counted', async () => {
    const world = contosoWorld();
    const [first] = items as [SampleEntry];
    const other = { name: 'other.eml', content: Buffer.from(first.content.toString().replace('Good 1', 'Changed')) };
    put(world, NAME, await yazlZip(packageEntries([first, other])));

    const report = await importOnce(world);

    expect(report.counts).toMatchObject({ imported: 4, variants: 1 });
    expect(
      world.exchange
        .archived()
        .map(({ body }) => body.trim())
        .sort(),
    ).toEqual(['Changed', 'Changed', 'Good 1', 'Good 1']);
  });

  it('not at all readable: held as a package, and the next day goes on', async () => {
    const world = contosoWorld();
    put(world, NAME, Buffer.from('<html>404</html>'));
    put(world, NAME.replace('_1_', '_2_'), await yazlZip(packageEntries([{ name: 'a.eml', content: emlOf('nobody') }, goodItem(1)])));

    const report = await importOnce(world);

    expect(report).toMatchObject({ state: 'degraded', reconciled: true });
    expect(report.packages.map(({ state, problems }) => [state, problems.map(({ code }) => code)]).sort()).toEqual([
      ['complete', []],
      ['rejected', ['not-a-zip']],
    ]);
    expect(report.counts).toMatchObject({ imported: 2, itemsUnmatched: 1 });
  });
});
