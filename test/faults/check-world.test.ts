import { ExtendedProperty } from '../../runtime/adapters/graph/extended-properties';
import type { DeliveryRow } from '../../runtime/pipeline/rows/delivery-row';
import type { RowKey } from '../../runtime/ports/table';
import type { HeldCopy } from '../fakes/in-memory-exchange-store';
import type { World } from '../pipeline/world/world';
import { violationsOf } from './harness/check-world';
import { smallDay } from './harness/small-day';
import { smallWorld, workThrough } from './harness/small-world';

const day = smallDay(3, { items: 12, people: 4 });

interface Place {
  readonly world: World;
  /** A copy that the connector made; one with an attachment. */
  readonly copy: HeldCopy;
  /** Its ledger row. */
  readonly row: DeliveryRow;
  /** The run's report in WORM. */
  readonly reportName: string;
}

/** A day that went well: whatever is done to it afterwards the check has to find. */
async function goodPlace(): Promise<Place> {
  const world = await smallWorld(day);
  const { run } = await workThrough(world, { workers: 2 });
  const copy = world.exchange.archived().find(({ attachments }) => attachments.length > 0) as HeldCopy;
  const rows = [...world.account.table('deliveries').rows()] as DeliveryRow[];
  const row = rows.find(({ exchangeId }) => exchangeId === copy.id) as DeliveryRow;
  return { world, copy, row, reportName: `${run?.partition}/report.json` };
}

const mailboxOf = ({ world, copy }: Place) => world.exchange.mailbox(copy.mailboxId);
const put = (world: World, table: Parameters<World['account']['table']>[0], row: RowKey) =>
  world.account.table(table).apply({ kind: 'upsert', row });
const change = (copy: HeldCopy, changes: Partial<HeldCopy>) => Object.assign(copy, changes);

/** A request as the connector sends it, for a copy that nobody asked for. */
const requestOf = (copy: HeldCopy, subject: string, key: string): Buffer =>
  Buffer.from(
    JSON.stringify({
      subject,
      body: { contentType: 'text', content: copy.body },
      from: { emailAddress: { name: '', address: copy.from } },
      toRecipients: [],
      ccRecipients: [],
      singleValueExtendedProperties: [{ id: ExtendedProperty.ImportKey, value: key }],
    }),
  );

function rewrite(world: World, name: string, edit: (text: string) => string): void {
  const { blobs } = world.account.container('reports');
  const blob = blobs.get(name);
  if (blob === undefined) throw new Error(`There is no ${name}`);
  const content = Buffer.from(edit(blob.content.toString()));
  blobs.set(name, { ...blob, content, bytes: content.length });
}

const rewriteReport = ({ world, reportName }: Place, edit: (text: string) => string): void => rewrite(world, reportName, edit);

type Harm = readonly [name: string, violation: RegExp, plant: (place: Place) => unknown];

