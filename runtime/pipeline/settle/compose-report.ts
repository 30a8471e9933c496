import { reconcile } from '../../domain/evidence/counts';
import { type Difference, NOT_LISTED, REPORT_SCHEMA, type UnsignedReport } from '../../domain/evidence/report';
import type { HeldGroup, MailboxFigures } from '../../domain/evidence/report-view';
import type { Problem } from '../../domain/failure/problem';
import { runDay } from '../../domain/windows/window';
import type { ConnectorPorts } from '../connector-ports';
import { noteActivity } from '../numbers/number-activity';
import type { PackageRow } from '../rows/package-row';
import { type ChainHeadRow, MISSING_MESSAGES, type RunRow } from '../rows/run-row';
import { deliveryLines } from './delivery-lines';
import { eventLines } from './event-lines';
import type { PackageNames } from './held-examples';
import { type HeldFigures, heldFigures } from './held-figures';
import { type MessageFigures, type MissingMessages, messageFigures } from './message-figures';
import { type RunFigures, runFigures } from './run-figures';
import { streamOnce } from './write-once';

/** A report before it is signed, and what its page shows besides. */
export interface ComposedReport {
  readonly report: UnsignedReport;
  readonly mailboxes: readonly MailboxFigures[];
  readonly held: readonly HeldGroup[];
}

/** Adds up what a run's own rows say, and writes the files that the report names by their hashes. */
export async function composeReport(run: RunRow, head: ChainHeadRow | undefined, ports: ConnectorPorts): Promise<ComposedReport> {
  const runId = run.partition;
  const figures = await runFigures(run, ports);
  const held = await heldFigures(run, head?.heldClosing ?? 0, ports);
  const messages = await messageFigures(runId, ports);
  await noteActivity(runId, dayOfRun(run), messages.numbers, ports);
  await noteMissing(runId, messages.missing, ports);
  const files = {
    deliveriesSha256: await streamOnce(ports.stores.reports, `${runId}/deliveries.jsonl`, deliveryLines(runId, ports)),
    eventsSha256: await streamOnce(ports.stores.reports, `${runId}/events.jsonl`, eventLines(run, ports)),
  };
  const report = reportOf(run, head, figures, held, messages, files, ports.clock.now());
  return { report, mailboxes: figures.mailboxes, held: await held.added.shown(packageNames(ports)) };
}

async function noteMissing(runId: string, { items, leftOut }: MissingMessages, { stores, log }: ConnectorPorts): Promise<void> {
  if (leftOut > 0) log.warn('More messages without a copy than are followed', { runId, count: leftOut });
  await stores.runs.upsert({ partition: runId, key: MISSING_MESSAGES, v: 1, items: JSON.stringify(items), leftOut });
}

function packageNames({ stores }: ConnectorPorts): PackageNames {
  return async (runId, packageId) => ((await stores.packageRows.get(runId, packageId))?.row as PackageRow | undefined)?.name ?? '';
}

function reportOf(
  run: RunRow,
  head: ChainHeadRow | undefined,
  figures: RunFigures,
  held: HeldFigures,
  messages: MessageFigures,
  files: UnsignedReport['files'],
  finishedAt: Date,
): UnsignedReport {
  const { counts, packages, mailboxes } = figures;
  const { balance: heldBalance, resolved, openEntries } = held;
  const sums = reconcile({ counts, packages, heldBalance, resolved, previousClosing: head?.heldClosing, openHeldEntries: openEntries });
  const unlisted: readonly Difference[] = run.listedAt === '' ? [SOURCE_NOT_LISTED] : [];
  return {
    schema: REPORT_SCHEMA,
    runId: run.partition,
    trigger: run.trigger,
    state: unlisted.length > 0 ? 'incomplete' : sums.state,
    window: { from: run.windowFrom === '' ? null : run.windowFrom, to: run.windowTo },
    startedAt: run.openedAt,
    finishedAt: finishedAt.toISOString(),
    mappingVersion: run.mappingVersion,
    packages,
    counts,
    messages: { ...messages.messages, mailboxes: mailboxes.filter(hasCopies).length },
    heldBalance,
    resolved,
    stopped: run.stopped,
    reconciled: sums.reconciled && unlisted.length === 0,
    differences: [...sums.differences, ...unlisted],
    sourceProblems: sourceProblems(run),
    files,
    previous: { runId: head?.runId ?? null, sha256: head?.reportSha256 ?? null },
  };
}

const SOURCE_NOT_LISTED: Difference = { code: NOT_LISTED, what: 'The source was listed', expected: 1, found: 0 };

const dayOfRun = ({ windowFrom, windowTo }: RunRow): string =>
  runDay({ from: windowFrom === '' ? undefined : new Date(windowFrom), to: new Date(windowTo) });

const hasCopies = ({ imported, importedInPart, skippedAsDuplicate }: MailboxFigures): boolean =>
  imported + importedInPart + skippedAsDuplicate > 0;

function sourceProblems(run: RunRow): readonly Problem[] {
  return run.listingProblems === '' ? [] : (JSON.parse(run.listingProblems) as Problem[]);
}
