import { SeededRandom } from '../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import type { MailboxRow } from '../../runtime/pipeline/rows/mailbox-row';
import { EXCHANGE } from '../fakes/in-memory-exchange';
import type { InMemoryMailbox } from '../fakes/in-memory-exchange-store';
import type { World } from '../pipeline/world/world';
import { copyName } from './harness/check-copies';
import { violationsOf } from './harness/check-world';
import { workSideBySide } from './harness/side-by-side';
import { type SmallPerson, smallDay } from './harness/small-day';
import { smallWorld, workThrough } from './harness/small-world';
import { Tally } from './harness/tally';
import { volume } from './harness/volume';

const HOUR_IN_MS = 3_600_000;
const DAY_IN_MS = 24 * HOUR_IN_MS;
const SEEDS = volume(8, 200);

type Act = (mailbox: InMemoryMailbox, removed: Set<string>) => void;

const archiveOf = (mailbox: InMemoryMailbox) => [...mailbox.folders.values()].find(({ tag }) => tag === 'archive');
const stagingOf = (mailbox: InMemoryMailbox) => [...mailbox.folders.values()].find(({ tag }) => tag === 'staging');

const ACTS: Readonly<Record<string, Act>> = {
  renamed: (mailbox) => {
    const folder = archiveOf(mailbox);
    if (folder !== undefined) folder.displayName = 'Signal 2026';
  },
  'moved below another folder': (mailbox) => {
    const folder = archiveOf(mailbox);
    if (folder !== undefined) folder.isNested = true;
  },
  deleted: (mailbox, removed) => {
    const folder = archiveOf(mailbox);
    if (folder === undefined) return;
    for (const copy of mailbox.in(folder.id)) removed.add(copyName(copy));
    mailbox.deleteFolder(folder.id);
  },
  'made by the user at the same moment': (mailbox) => {
    if (archiveOf(mailbox) === undefined) mailbox.addFolder('SIGNAL ARCHIVER');
  },
  'emptied of its hidden sibling': (mailbox) => {
    const folder = stagingOf(mailbox);
    if (folder !== undefined) mailbox.deleteFolder(folder.id);
  },
};

/** A day with a large item, so that staging is used too; the act comes before a seeded request to the mailbox. */
async function actedUpon(seed: number, act: Act, tally: Tally): Promise<string[]> {
  const random = new SeededRandom(seed, 'archive folder');
  const large = seed % 4 === 0 ? [2_700_000] : [];
  const day = smallDay(seed, { items: 14, people: 3, large });
  const removed = new Set<string>();
  const world = await smallWorld(day);
  const mailbox = world.exchange.mailbox((day.people[0] as SmallPerson).mailboxId);
  const at = random.between(0, 24);
  let requests = 0;
  await workSideBySide(world, {
    processes: 2,
    workers: 2,
    firesTimer: true,
    hook: () => (point) => {
      if (point.store !== EXCHANGE || !point.key.startsWith(mailbox.id)) return 'pass';
      if (requests === at) act(mailbox, removed);
      requests += 1;
      return { before: () => world.clock.sleep(random.between(10, 200)) };
    },
  });
  await world.clock.advance(DAY_IN_MS);
  await workThrough(world);
  tally.add('seeds');
  tally.add('copies checked', world.exchange.archived().length);
  return [...foldersViolated(mailbox, world), ...(await violationsOf(world, day, { removed }))];
}

/** One folder is in use, and the ledger knows which. */
function foldersViolated(mailbox: InMemoryMailbox, world: World): string[] {
  const used = [...mailbox.folders.values()].filter(({ id, tag }) => tag !== 'staging' && mailbox.in(id).length > 0);
  const rows = [...world.account.table('mailboxes').rows()] as MailboxRow[];
  const known = rows.find(({ key }) => key === mailbox.id)?.archiveFolderId;
  if (used.length > 1) return [`${used.length} folders are in use`];
  return used.every(({ id }) => id === known) ? [] : ['another folder is in use than the ledger knows'];
}

describe('the archive folder', () => {
  it.each(Object.entries(ACTS))(
    'that is %s loses nothing and doubles nothing',
    async (name, act) => {
      const tally = new Tally(`Archive folder ${name}`);
      const failed: Record<string, string[]> = {};
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const violations = await actedUpon(seed, act, tally);
        if (violations.length > 0) failed[`seed ${seed}`] = violations;
      }

      tally.print();
      expect(failed).toEqual({});
    },
    HOUR_IN_MS,
  );

  it('that a user deletes with all that is in it is made again, and people see that it was gone', async () => {
    const day = smallDay(1, { items: 14, people: 3 });
    const world = await smallWorld(day);
    const mailbox = world.exchange.mailbox((day.people[0] as SmallPerson).mailboxId);
    const removed = new Set<string>();
    let creates = 0;

    await workThrough(world, {
      hook: ({ store, operation, key }) => {
        if (store === EXCHANGE && operation === 'create' && key.startsWith(mailbox.id) && ++creates === 4)
          ACTS['deleted']?.(mailbox, removed);
        return 'pass';
      },
    });

    const row = ([...world.account.table('mailboxes').rows()] as MailboxRow[]).find(({ key }) => key === mailbox.id);
    expect(removed.size).toBe(3);
    expect(row?.folderRecreatedAt).not.toBe('');
    expect(world.log.filter(({ text }) => text === 'Archive folder was gone')).toHaveLength(1);
    expect(await violationsOf(world, day, { removed })).toEqual([]);
  });
});