const HARMS: readonly Harm[] = [
  ['a copy that is gone', /^lost: /, (place) => mailboxOf(place).removeCopy(place.copy.id)],
  [
    'a second copy',
    /^2 copies: /,
    (place) => mailboxOf(place).addCopy(place.copy.folderId, requestOf(place.copy, place.copy.subject, place.row.key)),
  ],
  [
    'a copy that no message asks for',
    /^unexpected: /,
    (place) => mailboxOf(place).addCopy(place.copy.folderId, requestOf(place.copy, 'another', 'x')),
  ],
  [
    'a copy in the wrong mailbox',
    /^unexpected: /,
    ({ world, copy }) => {
      const message = day.messages.find(({ mailboxIds }) => mailboxIds.length < day.people.length);
      const stranger = day.people.find(({ mailboxId }) => message?.mailboxIds.includes(mailboxId) === false);
      const mailbox = world.exchange.mailbox(stranger?.mailboxId ?? '');
      mailbox.addCopy(mailbox.addFolder('Signal Archiver', 'archive').id, requestOf(copy, message?.subject ?? '', 'x'));
    },
  ],
  ['another text', /altered \(text\)/, ({ copy }) => change(copy, { body: `${copy.body}.` })],
  ['another sender', /altered \(sender\)/, ({ copy }) => change(copy, { from: 'mallory@contoso.example' })],
  ['a recipient left out', /altered \(recipients\)/, ({ copy }) => change(copy, { to: copy.to.slice(1) })],
  ['a name left out', /altered \(people\)/, ({ copy }) => change(copy, { people: copy.people.slice(1) })],
  ['another sent time', /altered \(sent time\)/, ({ copy }) => change(copy, { sentAt: new Date(copy.sentAt.getTime() + 1_000) })],
  ['another received time', /altered \(received time\)/, ({ copy }) => change(copy, { receivedAt: new Date(0) })],
  ['a draft', /altered \(a draft\)/, ({ copy }) => change(copy, { isDraft: true })],
  [
    'another class',
    /altered \(class\)/,
    ({ copy }) => change(copy, { properties: new Map([...copy.properties, [ExtendedProperty.MessageClass, 'IPM.Note']]) }),
  ],
  [
    'the id of no item',
    /altered \(item id\)/,
    ({ copy }) => change(copy, { properties: new Map([...copy.properties, [ExtendedProperty.ItemId, 'f'.repeat(64)]]) }),
  ],
  ['another subject', /^unexpected: /, ({ copy }) => change(copy, { subject: `${copy.subject} ` })],
  ['an attachment left out', /altered \(attachment names\)/, ({ copy }) => copy.attachments.pop()],
  [
    'one byte of an attachment',
    /altered \(bytes of /,
    ({ copy }) => copy.attachments[0]?.content.writeUInt8(1 ^ (copy.attachments[0]?.content[0] ?? 0), 0),
  ],
  [
    'half a message in staging',
    /^left in staging: /,
    (place) => mailboxOf(place).addCopy(mailboxOf(place).addFolder('staging', 'staging').id, requestOf(place.copy, 'half', 'x')),
  ],
  [
    'a row that waits for ever',
    /^row creating for ever/,
    ({ world, row }) => put(world, 'deliveries', { ...row, state: 'creating' } as RowKey),
  ],
  [
    'a held row without an entry',
    /^held and nobody sees it/,
    ({ world, row }) => put(world, 'deliveries', { ...row, state: 'held', heldId: 'x' } as RowKey),
  ],
  [
    'a row that names no copy',
    /^the ledger names a copy that is not there/,
    ({ world, row }) => put(world, 'deliveries', { ...row, exchangeId: 'copy-0' } as RowKey),
  ],
  [
    'a row that names another copy',
    /^the ledger names another delivery's copy/,
    ({ world, row, copy }) =>
      put(world, 'deliveries', { ...row, exchangeId: world.exchange.archived().find(({ id }) => id !== copy.id)?.id } as RowKey),
  ],
  [
    'a copy without its row',
    /^the ledger does not know the copy/,
    ({ world, row }) => world.account.table('deliveries').apply({ kind: 'delete', row }),
  ],
  [
    'an entry for what is imported',
    /^an entry says held, the ledger imported/,
    ({ world, row }) =>
      put(world, 'held', { partition: 'open', key: 'x', kind: 'delivery', mailboxId: row.partition, importKey: row.key } as RowKey),
  ],
  [
    'a run that never closes',
    /^run .* is open/,
    ({ world, row }) => put(world, 'runs', { partition: row.runId, key: 'run', state: 'open' } as RowKey),
  ],
  [
    'a batch that never ends',
    /^batch .* is open/,
    ({ world, row }) => put(world, 'batches', { partition: row.runId, key: 'b-x', state: 'open' } as RowKey),
  ],
  ['a queue message that is left', /^1 messages left in deliveries/, ({ world }) => world.account.queues.queue('deliveries').send('', 0)],
  [
    'a poison message that is left',
    /^1 messages left in packages/,
    ({ world }) => world.account.queues.queue('packages-poison').send('', 0),
  ],
  ['a limit that was not kept', /over the limit RequestCount/, ({ world }) => (world.exchange.violations.RequestCount += 1)],
  [
    'a report whose count was changed',
    /^chain: /,
    (place) => rewriteReport(place, (text) => text.replace(/"imported": [0-9]+/, '"imported": 1')),
  ],
  [
    'a report that does not add up',
    /deliveries available, [0-9]+ ended/,
    (place) => rewriteReport(place, (text) => text.replace(/"skippedAsDuplicate": ([0-9]+)/, '"skippedAsDuplicate": 9$1')),
  ],
  [
    'a report that says so itself',
    /does not add up/,
    (place) => rewriteReport(place, (text) => text.replace('"reconciled": true', '"reconciled": false')),
  ],
  [
    'a balance that does not come out',
    /the held balance is/,
    (place) => rewriteReport(place, (text) => text.replace('"closing": 0', '"closing": 1')),
  ],
  [
    'a report that counts too few items',
    /^items: the reports say/,
    (place) => rewriteReport(place, (text) => text.replace(/"itemsAvailableFromSource": [0-9]+/, '"itemsAvailableFromSource": 1')),
  ],
  [
    'a line of the deliveries left out',
    /counts [0-9]+ imported, its lines/,
    ({ world, row }) => rewrite(world, `${row.runId}/deliveries.jsonl`, (text) => text.replace(/.*"imported".*\n/, '')),
  ],
  ['a link of the chain left out', /^chain: /, ({ world }) => world.account.container('reports').blobs.delete('chain/0000000001.json')],
  [
    'a package that was not kept',
    /^not kept: /,
    ({ world }) => {
      const { blobs } = world.account.container('packages');
      blobs.delete([...blobs.keys()][0] as string);
    },
  ],
  [
    'one byte of a package',
    /^stored with another hash: /,
    ({ world }) => {
      const [blob] = world.account.container('packages').blobs.values();
      blob?.content.writeUInt8(1 ^ (blob.content[40] ?? 0), 40);
    },
  ],
  ['a package that was acknowledged too early', /^acknowledged too early: /, ({ world }) => world.completeWhenAcknowledged.clear()],
];

describe('the check that follows every fault', () => {
  it('finds nothing in a day that went well', async () => {
    const { world } = await goodPlace();

    expect(await violationsOf(world, day)).toEqual([]);
  });

  it.each(HARMS)('finds %s', async (_name, violation, plant) => {
    const place = await goodPlace();

    plant(place);

    expect(await violationsOf(place.world, day)).toContainEqual(expect.stringMatching(violation));
  });

  it('finds a delivery that should be held and was imported', async () => {
    const { world, copy } = await goodPlace();

    const violations = await violationsOf(world, day, { held: new Set([`${copy.mailboxId} ${copy.subject}`]) });

    expect(violations).toEqual([`not held: ${copy.mailboxId} ${copy.subject}`]);
  });

  it('lets a second copy pass only when the connector lists it', async () => {
    const place = await goodPlace();
    mailboxOf(place).addCopy(place.copy.folderId, requestOf(place.copy, place.copy.subject, place.row.key));

    expect(await violationsOf(place.world, day, { listedDuplicates: true })).toContainEqual(expect.stringMatching(/^2 copies: /));
  });
});
