import { type BatchRow, batchIdOfKey, batchKey, cellsKey } from '../../../runtime/pipeline/rows/batch-row';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import { verify } from '../../../runtime/pipeline/verify/verify';
import { UserGoneError } from '../../../runtime/ports/exchange-errors';
import type { RowKey } from '../../../runtime/ports/table';
import { call } from '../rules/pause';
import { Scene } from '../rules/scene';

jest.setTimeout(60_000);

const DAY_IN_MS = 86_400_000;
const checkpoint = call('table/packages', 'replace');

/** A part of a package is written and its checkpoint is not; a release that names batches otherwise did it. */
async function cutOtherwise(scene: Scene): Promise<string> {
  const runId = await scene.openRun();
  await scene.world.process().drain({ until: () => scene.world.account.queues.queue('packages').size === 1 });
  const [message] = scene.take('packages');
  let replaced = 0;
  const process = scene.world.process((point) => (checkpoint(point) && ++replaced === 2 ? 'crash-before' : 'pass'));
  await process.run(() => scene.handle(process, 'packages', message));
  await renameBatches(scene);
  await scene.world.stores.queues.send('packages', message as { v: number });
  return runId;
}

const otherId = (batchId: string): string => `${batchId.slice(0, -4)}0000`;

async function renameBatches(scene: Scene): Promise<void> {
  const batches = scene.world.account.table('batches');
  for (const row of [...batches.rows()] as BatchRow[]) {
    const id = otherId(batchIdOfKey(row.key));
    batches.apply({ kind: 'upsert', row: { ...row, key: row.key.startsWith('b-') ? batchKey(id) : cellsKey(id) } as RowKey });
    batches.apply({ kind: 'delete', row });
  }
  const deliveries = scene.world.account.table('deliveries');
  for (const row of [...deliveries.rows()] as DeliveryRow[])
    deliveries.apply({ kind: 'upsert', row: { ...row, batchId: otherId(row.batchId) } as RowKey });
  for (const { v, runId, batchId } of scene.take('deliveries') as { v: number; runId: string; batchId: string }[])
    await scene.world.stores.queues.send('deliveries', { v, runId, batchId: otherId(batchId) });
}

describe('a part of a package that an upgrade names otherwise in the middle', () => {
  it('is imported once, and counted once', async () => {
    const scene = await Scene.open({ messages: 3 });
    const runId = await cutOtherwise(scene);

    await scene.end();

    expect(scene.copies).toHaveLength(3);
    const report = await scene.report(runId);
    expect(report).toMatchObject({ state: 'complete', reconciled: true, messages: { available: 3, delivered: 3 } });
    expect(report.counts).toMatchObject({ deliveriesAvailable: 3, imported: 3, skippedAsDuplicate: 0 });
    expect(await scene.violations()).toEqual([]);
    const process = scene.world.process();
    expect((await process.run(() => verify({ mailboxes: true }, process.ports)))?.findings).toEqual([]);
  });

  it('is held once when its mailbox takes nothing, and goes in the next run', async () => {
    const scene = await Scene.open({ messages: 3 });
    const mailbox = scene.world.exchange.mailbox(scene.mailboxId);
    mailbox.refusal = () => new UserGoneError(scene.mailboxId);
    const runId = await cutOtherwise(scene);
    await scene.end();
    const report = await scene.report(runId);
    expect(report).toMatchObject({ reconciled: true, heldBalance: { added: 3, closing: 3 }, messages: { available: 3, delivered: 0 } });
    expect(report.counts).toMatchObject({ deliveriesAvailable: 3, held: 3, skippedAsDuplicate: 0 });

    mailbox.refusal = undefined;
    scene.skip(DAY_IN_MS);
    await scene.openRun();
    await scene.end();

    expect(scene.copies).toHaveLength(3);
    expect(await scene.openHeld()).toEqual([]);
    expect((await scene.reports()).map(({ reconciled }) => reconciled)).toEqual([true, true]);
  });

  it('is held once when the batches of before got no queue message, because the run ends', async () => {
    const scene = await Scene.open({ messages: 3 });
    const runId = await cutOtherwise(scene);
    scene.take('deliveries');

    await scene.end();

    const report = await scene.report(runId);
    expect(report).toMatchObject({ reconciled: true });
    expect(report.counts).toMatchObject({ deliveriesAvailable: 3, skippedAsDuplicate: 0 });
    scene.skip(DAY_IN_MS);
    await scene.openRun();
    await scene.end();
    expect(scene.copies).toHaveLength(3);
    expect((await scene.reports()).map(({ reconciled }) => reconciled)).toEqual([true, true]);
  });
});
