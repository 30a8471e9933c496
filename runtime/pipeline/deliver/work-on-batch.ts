import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { heldDeliveryId } from '../held/held-delivery';
import { removeFailed, resolveHeld } from '../held/held-entries';
import { type BatchRow, batchIdOfKey } from '../rows/batch-row';
import type { RunRow } from '../rows/run-row';
import { readRun } from '../runs/read-run';
import { heldResult } from '../settle/hold-batch';
import { sendSettle } from '../settle/send-settle';
import { itemOpener } from '../unpack/stored-package';
import type { WorkBlob } from '../work-blob';
import { bookOutcomes, readCells } from './batch-book';
import { type Claims, claimDeliveries, earlier } from './claim-deliveries';
import type { Delivering } from './delivering';
import type { DecidedDelivery, DeliveryResult, HandledDelivery } from './delivery-result';
import { scheduleLastLooks } from './last-look';
import { lookBeforeCreate } from './look-before-create';
import type { MailboxSession } from './mailbox-session';
import { park } from './park-mailbox';
import { recordOutcomes } from './record-outcomes';
import { sendDeliveries } from './send-deliveries';
import type { TenantPark } from './tenant-park';
import { readWorkBlob } from './work-blob-of-batch';

/** What one handler did with a batch. */
interface Handled {
  readonly deliveries: readonly HandledDelivery[];
  /** Until then nothing can be done with what is left; undefined = at once. */
  readonly notBefore: Date | undefined;
  /** The run is stopped: its queue messages are dropped until `resume` sends them again. */
  readonly isDropped: boolean;
}

/** One batch under the mailbox's lease: claim, look where it must, create, check, record. What is left goes back to the queue. */
export async function workOnBatch(
  batch: Stored<BatchRow>,
  etags: readonly string[] | undefined,
  session: MailboxSession,
  tenant: TenantPark,
  ports: ConnectorPorts,
  handling: Handling,
): Promise<void> {
  const blob = await readWorkBlob(batch.row, ports);
  if (blob === undefined) return;
  const done = new Set((await readCells(batch.row, ports.stores)).filter((cell) => cell.o !== '').map((cell) => cell.k));
  const open = blob.deliveries.filter((work) => !done.has(work.importKey));
  const claims = await claimDeliveries(session, batch.row, open, done.size === 0 ? etags : undefined, ports);
  if (claims.isOvertaken) return sendBack(batch.row, undefined, ports);
  // Ledger rows first, then whether the run is open: closing marks the run before it looks for leftovers, so one of the two sees the other.
  const run = (await readRun(ports.stores, batch.row.partition))?.row;
  const handled = await handle(claims, run, delivering(batch.row, blob, session, tenant, ports, handling), batch.row);
  const decided = [
    ...claims.decided,
    ...(await recordOutcomes(handled.deliveries, batch.row, session, ports, run?.state === 'open' ? undefined : '')),
  ];
  session.countDelivered(decided);
  await resolveEntries(decided, batch.row, ports);
  const notBefore = earlier(handled.notBefore, claims.waitUntil);
  const booked = await bookOutcomes(batch, blob.deliveries, decided, notBefore?.toISOString() ?? '', ports);
  if (booked.row.state === 'done') await sendSettle(batch.row.partition, ports);
  else if (!handled.isDropped) await sendBack(batch.row, notBefore, ports);
}

function delivering(
  batch: BatchRow,
  blob: WorkBlob,
  session: MailboxSession,
  tenant: TenantPark,
  ports: ConnectorPorts,
  handling: Handling,
): Delivering {
  return { runId: batch.partition, session, blob, openItem: itemOpener(batch, ports), park: tenant, ports, deadline: handling.deadline };
}

async function handle(claims: Claims, run: RunRow | undefined, delivering: Delivering, batch: BatchRow): Promise<Handled> {
  if (run === undefined || run.state !== 'open') {
    return all([...claims.claimed, ...claims.toLook.map((look) => look.delivery), ...claims.waiting], heldResult(batch, 'run-closed'));
  }
  if (run.stopped !== '') return { ...all(claims.claimed, { kind: 'unsent', retryAt: undefined }), isDropped: true };
  if (batch.holdReason !== '')
    return all([...claims.claimed, ...claims.toLook.map((look) => look.delivery)], heldResult(batch, batch.holdReason));
  const parked = delivering.session.parkedResult(run);
  if (parked !== undefined) return all([...claims.claimed, ...claims.toLook.map((look) => look.delivery)], parked);
  const looked = await lookBeforeCreate(claims, run, delivering);
  const sent = await sendDeliveries(looked.toSend, delivering);
  await scheduleLastLooks(sent, delivering);
  await park([...looked.handled, ...sent], delivering);
  const now = delivering.ports.clock.now();
  const waits = sent.map(({ result }) => waitAfter(result, now, delivering.ports));
  return { deliveries: [...looked.handled, ...sent], notBefore: [looked.notBefore, ...waits].reduce(earlier, undefined), isDropped: false };
}

const all = (deliveries: Claims['claimed'], result: DeliveryResult): Handled => ({
  deliveries: deliveries.map((delivery) => ({ delivery, result })),
  notBefore: undefined,
  isDropped: false,
});

/** When a delivery without an outcome is worth another handler. */
function waitAfter(result: DeliveryResult, now: Date, ports: ConnectorPorts): Date | undefined {
  if (result.kind === 'unsent' || result.kind === 'staged') return result.retryAt;
  return result.kind === 'lost' ? new Date(now.getTime() + ports.options.lookAfterSeconds[0] * 1000) : undefined;
}

/** An entry that was held and now has an outcome is accounted as resolved. A stub keeps its entry open: the whole item has yet to follow. */
async function resolveEntries(decided: readonly DecidedDelivery[], batch: BatchRow, ports: ConnectorPorts): Promise<void> {
  for (const { heldId, outcome, work } of decided) {
    if (heldId === '' || outcome === 'held' || outcome === 'imported-in-part') continue;
    await resolveHeld(heldId, batch.partition, outcome, ports);
    const ownId = heldDeliveryId(batch.mailboxId, work.importKey);
    if (ownId !== heldId) await resolveHeld(ownId, batch.partition, outcome, ports);
    if (outcome !== 'failed') await removeFailed(ownId, ports.stores);
  }
}

function sendBack(batch: BatchRow, notBefore: Date | undefined, ports: ConnectorPorts): Promise<void> {
  const delay = notBefore === undefined ? 0 : Math.max(0, Math.ceil((notBefore.getTime() - ports.clock.now().getTime()) / 1000));
  return ports.stores.queues.send('deliveries', { v: 1, runId: batch.partition, batchId: batchIdOfKey(batch.key) }, delay);
}
