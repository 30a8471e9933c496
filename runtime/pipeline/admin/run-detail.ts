import type { Report, ReportProblem } from '../../domain/evidence/report';
import type { ConnectorPorts } from '../connector-ports';
import { type BatchCounts, type BatchRow, batchIdOfKey, isReplay } from '../rows/batch-row';
import type { HeldRow } from '../rows/held-row';
import type { PackageCounts } from '../rows/package-counts';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';
import { readRun } from '../runs/read-run';
import { ActRefusedError } from './act-refused';
import { heldIndex, packageName, packagesOf } from './held-index';
import { type HeldEntry, heldEntry } from './held-list';
import { type LiveRun, liveRuns } from './live-runs';
import { readReport } from './read-reports';
import { type ReportVerdict, verifyStoredReport } from './verify-report';

export interface RunPackage {
  /** As batches name it. */
  readonly packageId: string;
  readonly name: string;
  readonly sha256: string;
  readonly arrivedAt: string;
  readonly bytes: number;
  readonly manifestCount: number | undefined;
  readonly items: number;
  /** `duplicate`: the same bytes came before. */
  readonly state: PackageRow['state'];
  readonly problems: readonly ReportProblem[];
  readonly unmatched: number;
  readonly deliveries: number;
  readonly duplicates: number;
}

export interface RunBatch {
  readonly batchId: string;
  readonly mailbox: string;
  readonly mailboxId: string;
  readonly package: string;
  readonly deliveries: number;
  readonly decided: number;
  readonly counts: BatchCounts | undefined;
  readonly finishedAt: string;
}

/** What a run did, from its own rows; of a closed one also its report. */
export interface RunDetail {
  readonly runId: string;
  readonly run: RunRow;
  /** Undefined once it is closed. */
  readonly live: LiveRun | undefined;
  readonly report: Report | undefined;
  readonly sequence: number;
  readonly verdict: ReportVerdict | undefined;
  readonly packages: readonly RunPackage[];
  /** Entries that this run added and that are open still. */
  readonly held: readonly HeldEntry[];
  readonly heldTotal: number;
  readonly failed: readonly HeldEntry[];
}

type DetailPorts = Pick<ConnectorPorts, 'stores' | 'clock' | 'signer'>;

const MAX_LISTED_ENTRIES = 200;

export async function runDetail(runId: string, ports: DetailPorts): Promise<RunDetail> {
  const run = (await readRun(ports.stores, runId))?.row;
  if (run === undefined) throw new ActRefusedError('not-found', 'no-such-run', `There is no run ${runId}.`);
  const [stored, packages, { open, failed }, live] = await Promise.all([
    readReport(runId, ports),
    runPackages(runId, ports),
    heldIndex(ports),
    run.state === 'closed' ? [] : liveRuns(ports),
  ]);
  const ofRun = open.filter(({ addedIn }) => addedIn === runId);
  return {
    runId,
    run,
    live: live.find((each) => each.runId === runId),
    report: stored?.report,
    sequence: stored?.sequence ?? 0,
    verdict: stored === undefined ? undefined : await verifyStoredReport(runId, stored.sequence, ports),
    packages,
    held: await entriesOf(ofRun.slice(0, MAX_LISTED_ENTRIES), ports),
    heldTotal: ofRun.length,
    failed: await entriesOf(failed.filter(({ addedIn }) => addedIn === runId).slice(0, MAX_LISTED_ENTRIES), ports),
  };
}

async function entriesOf(rows: readonly HeldRow[], ports: DetailPorts): Promise<readonly HeldEntry[]> {
  const packages = await packagesOf(rows, ports);
  return rows.map((row) => heldEntry(row, packages.get(packageName(row))));
}

