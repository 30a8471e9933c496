import type { Problem } from '../../domain/failure/problem';
import { PROBLEMS_LEFT_OUT, ProblemsByCode } from '../../domain/failure/problems-by-code';
import { listingKeyOf } from '../../domain/package/package-name';
import { sequenceGaps } from '../../domain/package/sequence-gap';
import { listingWindow } from '../../domain/windows/window';
import type { ListedPackage } from '../../ports/source';
import { SourceRefusedError } from '../../ports/source-errors';
import { RowExistsError } from '../../ports/storage-errors';
import { atOnce } from '../at-once';
import type { ConnectorPorts, Handling } from '../connector-ports';
import { LeaseKeeper } from '../lease-keeper';
import { NO_COUNTS } from '../rows/package-counts';
import type { PackageIndexRow, PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';
import { readRun, stopRun, updateRun } from '../runs/read-run';
import { lastArrival, noteArrival } from './last-arrival';
import { moveWatermark } from './open-run';
import { sourceKeyOf } from './source-key';

const LEASE_SECONDS = 60;
const BUSY_DELAY_SECONDS = 10;
const MINUTE_IN_MS = 60_000;
/** A file changed more recently may still be written; it is left for the next listing. */
const SETTLING_TIME_IN_MS = 10 * MINUTE_IN_MS;
const ROWS_AT_ONCE = 16;

/** Lists the source's window and gives every package that was not seen before a row and a queue message. Then the watermark moves. */
export async function listPackages(runId: string, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const stored = await readRun(ports.stores, runId);
  if (stored === undefined || stored.row.state !== 'open' || stored.row.stopped !== '' || stored.row.listedAt !== '') return;
  const lease = await ports.stores.leases.acquire(`source-${sourceKeyOf(ports.source.id)}`, LEASE_SECONDS);
  if (lease === undefined) {
    await ports.stores.queues.send('collect', { v: 1, kind: 'list', runId }, BUSY_DELAY_SECONDS);
    return;
  }
  const keeper = new LeaseKeeper(lease, ports.clock);
  try {
    await listUnderLease(stored.row, ports, handling);
  } catch (error) {
    // Trying again mends no credential. Whoever waits for the end of a start is told at once; a deployed connector lists again later.
    if (error instanceof SourceRefusedError && ports.options.idleCloseInSeconds > 0) await stopRun(ports, runId, 'source-refused');
    throw error;
  } finally {
    await keeper.release();
  }
}

async function listUnderLease(run: RunRow, ports: ConnectorPorts, handling: Handling): Promise<void> {
  const window = { from: run.windowFrom === '' ? undefined : new Date(run.windowFrom), to: new Date(run.windowTo) };
  const listed = listingWindow(window, ports.options.overlapHours);
  const listing = await ports.source.list(listed, handling.signal);
  const now = await ports.storageTime.now();
  const settled = listing.packages.filter((each) => !mayStillGrow(each, now, ports));
  const fresh = await atOnce(ROWS_AT_ONCE, settled, (each) => takePackage(each, run, now, ports));
  // The first listing of all begins the time of silence.
  if (fresh.includes(true) || (await lastArrival(ports)) === undefined) await noteArrival(run.partition, now, ports);
  const names = listing.packages.map(({ name }) => name);
  const problems = [...listing.problems, ...sequenceGaps(names, ports.source.hasWindows ? listed.from : undefined)];
  for (const [code, count] of countsByCode(problems))
    ports.log.warn('Listing has a problem', { runId: run.partition, code, problems: count });
  if (run.movesWatermark) await moveWatermark(run, now, ports);
  await updateRun(ports.stores, run.partition, (row) =>
    row.listedAt !== '' ? undefined : { ...row, listedAt: now.toISOString(), listingProblems: problemsOf(problems) },
  );
  ports.log.info('Source listed', {
    runId: run.partition,
    listed: listing.packages.length,
    new: fresh.filter(Boolean).length,
    unsettled: listing.packages.length - settled.length,
  });
  await ports.stores.queues.send('settle', { v: 1, runId: run.partition }, ports.options.settleDelayInSeconds);
}

/** One line a code: a folder may hold thousands of files that are no packages, and the report names each. */
function countsByCode(problems: readonly { code: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

const LAST_SHOWN = ['ignored-file', PROBLEMS_LEFT_OUT];

/** What may be a package that is missing comes first; files that are no packages come last. */
function problemsOf(problems: readonly Problem[]): string {
  const byCode = new ProblemsByCode();
  for (const problem of problems) byCode.add(problem);
  const rank = ({ code }: Problem): number => (code === 'sequence-gap' ? -2 : LAST_SHOWN.indexOf(code));
  return JSON.stringify([...byCode.listed()].sort((a, b) => rank(a) - rank(b)));
}

function mayStillGrow(listed: ListedPackage, now: Date, ports: ConnectorPorts): boolean {
  return ports.source.settlesFiles && listed.modifiedAt !== undefined && now.getTime() - listed.modifiedAt.getTime() < SETTLING_TIME_IN_MS;
}

/**
 * Row first, then the mark "seen", then the queue message: a crash between any two is repaired by the next listing of this run, because a
 * package that this very run has seen gets its queue message again. The other order could leave a mark without a row: a package lost.
 * When another run marks it in the same moment both collect it, and its content tells that it is one. Answers whether the package is new.
 */
async function takePackage(listed: ListedPackage, run: RunRow, now: Date, ports: ConnectorPorts): Promise<boolean> {
  const packageId = packageIdOf(listed, run, ports);
  const seen = await ports.stores.packageRows.get(`seen-${packageId}`, 'seen');
  // A run whose ledger cannot be trusted hashes everything again, whatever was seen.
  if (seen !== undefined && (seen.row as PackageIndexRow).runId !== run.partition && !run.looksFirst) return false;
  if (seen === undefined || run.looksFirst) {
    await insertOnce(ports, newPackageRow(listed, packageId, run, now));
    await insertOnce(ports, { partition: `seen-${packageId}`, key: 'seen', v: 1, runId: run.partition, packageId, name: listed.name });
  }
  await ports.stores.queues.send('collect', { v: 1, kind: 'package', runId: run.partition, packageId });
  return seen === undefined;
}

/** Without a stamp nobody can tell a new content from the old one: the package is read and hashed again in every run. */
function packageIdOf(listed: ListedPackage, run: RunRow, ports: ConnectorPorts): string {
  const stamp = listed.stamp ?? `unstamped in ${run.partition}`;
  return listingKeyOf(ports.source.id, listed.name, listed.bytes, stamp);
}

async function insertOnce(ports: ConnectorPorts, row: PackageRow | PackageIndexRow): Promise<boolean> {
  try {
    await ports.stores.packageRows.insert(row);
    return true;
  } catch (error) {
    if (error instanceof RowExistsError) return false;
    throw error;
  }
}

function newPackageRow(listed: ListedPackage, packageId: string, run: RunRow, now: Date): PackageRow {
  return {
    partition: run.partition,
    key: packageId,
    v: 1,
    state: 'listed',
    name: listed.name,
    listedBytes: listed.bytes,
    stamp: listed.stamp ?? '',
    arrivedAt: (listed.arrivedAt ?? now).toISOString(),
    modifiedAt: listed.modifiedAt?.toISOString() ?? '',
    blob: '',
    sha256: '',
    bytes: 0,
    items: -1,
    manifestCount: -1,
    problems: '',
    isComplete: undefined,
    fromEntry: 0,
    counts: JSON.stringify(NO_COUNTS),
    progress: '',
    enqueuedAt: now.toISOString(),
    isReleased: false,
  };
}
