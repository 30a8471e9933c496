import { CHAIN_SCHEMA, type ChainEntry, chainEntryBytes, chainEntryName, runFileName } from '../../domain/evidence/chain-entry';
import type { Report } from '../../domain/evidence/report';
import { parseReport } from '../../domain/evidence/report-bytes';
import { sha256Hex } from '../../domain/evidence/sha256';
import { moveHead } from '../chain/move-head';
import type { ConnectorPorts } from '../connector-ports';
import type { RunRow } from '../rows/run-row';
import { type ClosingDecision, type DraftFile, draftName } from './closing-decision';
import { createOnce } from './write-once';

export interface PublishedReport {
  readonly sequence: number;
  readonly state: string;
  readonly reconciled: boolean;
  readonly imported: number;
  readonly held: number;
  readonly failed: number;
  /** Compact JSON of what lists of runs and charts show. */
  readonly text: string;
}

/** Writes the decided bytes: report, page, link of the chain, head. `undecided`: the drafts are gone and nothing was published yet. */
export async function publishReport(run: RunRow, decision: ClosingDecision, ports: ConnectorPorts): Promise<PublishedReport | 'undecided'> {
  const runId = run.partition;
  const json = await decidedBytes(runId, 'report.json', decision.reportSha256, ports);
  const html = await decidedBytes(runId, 'report.html', decision.htmlSha256, ports);
  if (json === undefined || html === undefined) return 'undecided';
  const { reports } = ports.stores;
  await createOnce(reports, runFileName(runId, 'report.json'), json);
  await createOnce(reports, runFileName(runId, 'report.html'), html);
  const entry = entryOf(runId, decision);
  const bytes = chainEntryBytes(entry);
  await createOnce(reports, chainEntryName(entry.sequence), bytes);
  const { sequence, reportSha256, heldClosing } = decision;
  const entrySha256 = sha256Hex(bytes);
  await moveHead({ partition: 'chain', key: 'head', v: 1, sequence, runId, reportSha256, entrySha256, heldClosing }, ports);
  return published(parseReport(json) as Report, decision.sequence, run);
}

async function decidedBytes(runId: string, file: DraftFile, sha256: string, ports: ConnectorPorts): Promise<Buffer | undefined> {
  const draft = await ports.stores.work.get(draftName(runId, sha256, file));
  if (draft !== undefined && sha256Hex(draft.content) === sha256) return draft.content;
  const stored = await ports.stores.reports.get(runFileName(runId, file));
  return stored !== undefined && sha256Hex(stored.content) === sha256 ? stored.content : undefined;
}

function entryOf(runId: string, decision: ClosingDecision): ChainEntry {
  const { sequence, reportSha256, htmlSha256, deliveriesSha256, eventsSha256, previousEntry, closedAt } = decision;
  return {
    schema: CHAIN_SCHEMA,
    sequence,
    runId,
    reportSha256,
    htmlSha256,
    deliveriesSha256,
    eventsSha256,
    previous: previousEntry,
    closedAt,
  };
}

export interface PackageSums {
  readonly count: number;
  readonly rejected: number;
  /** What the packages say they hold, and what was read. */
  readonly manifest: number;
  readonly read: number;
  readonly bytes: number;
}

/** What lists of runs and the chart show, without opening a report. */
export interface RunSummary {
  readonly sequence: number;
  readonly state: Report['state'];
  readonly trigger: Report['trigger'];
  readonly window: Report['window'];
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly reconciled: boolean;
  readonly counts: Report['counts'];
  readonly heldBalance: Report['heldBalance'];
  readonly packages: PackageSums;
  /** Who asked for it. */
  readonly by: string;
  /** Went on where the run before it ended: a past window and a replay do not. */
  readonly isDaily: boolean;
  readonly mappingVersion: string;
  /** Undefined in runs of earlier releases. */
  readonly messages: Report['messages'];
  /** Sums that do not come out. */
  readonly differences: number;
  /** Details of the problems of the listing that are holes in the vendor's numbers. */
  readonly gaps: readonly string[];
}

function published(report: Report, sequence: number, run: RunRow): PublishedReport {
  const { counts, reconciled, state } = report;
  const { imported, held, failed } = counts;
  return { sequence, state, reconciled, imported, held, failed, text: runSummary(report, sequence, run) };
}

/** Compact JSON of what lists of runs and charts show. */
export function runSummary(report: Report, sequence: number, run: Pick<RunRow, 'by' | 'movesWatermark'>): string {
  const { counts, heldBalance, window, startedAt, finishedAt, reconciled, state, trigger } = report;
  const summary: RunSummary = {
    sequence,
    state,
    trigger,
    window,
    startedAt,
    finishedAt,
    reconciled,
    counts,
    heldBalance,
    packages: packageFigures(report.packages),
    by: run.by,
    isDaily: run.movesWatermark,
    mappingVersion: report.mappingVersion,
    messages: report.messages,
    differences: report.differences.length,
    gaps: report.sourceProblems.filter(({ code }) => code === 'sequence-gap').map(({ detail }) => detail),
  };
  return JSON.stringify(summary);
}

/** `manifest`: what the packages say they hold; a loose item says nothing and counts as it is. Packages that were known before count nowhere. */
function packageFigures(packages: Report['packages']): PackageSums {
  const fresh = packages.filter(({ isKnown }) => isKnown !== true);
  return {
    count: packages.length,
    rejected: packages.filter(({ state }) => state === 'rejected').length,
    manifest: fresh.reduce((sum, { manifestCount, items }) => sum + (manifestCount ?? items), 0),
    read: fresh.reduce((sum, { items }) => sum + items, 0),
    bytes: fresh.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
