import type { Stored } from '../../ports/table';
import { wasLedgerBehind } from '../chain/ledger-trust';
import type { ConnectorPorts, Handling } from '../connector-ports';
import type { BatchRow } from '../rows/batch-row';
import type { RunRow } from '../rows/run-row';
import { readRun } from '../runs/read-run';
import { heldResult, holdBatch } from '../settle/hold-batch';
import { sendSettle } from '../settle/send-settle';
import { itemOpener } from '../unpack/stored-package';
import type { WorkBlob } from '../work-blob';
import { bookOutcomes, decidedKeys } from './batch-book';
import { type Claims, claimDeliveries, earlier } from './claim-deliveries';
import type { Delivering } from './delivering';
import type { DeliveryResult, HandledDelivery } from './delivery-result';
import { scheduleLastLooks } from './last-look';
import { lookBeforeCreate } from './look-before-create';
import type { MailboxSession } from './mailbox-session';
import { park } from './park-mailbox';
import { recordOutcomes } from './record-outcomes';
import { resolveEntries } from './resolve-entries';
import { sendDeliveries } from './send-deliveries';
import { takeUpAnnounced } from './take-up-announced';
import type { TenantPark } from './tenant-park';
import { readWorkBlob, repairWorkBlob } from './work-blob-of-batch';

/** How a batch stands after one round of work. */
export interface BatchProgress {
  /** Nothing is left to do with it, or its run is stopped: no queue message is needed. */
  readonly isOver: boolean;
  /** What is left can go on at this time; undefined = at once. */
  readonly notBefore: Date | undefined;
  /** Anything got an outcome in this round. */
  readonly hasMoved: boolean;
}

const OVER: BatchProgress = { isOver: true, notBefore: undefined, hasMoved: true };
const STANDS_STILL: BatchProgress = { isOver: false, notBefore: undefined, hasMoved: false };

/** What one round did with a batch. */
interface Handled {
  readonly deliveries: readonly HandledDelivery[];
  /** Until then nothing can be done with what is left; undefined = at once. */
  readonly notBefore: Date | undefined;
  /** The run is stopped: its queue messages are dropped until `resume` sends them again. */
  readonly isDropped: boolean;
}

/** One batch under the mailbox's lease: claim, look where it must, create, check, record. */
export async function workOnBatch(
  batch: Stored<BatchRow>,
  etags: readonly string[] | undefined,
  session: MailboxSession,
  tenant: TenantPark,
  ports: ConnectorPorts,
  handling: Handling,
): Promise<BatchProgress> {
  const blob = await readWorkBlob(batch.row, ports);
  if (blob === undefined) return withoutBlob(batch, ports);
  const done = await decidedKeys(batch.row, ports.stores);
  const open = blob.deliveries.filter((work) => !done.has(work.importKey));
  const claims = await claimDeliveries(session, batch.row, open, done.size === 0 ? etags : undefined, ports);
  if (claims.isOvertaken) return STANDS_STILL;
  // Ledger rows first, then whether the run is open: closing marks the run before it looks for leftovers, so one of the two sees the other.
  const run = (await readRun(ports.stores, batch.row.partition))?.row;
  const isOpen = run?.state === 'open' && run.stopped === '';
  const hasTakenUp = isOpen && (await takeUpAnnounced(batch.row, claims.decided, ports));
  const handled = await handle(claims, run, delivering(batch.row, run, blob, session, tenant, ports, handling), batch.row);
  const decided = [...claims.decided, ...(await recordOutcomes(handled.deliveries, batch.row, session, ports))];
  session.countDelivered(decided);
  await resolveEntries(decided, batch.row, ports);
  const notBefore = earlier(handled.notBefore, claims.waitUntil);
  const booking = { notBefore: notBefore?.toISOString() ?? '', endsHere: false };
  const booked = await bookOutcomes(batch, blob.deliveries, decided, booking, ports);
  if (booked.row.state === 'done') await sendSettle(batch.row.partition, ports);
  return {
    isOver: booked.row.state === 'done' || handled.isDropped,
    notBefore,
    hasMoved: hasTakenUp || booked.row.decided > batch.row.decided,
  };
}

/** The requests are gone: they are made again while the run is open; else what has no outcome becomes held. */
async function withoutBlob(batch: Stored<BatchRow>, ports: ConnectorPorts): Promise<BatchProgress> {
  const run = (await readRun(ports.stores, batch.row.partition))?.row;
  if (run?.state === 'open') return { isOver: false, notBefore: await repairWorkBlob(batch.row, ports), hasMoved: false };
  await holdBatch(batch, 'run-closed', ports);
  return OVER;
}

function delivering(
  batch: BatchRow,
  run: RunRow | undefined,
  blob: WorkBlob,
  session: MailboxSession,
  tenant: TenantPark,
  ports: ConnectorPorts,
  handling: Handling,
): Delivering {
  const { deadline } = handling;
  const ofRun = { runId: batch.partition, runOpenedAt: run?.openedAt ?? '' };
  return { ...ofRun, session, blob, openItem: itemOpener(batch, ports), park: tenant, ports, deadline };
}

async function handle(claims: Claims, run: RunRow | undefined, delivering: Delivering, batch: BatchRow): Promise<Handled> {
  const looked = [...claims.claimed, ...claims.toLook.map((look) => look.delivery)];
  if (run === undefined || run.state !== 'open') return all([...looked, ...claims.waiting], heldResult(batch, 'run-closed'));
  if (run.stopped !== '') return { ...all(claims.claimed, { kind: 'unsent', retryAt: undefined }), isDropped: true };
  const parked = delivering.session.parkedResult(run);
  if (parked !== undefined) return all(looked, parked);
  const isDistrusted = run.looksFirst || batch.looksFirst === true || (await wasLedgerBehind(delivering.ports));
  return lookAndSend(claims, isDistrusted, delivering);
}

async function lookAndSend(claims: Claims, isDistrusted: boolean, delivering: Delivering): Promise<Handled> {
  const looked = await lookBeforeCreate(claims, { all: isDistrusted }, delivering);
  await scheduleLastLooks(looked.toSend, delivering);
  const sent = await sendDeliveries(looked.toSend, delivering);
  const deliveries = [...looked.handled, ...sent];
  await park(deliveries, delivering);
  const now = delivering.ports.clock.now();
  const waits = sent.map(({ result }) => waitAfter(result, now, delivering.ports));
  return { deliveries, notBefore: [looked.notBefore, ...waits].reduce(earlier, undefined), isDropped: false };
}

const all = (deliveries: Claims['claimed'], result: DeliveryResult): Handled => ({
  deliveries: deliveries.map((delivery) => ({ delivery, result })),
  notBefore: undefined,
  isDropped: false,
});

/** When a delivery without an outcome is worth another round. */
function waitAfter(result: DeliveryResult, now: Date, ports: ConnectorPorts): Date | undefined {
  if (result.kind === 'unsent' || result.kind === 'staged') return result.retryAt;
  return result.kind === 'lost' ? new Date(now.getTime() + ports.options.lookAfterSeconds[0] * 1000) : undefined;
}
