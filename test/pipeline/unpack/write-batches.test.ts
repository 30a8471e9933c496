import { createHash } from 'node:crypto';
import type { BatchRow } from '../../../runtime/pipeline/rows/batch-row';
import type { PlannedDelivery, PlannedMailbox } from '../../../runtime/pipeline/unpack/routed-part';
import { type BatchOrigin, writeBatches } from '../../../runtime/pipeline/unpack/write-batches';
import { decodeWorkBlob, workBlobSha256 } from '../../../runtime/pipeline/work-blob';
import { MAX_BLOCK_BYTES } from '../../../runtime/ports/blob-container';
import { World } from '../world/world';

const ORIGIN: BatchOrigin = {
  runId: 'run-1',
  packageRun: 'run-1',
  packageId: 'package-1',
  fromEntry: 0,
  mappingVersion: 'f'.repeat(64),
  looksFirst: false,
};

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function aDelivery(name: string, bytes: number): PlannedDelivery {
  const part = {
    importKey: hash(`key of ${name}`),
    itemId: hash(name),
    entry: 1,
    bytes,
    matchedBy: 'custom-mapping',
    sentAt: '2026-11-20T10:00:00.000Z',
    itemKind: 'message',
    people: '1 matched, 1 external',
    heldId: '',
    heldReason: '',
    participant: hash(name).slice(0, 16),
  };
  const dates = { sentAt: part.sentAt, receivedAt: part.sentAt };
  return { part, content: { kind: 'ready', ...dates, common: Buffer.alloc(bytes, name) }, weight: bytes + 700 };
}

function mailboxes(count: number, deliveries: number, bytes: number): PlannedMailbox[] {
  return Array.from({ length: count }, (_none, mailbox) => ({
    mailboxId: `00000000-0000-4000-8000-${String(mailbox).padStart(12, '0')}`,
    address: `user-${mailbox}@contoso.example`,
    holdReason: '',
    deliveries: Array.from({ length: deliveries }, (_each, index) => aDelivery(`${mailbox}/${index}`, bytes)),
  }));
}

async function writtenBatches(world: World): Promise<BatchRow[]> {
  const rows: BatchRow[] = [];
  for await (const { row } of world.stores.batches.list(ORIGIN.runId, { from: 'b-', to: 'b~' })) rows.push(row as BatchRow);
  return rows;
}

/** What a worker reads of a batch. */
async function readWork(row: BatchRow, world: World): Promise<Buffer> {
  return world.stores.work.range(row.blob, row.blobOffset ?? -1, row.blobBytes ?? 0);
}

describe('batches of a package', () => {
  it('are all written when they are too many and too full for one transaction', async () => {
    const world = new World();
    const process = world.process();

    await process.run(() => writeBatches(mailboxes(60, 100, 10), ORIGIN, process.ports));

    const rows = await writtenBatches(world);
    expect(rows.map(({ deliveries }) => deliveries)).toEqual(Array(60).fill(100));
    expect(world.account.queues.queue('deliveries').size).toBe(60);
  });

  it('share one blob, and each finds its own part of it unchanged', async () => {
    const world = new World();
    const process = world.process();

    await process.run(() => writeBatches(mailboxes(3, 2, 10), ORIGIN, process.ports));

    const rows = await writtenBatches(world);
    expect(new Set(rows.map(({ blob }) => blob)).size).toBe(1);
    for (const row of rows) {
      const work = await readWork(row, world);
      expect(workBlobSha256(work)).toBe(row.blobSha256);
      expect(decodeWorkBlob(work).deliveries).toHaveLength(2);
    }
  });

  it('go over the edges of blocks', async () => {
    const world = new World();
    const process = world.process();

    await process.run(() => writeBatches(mailboxes(9, 7, 200_000), ORIGIN, process.ports));

    const rows = await writtenBatches(world);
    const last = rows.reduce((most, { blobOffset = 0, blobBytes = 0 }) => Math.max(most, blobOffset + blobBytes), 0);
    expect(last).toBeGreaterThan(2 * MAX_BLOCK_BYTES);
    for (const row of rows) expect(workBlobSha256(await readWork(row, world))).toBe(row.blobSha256);
  });

  it('keep their ids and get the new place of their work when the package is unpacked again', async () => {
    const world = new World();
    const process = world.process();
    await process.run(() => writeBatches(mailboxes(2, 3, 10), ORIGIN, process.ports));
    const before = await writtenBatches(world);

    await process.run(() => writeBatches(mailboxes(2, 3, 10), ORIGIN, process.ports));

    const after = await writtenBatches(world);
    expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
    expect(after.map(({ blob }) => blob)).not.toEqual(before.map(({ blob }) => blob));
    for (const row of after) expect(workBlobSha256(await readWork(row, world))).toBe(row.blobSha256);
  });

  it('have no work when they are only made held', async () => {
    const world = new World();
    const process = world.process();
    const [mailbox] = mailboxes(1, 2, 10);
    const held = { ...(mailbox as PlannedMailbox), holdReason: 'rejected-package' };
    const deliveries = held.deliveries.map((delivery) => ({ ...delivery, content: undefined }));

    await process.run(() => writeBatches([{ ...held, deliveries }], ORIGIN, process.ports));

    expect((await writtenBatches(world)).map(({ blob, blobSha256 }) => [blob, blobSha256])).toEqual([['', '']]);
    expect(world.account.container('work').blobs.size).toBe(0);
  });
});
