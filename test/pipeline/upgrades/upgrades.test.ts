import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '../../../runtime/pipeline/verify/verify';
import type { RowKey } from '../../../runtime/ports/table';
import { reportsOf } from '../../faults/harness/check-world';
import { workThrough } from '../../faults/harness/small-world';
import { World } from '../world/world';
import { type GoldenStore, goldenText, loadGoldenStore, TABLES } from './golden-store';
import { writeGoldenStore } from './write-golden-store';

jest.setTimeout(60_000);

const FOLDER = join(__dirname, '../../golden');
const NAMES = readdirSync(FOLDER)
  .filter((name) => /^store-\d+\.json$/.test(name))
  .sort();
const DAY_IN_MS = 86_400_000;
const read = (name: string): GoldenStore => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as GoldenStore;

function worldOf(golden: GoldenStore): World {
  const world = new World({ users: golden.users, start: golden.at, options: { allowedDomains: golden.domains } });
  loadGoldenStore(golden, world);
  world.clock.jumpTo(new Date(Date.parse(golden.at) + 61_000));
  return world;
}

/** Goes on with what the other release left, then lets two days pass. */
async function goOn(world: World): Promise<void> {
  await world.process().drain();
  for (let days = 0; days < 2; days += 1) {
    world.clock.jumpTo(new Date(world.clock.now().getTime() + DAY_IN_MS));
    await workThrough(world);
  }
}

async function expectAll(world: World, golden: GoldenStore): Promise<void> {
  expect(
    world.exchange
      .archived()
      .map(({ mailboxId, subject }) => `${mailboxId} ${subject}`)
      .sort(),
  ).toEqual(golden.expected);
  expect(new Set([...world.account.table('deliveries').rows()].map((row) => (row as { state?: string }).state))).toEqual(
    new Set(['imported']),
  );
  expect((await reportsOf(world)).filter(({ reconciled }) => !reconciled)).toEqual([]);
  expect(world.failures).toEqual([]);
  expect(world.log.filter(({ level }) => level === 'error')).toEqual([]);
}

/** Makes every row what a release would have written that lacked these fields, or had others. */
function changeRows(golden: GoldenStore, change: (row: RowKey, table: string) => RowKey): GoldenStore {
  const tables = Object.fromEntries(TABLES.map((name) => [name, (golden.tables[name] ?? []).map((row) => change(row, name))]));
  return { ...golden, tables };
}

describe('a store that another release wrote', () => {
  it.each(NAMES)('is gone on with: %s', async (name) => {
    const golden = read(name);
    const world = worldOf(golden);

    await goOn(world);

    await expectAll(world, golden);
  });

  it.each(NAMES)('verifies but for the signature, whose key is not there: %s', async (name) => {
    const world = worldOf(read(name));
    const process = world.process();

    const findings = (await process.run(() => verify({ mailboxes: false }, process.ports)))?.findings ?? [];

    expect(findings.filter(({ code }) => code !== 'wrong-signature')).toEqual([]);
  });

  it('is gone on with when its deliveries do not say when they were taken', async () => {
    const golden = changeRows(read(NAMES[0] ?? ''), (row, table) => {
      if (table !== 'deliveries') return row;
      const { takenAt: _none, ...older } = row as RowKey & { takenAt?: string };
      return older;
    });
    const world = worldOf(golden);

    await goOn(world);

    await expectAll(world, golden);
  });
});