async function runPackages(runId: string, { stores }: Pick<ConnectorPorts, 'stores'>): Promise<readonly RunPackage[]> {
  const packages: RunPackage[] = [];
  for await (const { row } of stores.packageRows.list(runId)) packages.push(runPackage(row as PackageRow));
  return packages.sort((a, b) => (a.arrivedAt < b.arrivedAt ? -1 : a.arrivedAt > b.arrivedAt ? 1 : 0));
}

function runPackage(row: PackageRow): RunPackage {
  const counts = JSON.parse(row.counts) as PackageCounts;
  return {
    packageId: row.key,
    name: row.name,
    sha256: row.sha256,
    arrivedAt: row.arrivedAt,
    bytes: row.bytes === 0 ? row.listedBytes : row.bytes,
    manifestCount: row.manifestCount < 0 ? undefined : row.manifestCount,
    items: Math.max(0, row.items),
    state: row.state,
    problems: row.problems === '' ? [] : (JSON.parse(row.problems) as RunPackage['problems']),
    unmatched: counts.itemsUnmatched,
    deliveries: counts.deliveries,
    duplicates: counts.duplicatesInside,
  };
}

export interface RunBatchPage {
  readonly batches: readonly RunBatch[];
  readonly next: string | undefined;
  /** What needs a look stands first; only where all batches fit into one reading. */
  readonly isSorted: boolean;
  readonly total: number | undefined;
}

/** So many are read at once and sorted; a larger run is paged through in the order of its mailboxes. */
const MAX_SORTED_BATCHES = 500;

/** Delivery batches of a run. `after`: id of the last batch of the page before. */
export async function runBatches(
  runId: string,
  after: string | undefined,
  limit: number,
  ports: Pick<ConnectorPorts, 'stores'>,
): Promise<RunBatchPage> {
  const first = await readBatches(runId, 'b-', MAX_SORTED_BATCHES + 1, ports);
  if (first.length <= MAX_SORTED_BATCHES) {
    const sorted = first.map(runBatch).sort(attentionFirst);
    const start = after === undefined ? 0 : sorted.findIndex(({ batchId }) => batchId === after) + 1;
    const batches = sorted.slice(start, start + limit);
    return {
      batches,
      next: start + limit < sorted.length ? batches.at(-1)?.batchId : undefined,
      isSorted: true,
      total: sorted.length,
    };
  }
  const rows = await readBatches(runId, after === undefined ? 'b-' : `b-${after} `, limit + 1, ports);
  const batches = rows.slice(0, limit).map(runBatch);
  return { batches, next: rows.length > limit ? batches.at(-1)?.batchId : undefined, isSorted: false, total: undefined };
}

async function readBatches(runId: string, from: string, most: number, { stores }: Pick<ConnectorPorts, 'stores'>): Promise<BatchRow[]> {
  const rows: BatchRow[] = [];
  for await (const { row } of stores.batches.list(runId, { from, to: 'b~' })) {
    rows.push(row as BatchRow);
    if (rows.length === most) break;
  }
  return rows;
}

function runBatch(row: BatchRow): RunBatch {
  const counts = row.counts === '' ? undefined : (JSON.parse(row.counts) as BatchCounts);
  return {
    batchId: batchIdOfKey(row.key),
    mailbox: row.address,
    mailboxId: row.mailboxId,
    package: row.packageId,
    deliveries: row.deliveries,
    decided: row.decided,
    counts: counts !== undefined && isReplay(row) ? { ...counts, held: counts.stillHeld } : counts,
    finishedAt: row.state === 'done' ? row.decidedAt : '',
  };
}

function attentionFirst(a: RunBatch, b: RunBatch): number {
  const trouble = ({ counts, deliveries, decided }: RunBatch): number =>
    (counts?.failed ?? 0) * 1_000_000 +
    (counts?.held ?? 0) * 1_000 +
    (counts?.importedInPart ?? 0) +
    (counts === undefined ? deliveries - decided : 0);
  return trouble(b) - trouble(a) || b.deliveries - a.deliveries || (a.batchId < b.batchId ? -1 : 1);
}
