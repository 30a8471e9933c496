import { QUEUE_NAMES } from '../../ports/queues';
import type { Table } from '../../ports/table';
import { isLedgerBehind } from '../chain/ledger-trust';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { describeError } from '../describe-error';
import { LeaseKeeper } from '../lease-keeper';
import type { SettleMessage } from '../queue-messages';
import type { RunIndexRow, RunRow } from '../rows/run-row';
import { openRunIds, readRun, updateRun } from '../runs/read-run';
import { sendAgain } from '../runs/send-again';
import { closeRun } from './close-run';
import { deleteWork } from './delete-work';
import { holdLeftovers } from './hold-leftovers';
import { type OpenWork, progressOf, type RunProgress } from './run-progress';

const LEASE_SECONDS = 60;
/** Whatever queue messages say, the timer settles every run (`functions/settle-timer`). */
const TIMER_SECONDS = 300;
const HOUR_IN_MS = 3_600_000;
/** Work that was queued longer ago, while the queues are empty, is stuck. */
const STUCK_AFTER_IN_MS = 2 * HOUR_IN_MS;

/**
 * Closes what is done or out of time, queues stuck work again, and makes held what a closed run left open. `message`: one run only;
 * undefined: all (the timer). One settle at a time.
 */
export async function settleRuns(message: SettleMessage | undefined, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const lease = await ports.stores.leases.acquire('settle', LEASE_SECONDS);
  if (lease === undefined) return message === undefined ? undefined : sendBusyBack(message, ports);
  const keeper = new LeaseKeeper(lease, ports.clock);
  const mayGoOn = (): boolean => ports.clock.now() < handling.deadline && !keeper.isLost;
  try {
    if (message !== undefined) return await settleRun(message.runId, ports, handling);
    await settleAll(mayGoOn, ports, handling);
    if (mayGoOn()) await sweepClosedRuns(ports, handling);
  } finally {
    await keeper.release();
  }
}

/**
 * Longer each time, and not for ever: the timer settles every run. When the old message cannot be deleted two of them go round, and while storage is
 * in trouble they would become ever more.
 */
async function sendBusyBack({ runId, busy = 0 }: SettleMessage, { stores, options }: ConnectorPorts): Promise<void> {
  const delay = Math.max(1, options.settleDelayInSeconds) * 2 ** busy;
  if (delay <= TIMER_SECONDS) await stores.queues.send('settle', { v: 1, runId, busy: busy + 1 }, delay);
}

/** One run that cannot be settled keeps no other back. */
async function settleAll(mayGoOn: () => boolean, ports: ConnectorPorts, handling: Handling): Promise<void> {
  // Found out while the table still says so: the next report that is published moves it on.
  await isLedgerBehind(ports);
  for (const runId of await openRunIds(ports.stores)) {
    if (!mayGoOn()) return;
    try {
      await settleRun(runId, ports, handling);
    } catch (error) {
      ports.log.error('Run could not be settled', { runId, ...describeError(error) });
    }
  }
}

async function settleRun(runId: string, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const run = (await readRun(ports.stores, runId))?.row;
  // A run without its row is being opened at this moment, or never was: whoever opens it again needs its index.
  if (run === undefined) return;
  if (run.state === 'closed') return ports.stores.runs.remove({ partition: 'open', key: runId });
  if (run.state === 'closing') return closeRun(run, ports, handling);
  const now = await ports.storageTime.now();
  const progress = await progressOf(run, ports, (open) => isEnough(open, run, now, ports));
  if (!progress.isDone && !isTimeUp(run, progress, now, ports)) return queueStuckWork(run, progress, now, ports);
  // Marked before its leftovers are looked for: deliver reads its rows first and then this mark, so one of the two sees the other.
  const closing = await updateRun(ports.stores, runId, (row) => (row.state === 'open' ? { ...row, state: 'closing' } : undefined));
  if (closing?.state === 'closing') await closeRun(closing, ports, handling);
}

/**
 * Whether this much of an open run decides all that is asked of it. When something moved last only all rows say; whether work is stuck says the first
 * that is old enough, and nothing of a young run is.
 */
function isEnough({ oldestQueuedAt }: OpenWork, run: RunRow, now: Date, { options }: ConnectorPorts): boolean {
  if (options.idleCloseInSeconds > 0) return false;
  const stuckBefore = new Date(now.getTime() - STUCK_AFTER_IN_MS).toISOString();
  return run.openedAt > stuckBefore || (oldestQueuedAt !== '' && oldestQueuedAt <= stuckBefore);
}

/** Its hours are over; a start that imports once also ends a stopped run, and one in which nothing moved while no look is due. */
function isTimeUp(run: RunRow, progress: RunProgress, now: Date, ports: ConnectorPorts): boolean {
  if (now.toISOString() >= run.closeBy) return true;
  const { idleCloseInSeconds, lookAfterSeconds } = ports.options;
  if (idleCloseInSeconds === 0) return false;
  if (run.stopped !== '') return true;
  const lookIsDueBefore = new Date(now.getTime() + lookAfterSeconds[1] * 1000).toISOString();
  const isLookDue = progress.nextAt !== '' && progress.nextAt < lookIsDueBefore && progress.nextAt > now.toISOString();
  return !isLookDue && now.getTime() - Date.parse(progress.movedAt) > idleCloseInSeconds * 1000;
}

/** A queue message that was lost for good (a crash between its end and the next one's sending leaves none) is sent again. */
async function queueStuckWork(run: RunRow, progress: RunProgress, now: Date, ports: ConnectorPorts): Promise<void> {
  const queuedAt = progress.oldestQueuedAt || run.openedAt;
  if (run.stopped !== '' || now.getTime() - Date.parse(queuedAt) < STUCK_AFTER_IN_MS || !(await areQueuesEmpty(ports))) return;
  const sent = await sendAgain(run, ports);
  ports.log.warn('Stuck work queued again', { runId: run.partition, sent });
}

async function areQueuesEmpty(ports: ConnectorPorts): Promise<boolean> {
  for (const queue of QUEUE_NAMES) if (queue !== 'settle' && (await ports.stores.queues.count(queue)) > 0) return false;
  return true;
}

/**
 * A handler that was slow may have written rows after its run was closed: once no message is left, they become held for the next account, and
 * what the run still keeps in `work` is deleted.
 */
async function sweepClosedRuns(ports: ConnectorPorts, handling: Handling): Promise<void> {
  const toSweep: string[] = [];
  for await (const { row } of (ports.stores.runs as Table<RunIndexRow>).list('sweep')) toSweep.push(row.runId);
  if (toSweep.length === 0 || !(await areQueuesEmpty(ports))) return;
  for (const runId of toSweep) {
    if (!(await holdLeftovers({ partition: runId }, ports, handling))) return;
    await deleteWork(runId, ports);
    await ports.stores.runs.remove({ partition: 'sweep', key: runId });
  }
}
