import type { OpenedPackage } from '../../domain/package/open-package';
import type { Stored } from '../../ports/table';
import { atOnce } from '../at-once';
import { sendToAcknowledge } from '../collect/acknowledge';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { addHeld, resolveHeld } from '../held/held-entries';
import { heldPackage } from '../held/held-package';
import { itemIndexName, writeItemIndex } from '../items/item-index';
import { noteNumbers } from '../numbers/note-numbers';
import type { UnpackMessage } from '../queue-messages';
import { addCounts, type PackageCounts } from '../rows/package-counts';
import type { PackageRow } from '../rows/package-row';
import { readRun } from '../runs/read-run';
import { sendSettle } from '../settle/send-settle';
import type { PartContext } from './part-context';
import { partFrom } from './part-plan';
import { hasRejectedPackages, noteRejectedPackage } from './rejected-packages';
import { routePart } from './route-part';
import { runContext } from './run-context';
import { openStoredPackage } from './stored-package';
import { originOf, writeBatches } from './write-batches';

const HELD_AT_ONCE = 16;
const KEPT_PROBLEMS = 200;

/**
 * Routes the items of one stored package, part by part. The package is checked as a whole first; each part is written completely before the
 * package row says so, and a repeated part writes the same again. What is not done by the deadline goes on in the next message, which does one
 * part at least: however long a package takes to open, it comes to its end.
 */
export async function unpackPackage(message: UnpackMessage, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const found = (await ports.stores.packageRows.get(message.runId, message.packageId)) as Stored<PackageRow> | undefined;
  if (found === undefined || found.row.state !== 'stored') return endAgain(found?.row, message.runId, ports);
  const run = (await readRun(ports.stores, message.runId))?.row;
  if (run === undefined || run.state !== 'open' || run.stopped !== '') return;
  const isUnchecked = found.row.items < 0;
  const opened = await openStoredPackage(found.row, ports, isUnchecked ? { depth: 'content' } : undefined);
  let stored = isUnchecked ? await recordCheck(found, opened, ports) : found;
  const context = await runContext(run, ports, handling.signal);
  let hasMoved = isUnchecked;
  while (stored.row.fromEntry < opened.itemCount) {
    if (hasMoved && ports.clock.now() > handling.deadline) return goOn(stored.row, ports);
    hasMoved = true;
    stored = await unpackPart(stored, { run, row: stored.row, opened, context, ports });
  }
  await finish(stored, ports);
}

async function unpackPart(stored: Stored<PackageRow>, context: PartContext): Promise<Stored<PackageRow>> {
  const { run, row, opened, ports } = context;
  const part = partFrom(opened, row.fromEntry);
  const routed = await routePart(part, context);
  await writeBatches(routed.mailboxes, originOf(run, row), ports);
  await resolveRoutedItems(routed.routedItemIds, context);
  await atOnce(HELD_AT_ONCE, routed.held, (held) => addHeld(held, ports.stores));
  await noteNumbers(routed.numbers, { runId: run.partition, packageId: row.key, fromEntry: part.from, arrivedAt: row.arrivedAt }, ports);
  await writeItemIndex(itemIndexName(run.partition, row.key, part.from), routed.items, ports.stores);
  const counts = JSON.stringify(addCounts(JSON.parse(row.counts) as PackageCounts, routed.counts));
  const next: PackageRow = { ...row, fromEntry: part.to, counts, enqueuedAt: ports.clock.now().toISOString() };
  return { row: next, etag: await ports.stores.packageRows.replace(next, stored.etag) };
}

/** The corrected package brings items that a rejected one brought before: what was held of them as a whole is routed now. */
async function resolveRoutedItems(heldIds: readonly string[], { run, row, ports }: PartContext): Promise<void> {
  if (row.isComplete !== true || !(await hasRejectedPackages(ports.stores))) return;
  await atOnce(HELD_AT_ONCE, heldIds, (heldId) => resolveHeld(heldId, run.partition, 'routed', ports));
}

async function recordCheck(stored: Stored<PackageRow>, opened: OpenedPackage, ports: ConnectorPorts): Promise<Stored<PackageRow>> {
  const { check } = opened;
  const isComplete = check.state === 'complete';
  const row: PackageRow = {
    ...stored.row,
    items: check.items,
    manifestCount: check.manifestCount ?? -1,
    problems: JSON.stringify(check.problems.slice(0, KEPT_PROBLEMS)),
    isComplete,
  };
  if (!isComplete) {
    ports.log.warn('Package rejected', {
      runId: row.partition,
      packageId: row.key,
      problems: check.problemCount,
      code: check.problems[0]?.code,
    });
    await noteRejectedPackage(row, ports.stores);
    await addHeld({ ...heldPackage(row, 'rejected-package', check.problems[0]?.code ?? 'rejected', ports) }, ports.stores);
  }
  return { row, etag: await ports.stores.packageRows.replace(row, stored.etag) };
}

function goOn(row: PackageRow, ports: ConnectorPorts): Promise<void> {
  return ports.stores.queues.send('packages', { v: 1, runId: row.partition, packageId: row.key, fromEntry: row.fromEntry });
}

/** Whoever brought it to its end may have died before it said so. */
async function endAgain(row: PackageRow | undefined, runId: string, ports: ConnectorPorts): Promise<void> {
  if (row?.state === 'unpacked' && row.isComplete === true && row.acknowledgedAt === undefined) await sendToAcknowledge(row, ports);
  await sendSettle(runId, ports);
}

async function finish(stored: Stored<PackageRow>, ports: ConnectorPorts): Promise<void> {
  const { row } = stored;
  const state = row.isComplete === true || row.isReleased ? 'unpacked' : 'rejected';
  await ports.stores.packageRows.replace({ ...row, state, enqueuedAt: ports.clock.now().toISOString() }, stored.etag);
  if (row.isComplete === true) await sendToAcknowledge(row, ports);
  await sendSettle(row.partition, ports);
}