describe('a store that a newer release wrote, after a rollback', () => {
  it('is gone on with when its rows have a later version and more fields', async () => {
    const golden = changeRows(read(NAMES.at(-1) ?? ''), (row) => ({ ...row, v: 2, addedLater: 'x' }) as RowKey);
    const world = worldOf(golden);

    await goOn(world);

    await expectAll(world, golden);
  });

  it('leaves queue messages of a later version to the release that knows them', async () => {
    const golden = read(NAMES.at(-1) ?? '');
    const world = new World({ users: golden.users, start: golden.at });
    const later = { v: 2, kind: 'unheard-of' };
    for (const queue of ['collect', 'packages', 'deliveries', 'settle', 'replays'] as const)
      world.account.queues.queue(queue).send(Buffer.from(JSON.stringify(later)).toString('base64'), 0);

    await world.process().drain({ patienceInMs: 60 * 60_000 });

    for (const queue of ['collect', 'packages', 'deliveries', 'settle', 'replays']) {
      expect(world.account.queues.queue(queue).messages()).toEqual([later]);
      expect(world.account.queues.queue(`${queue}-poison`).size).toBe(0);
    }
    const putBack = world.log.filter(({ text }) => text === 'Queue message of a newer release');
    expect(putBack.length).toBeGreaterThanOrEqual(5 * 11);
    expect(putBack.length).toBeLessThanOrEqual(5 * 13);
  });
});

/** Optional fields of rows, cells and queue messages: what writes them happens in the middle of trouble only. */
const NOT_IN_EVERY_ROW = [
  ...['blobOffset', 'blobBytes', 'looksFirst', 'takesUp', 'countedIn'],
  ...['failedAt', 'poisonedIn', 'acknowledgedAt', 'wasHere', 'sequence', 'leftOut'],
  ...['r', 'w', 'h', 'p', 's', 'y', 'g', 'x', 't', 'u'],
  ...['etags', 'hasMore', 'ownCopy', 'postponed'],
];

describe('the newest golden store', () => {
  /** `WRITE_GOLDEN=<what the format is about> npm run golden` writes the next one; those that are there are never changed. */
  const about = process.env['WRITE_GOLDEN'];

  beforeAll(async () => {
    if (about === undefined) return;
    const next = `store-${NAMES.length + 1}.json`;
    writeFileSync(join(FOLDER, next), goldenText(await writeGoldenStore(about)));
    NAMES.push(next);
  });

  it('has the fields that the code writes today; if not, the format has changed: write the next one and keep this one', async () => {
    const today = fieldsOf(await writeGoldenStore(''));

    expect(fieldsOf(read(NAMES.at(-1) ?? ''))).toEqual(today);
  });

  it('has rows with every field that only some rows have', () => {
    const fields = Object.values(fieldsOf(read(NAMES.at(-1) ?? ''))).flat();

    expect(NOT_IN_EVERY_ROW.filter((name) => !fields.includes(name))).toEqual([]);
  });

  /** Names of fields by table and kind of row, of members of messages by queue, and of members of JSON that a field holds. */
  function fieldsOf(golden: GoldenStore): Readonly<Record<string, readonly string[]>> {
    const fields = new Map<string, Set<string>>();
    const note = (place: string, value: object): void => {
      const known = fields.get(place) ?? new Set();
      fields.set(place, known);
      for (const [name, content] of Object.entries(value)) {
        known.add(name);
        if (typeof content === 'string' && /^[[{]/.test(content)) noteMembers(`${place} ${name}`, JSON.parse(content));
      }
    };
    const noteMembers = (place: string, content: unknown): void => {
      for (const each of Array.isArray(content) ? content : [content]) if (typeof each === 'object' && each !== null) note(place, each);
    };
    for (const [table, rows] of Object.entries(golden.tables)) for (const row of rows) note(`${table}/${kindOf(row)}`, row);
    for (const [queue, messages] of Object.entries(golden.queues)) for (const message of messages) note(`queue ${queue}`, message);
    return Object.fromEntries([...fields].map(([place, names]) => [place, [...names].sort()] as const).sort());
  }

  const kindOf = ({ partition, key }: RowKey): string =>
    /^(seen|content|resolved|mailbox)-/.exec(partition)?.[1] ??
    (/^[0-9]{8}T/.test(partition) ? key.slice(0, 2).replace(/[0-9a-f]{2}/, 'id') : partition.replace(/^[0-9a-f-]{36}$/, 'mailbox'));
});
