import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import { ItemTooLargeError } from '../../../runtime/ports/exchange-errors';
import { smallDay } from '../../faults/harness/small-day';
import { smallWorld, workThrough } from '../../faults/harness/small-world';
import { readReport } from '../synthetic-world';
import type { World } from '../world/world';

jest.setTimeout(60_000);

const UPLOADS = new Set(['attach', 'open-upload']);
/** Too large for one request: it was staged, completed and moved. */
const LARGE_BYTES = 3_300_000;

/** An imported day with one large item, of which a half shows itself in the staging folder only now; one more look at it is due. */
async function lateHalf() {
  const world = await smallWorld(smallDay(3, { items: 1, people: 1, packages: 1, large: [LARGE_BYTES] }));
  await workThrough(world);
  const whole = world.exchange.archived().find(({ attachments }) => attachments.length > 1);
  const rows = [...world.account.table('deliveries').rows()] as DeliveryRow[];
  const row = rows.find(({ exchangeId }) => exchangeId === whole?.id);
  if (whole === undefined || row === undefined) throw new Error('The large item was not imported');
  const mailbox = world.exchange.mailbox(whole.mailboxId);
  const [staging] = mailbox.tagged('staging');
  if (staging === undefined) throw new Error('The large item was not staged');
  const half = mailbox.hold({ ...whole, id: world.exchange.nextId('half'), folderId: staging.id, attachments: [] });
  return { world, whole, half, row, mailbox, staging };
}

async function lookOnceMore(world: World, mailboxId: string, importKey: string): Promise<void> {
  const process = world.process();
  await process.ports.stores.queues.send('deliveries', { v: 1, kind: 'last-look', mailboxId, importKey });
  await process.drain({});
}

const idsOf = (copies: readonly { readonly id: string }[]): readonly string[] => copies.map(({ id }) => id);

describe('a half whose create got no answer, and that shows itself after the item was imported', () => {
  it('is removed from the staging folder by the late look; the copy stays', async () => {
    const { world, whole, half, row } = await lateHalf();
    expect(idsOf(world.exchange.staged())).toEqual([half.id]);

    await lookOnceMore(world, whole.mailboxId, row.key);

    expect(world.exchange.staged()).toEqual([]);
    expect(idsOf(world.exchange.archived())).toContain(whole.id);
    expect(world.failures).toEqual([]);
  });

  it('is no reason to remove the copy itself where Exchange still shows it in the folder that it was moved from', async () => {
    const { world, whole, row, mailbox, staging } = await lateHalf();
    const inFolder = mailbox.withKey.bind(mailbox);
    mailbox.withKey = (folderId, key, kind) =>
      folderId === staging.id ? [whole, ...inFolder(folderId, key, kind)] : inFolder(folderId, key, kind);

    await lookOnceMore(world, whole.mailboxId, row.key);

    expect(world.exchange.staged()).toEqual([]);
    expect(idsOf(world.exchange.archived())).toContain(whole.id);
  });

  it('stays as long as the ledger names no copy: the delivery may go on with it', async () => {
    const { world, whole, half, row } = await lateHalf();
    const { deliveries } = world.stores;
    const stored = await deliveries.get(whole.mailboxId, row.key);
    if (stored === undefined) throw new Error('There is no such row');
    await deliveries.replace({ ...stored.row, state: 'pending' }, stored.etag);

    await lookOnceMore(world, whole.mailboxId, row.key);

    expect(idsOf(world.exchange.staged())).toEqual([half.id]);
  });
});

describe('a stub whose create got no answer, and that shows itself after another one was made', () => {
  it('is listed by the late look, and stays: evidence is never deleted', async () => {
    const world = await smallWorld(smallDay(3, { items: 1, people: 1, packages: 1, large: [LARGE_BYTES] }));
    for (const { id } of world.users)
      world.exchange.mailbox(id).refusal = (operation) => (UPLOADS.has(operation) ? new ItemTooLargeError(id) : undefined);
    await workThrough(world);
    const rows = [...world.account.table('deliveries').rows()] as DeliveryRow[];
    const row = rows.find(({ state }) => state === 'imported-in-part');
    const stub = world.exchange.archived().find(({ id }) => id === row?.exchangeId);
    if (row === undefined || stub === undefined) throw new Error('There is no stub');
    const another = world.exchange.mailbox(stub.mailboxId).hold({ ...stub, id: world.exchange.nextId('stub') });

    await lookOnceMore(world, stub.mailboxId, row.key);

    expect(idsOf(world.exchange.archived())).toEqual(expect.arrayContaining([stub.id, another.id]));
    const { run } = await workThrough(world);
    expect((await readReport(world, run?.partition ?? '')).counts.duplicatesFound).toBe(1);
  });
});
