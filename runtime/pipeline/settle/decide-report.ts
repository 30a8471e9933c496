import { reconcile } from '../../domain/evidence/counts';
import { REPORT_SCHEMA, type UnsignedReport } from '../../domain/evidence/report';
import { reportBytes, signedContent } from '../../domain/evidence/report-bytes';
import { reportHtml } from '../../domain/evidence/report-html';
import type { MailboxFigures } from '../../domain/evidence/report-view';
import { sha256Hex } from '../../domain/evidence/sha256';
import type { Problem } from '../../domain/failure/problem';
import { runDay } from '../../domain/windows/window';
import type { ConnectorPorts } from '../connector-ports';
import { noteActivity } from '../numbers/number-activity';
import { type ChainHeadRow, MISSING_MESSAGES, type RunRow } from '../rows/run-row';
import { updateRun } from '../runs/read-run';
import { deliveryLines } from './delivery-lines';
import { eventLines } from './event-lines';
import { heldFigures } from './held-figures';
import { messageFigures } from './message-figures';
import { runFigures } from './run-figures';
import { streamOnce } from './write-once';

/** What was decided about a run's report, kept in the run's row before anything of it is published. */
export interface ClosingDecision {
  readonly sequence: number;
  readonly reportSha256: string;
  readonly htmlSha256: string;
  readonly deliveriesSha256: string;
  readonly eventsSha256: string;
  readonly previousEntry: string | null;
  readonly closedAt: string;
  readonly heldClosing: number;
}

export const draftName = (runId: string, file: 'report.json' | 'report.html'): string => `${runId}/closing/${file}`;

export async function chainHead(ports: Pick<ConnectorPorts, 'stores'>): Promise<ChainHeadRow | undefined> {
  return (await ports.stores.runs.get('chain', 'head'))?.row as ChainHeadRow | undefined;
}

/**
 * Decides the report's bytes once: figures, signature and place in the chain. The drafts are written before the run's row names their hashes,
 * so every retry publishes the same bytes.
 */
export async function decideReport(run: RunRow, ports: ConnectorPorts): Promise<string> {
  const runId = run.partition;
  const head = await chainHead(ports);
  const figures = await runFigures(run, ports);
  const held = await heldFigures(run, head?.heldClosing ?? 0, ports);
  const { messages, missing, numbers } = await messageFigures(runId, ports);
  await noteActivity(runId, dayOfRun(run), numbers, ports);
  const deliveriesSha256 = await streamOnce(ports.stores.reports, `${runId}/deliveries.jsonl`, deliveryLines(runId, ports));
  const eventsSha256 = await streamOnce(ports.stores.reports, `${runId}/events.jsonl`, eventLines(run, ports));
  const sums = {
    ...figures,
    heldBalance: held.balance,
    resolved: held.resolved,
    previousClosing: head?.heldClosing,
    openHeldEntries: held.openEntries,
  };
  const { state, reconciled, differences } = reconcile(sums);
  const unlisted = run.listedAt === '' ? [{ code: 'not-listed', what: 'The source was listed', expected: 1, found: 0 }] : [];
  const report: UnsignedReport = {
    schema: REPORT_SCHEMA,
    runId,
    trigger: run.trigger,
    state: unlisted.length > 0 ? 'incomplete' : state,
    window: { from: run.windowFrom === '' ? null : run.windowFrom, to: run.windowTo },
    startedAt: run.openedAt,
    finishedAt: ports.clock.now().toISOString(),
    mappingVersion: run.mappingVersion,
    packages: figures.packages,
    counts: figures.counts,
    messages: { ...messages, mailboxes: figures.mailboxes.filter(hasCopies).length },
    heldBalance: held.balance,
    resolved: held.resolved,
    reconciled: reconciled && unlisted.length === 0,
    differences: [...differences, ...unlisted],
    sourceProblems: sourceProblems(run),
    files: { deliveriesSha256, eventsSha256 },
    previous: { runId: head?.runId ?? null, sha256: head?.reportSha256 ?? null },
  };
  const signature = {
    algorithm: ports.signer.algorithm,
    keyId: await ports.signer.keyId(),
    value: await ports.signer.sign(signedContent(report)),
  };
  const json = reportBytes(report, signature);
  const sequence = (head?.sequence ?? 0) + 1;
  const view = {
    report: { ...report, signature },
    sequence,
    reportSha256: sha256Hex(json),
    stack: ports.options.stack,
    mailboxes: figures.mailboxes,
    held: held.added.shown(figures.packages.length === 1 ? (figures.packages[0]?.name ?? '') : ''),
  };
  const html = reportHtml(view);
  await ports.stores.work.put(draftName(runId, 'report.json'), json);
  await ports.stores.work.put(draftName(runId, 'report.html'), html);
  const decision: ClosingDecision = {
    sequence,
    reportSha256: sha256Hex(json),
    htmlSha256: sha256Hex(html),
    deliveriesSha256,
    eventsSha256,
    previousEntry: head?.entrySha256 ?? null,
    closedAt: report.finishedAt,
    heldClosing: held.balance.closing,
  };
  await ports.stores.runs.upsert({ partition: runId, key: MISSING_MESSAGES, v: 1, items: JSON.stringify(missing) });
  const closing = JSON.stringify(decision);
  await updateRun(ports.stores, runId, (row) => ({ ...row, closing }));
  return closing;
}

const dayOfRun = ({ windowFrom, windowTo }: RunRow): string =>
  runDay({ from: windowFrom === '' ? undefined : new Date(windowFrom), to: new Date(windowTo) });

const hasCopies = ({ imported, importedInPart, skippedAsDuplicate }: MailboxFigures): boolean =>
  imported + importedInPart + skippedAsDuplicate > 0;

function sourceProblems(run: RunRow): readonly Problem[] {
  return run.listingProblems === '' ? [] : (JSON.parse(run.listingProblems) as Problem[]);
}
