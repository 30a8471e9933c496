import { ConnectorError } from '../../domain/failure/connector-error';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { describeError } from '../describe-error';
import type { ReplayMessage } from '../queue-messages';
import type { HeldRow } from '../rows/held-row';
import type { RunRow } from '../rows/run-row';
import { readRun, updateRun } from '../runs/read-run';
import { sendSettle } from '../settle/send-settle';
import { unpackAgain } from './carry-over';
import { replayEntries } from './replay-entries';
import { replayItems } from './replay-items';
import { type ReplayOrder, readReplayOrder } from './replay-order';
import { takeOut } from './take-out';

/** Held rows that are taken up together; then the place is noted. */
const PART_ENTRIES = 500;

/**
 * Takes up what is held, in the run that was opened for it: routes again with this run's mapping, tries again what a mailbox refused, and
 * brings in packages that an earlier run did not finish. What is still held stays as it is, with one more try.
 */
export async function replayHeld(message: ReplayMessage, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const run = (await readRun(ports.stores, message.runId))?.row;
  if (run === undefined || run.state !== 'open' || run.stopped !== '' || run.replayedAt !== '') return;
  const order = await readReplayOrder(run, ports);
  const wanted = order === undefined ? undefined : new Set(order.held);
  let part: HeldRow[] = [];
  for await (const stored of heldAfter(message.after, ports)) {
    if (!isWanted(stored.row, run, wanted)) continue;
    part.push(stored.row);
    if (part.length < PART_ENTRIES) continue;
    await replayPart(part, order, run, ports, handling);
    const after = stored.row.key;
    part = [];
    if (ports.clock.now() > handling.deadline) return ports.stores.queues.send('replays', { v: 1, runId: message.runId, after });
  }
  await replayPart(part, order, run, ports, handling);
  if (order !== undefined) await replayRest(order, run, ports, handling);
  await updateRun(ports.stores, run.partition, (row) =>
    row.replayedAt === '' ? { ...row, replayedAt: ports.clock.now().toISOString() } : undefined,
  );
  await sendSettle(run.partition, ports);
}

/** Keys are hex, so the next possible key after one is that key and a space. */
function heldAfter(after: string, ports: ConnectorPorts): AsyncIterable<Stored<HeldRow>> {
  return ports.stores.held.list('open', after === '' ? undefined : { from: `${after} ` });
}

/** What an administrator asks for besides open entries: deliveries that failed, and items that are not held at all. */
async function replayRest(order: ReplayOrder, run: RunRow, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const wanted = new Set(order.held);
  const failed: HeldRow[] = [];
  for await (const { row } of ports.stores.held.list('failed')) if (wanted.has(row.key)) failed.push(row);
  await replayPart(failed, order, run, ports, handling);
  if (order.items.length > 0) await replayItems(order.items, run, ports, handling);
  for (const [packageRun, packageId] of order.packages) await unpackAgain(packageRun, packageId, run, ports);
}

/** Quarantined items and rejected packages wait for an administrator's release; another archiver's items for the setting that enables it. */
function isWanted(entry: HeldRow, run: RunRow, wanted: ReadonlySet<string> | undefined): boolean {
  if (wanted !== undefined) return wanted.has(entry.key);
  return entry.reason !== 'quarantined' && entry.reason !== 'rejected-package' && entry.addedIn !== run.partition;
}

async function replayPart(
  part: readonly HeldRow[],
  order: ReplayOrder | undefined,
  run: RunRow,
  ports: ConnectorPorts,
  handling: Handling,
): Promise<void> {
  const byPackage = new Map<string, HeldRow[]>();
  for (const entry of part) {
    const name = `${entry.packageRun}/${entry.packageId}`;
    byPackage.set(name, [...(byPackage.get(name) ?? []), entry]);
  }
  for (const entries of byPackage.values()) {
    try {
      await replayEntries(await takeOut(entries, order, run, ports), order, run, ports, handling);
    } catch (error) {
      if (error instanceof ConnectorError) throw error;
      // One package that cannot be read keeps nothing else back; its entries stay open.
      ports.log.error('Held entries could not be taken up', { runId: run.partition, entries: entries.length, ...describeError(error) });
    }
  }
}
