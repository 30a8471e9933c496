import { addReportCounts, type PartialCounts } from '../../domain/evidence/counts';
import type { ReportCounts, ReportPackage, ReportProblem } from '../../domain/evidence/report';
import type { MailboxFigures } from '../../domain/evidence/report-view';
import type { ConnectorPorts } from '../connector-ports';
import { readCells } from '../deliver/batch-book';
import { takeDuplicatesFound } from '../deliver/record-duplicates';
import { type BatchCounts, type BatchRow, isAccounted, isReplay } from '../rows/batch-row';
import type { PackageCounts } from '../rows/package-counts';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';

/** What a run's own rows say. */
export interface RunFigures {
  readonly packages: readonly ReportPackage[];
  readonly counts: ReportCounts;
  readonly mailboxes: readonly MailboxFigures[];
  readonly failed: number;
}

type MutableFigures = { -readonly [K in keyof MailboxFigures]: MailboxFigures[K] };

/** Adds up packages, batches and copies found too often. Reads only the run's own rows. */
export async function runFigures(run: RunRow, ports: ConnectorPorts): Promise<RunFigures> {
  const parts: PartialCounts[] = [];
  const packages: ReportPackage[] = [];
  const unfinished = new Map<string, PackageRow>();
  for await (const { row } of ports.stores.packageRows.list(run.partition)) {
    packages.push(reportPackage(row as PackageRow));
    parts.push(countsOfPackage(JSON.parse((row as PackageRow).counts) as PackageCounts));
    if (isUnfinished(row as PackageRow)) unfinished.set(row.key, row as PackageRow);
  }
  const mailboxes = new Map<string, MutableFigures>();
  for await (const { row } of ports.stores.batches.list(run.partition, { from: 'b-', to: 'b~' })) {
    const batch = row as BatchRow;
    if (batch.counts === '') continue;
    const counts = JSON.parse(batch.counts) as BatchCounts;
    parts.push(countsOfBatch(batch, counts), await countsOfUnfinished(batch, unfinished.get(batch.packageId), ports));
    addToMailbox(mailboxes, batch, counts);
  }
  parts.push({ duplicatesFound: await takeDuplicatesFound(run.partition, ports.stores) });
  const counts = addReportCounts(parts);
  return { packages, counts, mailboxes: [...mailboxes.values()], failed: counts.failed };
}

function reportPackage(row: PackageRow): ReportPackage {
  const counts = JSON.parse(row.counts) as PackageCounts;
  const isKnown = row.state === 'duplicate';
  const isComplete = isKnown || row.state === 'unpacked';
  return {
    name: row.name,
    sha256: row.sha256,
    bytes: row.bytes === 0 ? row.listedBytes : row.bytes,
    manifestCount: row.manifestCount < 0 ? null : row.manifestCount,
    items: counts.items,
    state: isComplete ? 'complete' : 'rejected',
    problems: problemsOf(row),
    ...(isKnown ? { isKnown } : {}),
  };
}

function problemsOf(row: PackageRow): readonly ReportProblem[] {
  const found = row.problems === '' ? [] : (JSON.parse(row.problems) as ReportProblem[]);
  if (row.state !== 'held') return found;
  const what = row.blob === '' ? 'not-collected' : 'not-finished';
  return [...found, { code: what, entry: '', detail: 'the run was closed before; the next run takes it up' }];
}

function countsOfPackage(counts: PackageCounts): PartialCounts {
  const { message, call, deleted, edited } = counts;
  return {
    itemsAvailableFromSource: counts.items,
    itemsUnmatched: counts.itemsUnmatched,
    itemsQuarantined: counts.itemsQuarantined,
    participantsUnmatched: counts.participantsUnmatched,
    participantsUnresolved: counts.participantsUnresolved,
    participantsExternal: counts.participantsExternal,
    itemsRouted: counts.itemsRouted,
    deliveriesAvailable: counts.deliveries,
    skippedAsDuplicate: counts.duplicatesInside,
    dateSuspect: counts.dateSuspect,
    variants: counts.variants,
    byKind: { message, call, deleted, edited },
  };
}

/** A replay's deliveries are available in the run that resolves them; what is still held stays in the balance and is counted nowhere. */
function countsOfBatch(batch: BatchRow, counts: BatchCounts): PartialCounts {
  const { imported, importedInPart, skippedAsDuplicate, held, failed } = counts;
  const outcomes = { imported, importedInPart, skippedAsDuplicate, held, failed };
  if (!isReplay(batch)) return outcomes;
  return { ...outcomes, deliveriesAvailable: imported + importedInPart + skippedAsDuplicate + held + failed };
}

/** Its last part was begun, and nobody came to note in its row what that part holds. */
const isUnfinished = ({ state, items, fromEntry }: PackageRow): boolean => (state === 'held' || state === 'rejected') && fromEntry < items;

/** The deliveries of that part: they are available, because they have outcomes. */
async function countsOfUnfinished(batch: BatchRow, row: PackageRow | undefined, ports: ConnectorPorts): Promise<PartialCounts> {
  if (row === undefined || isReplay(batch)) return {};
  const cells = await readCells(batch, ports.stores);
  return { deliveriesAvailable: cells.filter((cell) => cell.e >= row.fromEntry && isAccounted(cell)).length };
}

function addToMailbox(mailboxes: Map<string, MutableFigures>, batch: BatchRow, counts: BatchCounts): void {
  const figures = mailboxes.get(batch.mailboxId) ?? {
    mailbox: batch.address,
    imported: 0,
    importedInPart: 0,
    skippedAsDuplicate: 0,
    held: 0,
    failed: 0,
  };
  figures.imported += counts.imported;
  figures.importedInPart += counts.importedInPart;
  figures.skippedAsDuplicate += counts.skippedAsDuplicate;
  figures.held += counts.held;
  figures.failed += counts.failed;
  mailboxes.set(batch.mailboxId, figures);
}
