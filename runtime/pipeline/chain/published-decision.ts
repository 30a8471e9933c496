import { parseReport } from '../../domain/evidence/report-bytes';
import { sha256Hex } from '../../domain/evidence/sha256';
import type { ConnectorPorts } from '../connector-ports';
import type { ChainHeadRow } from '../rows/run-row';
import type { ClosingDecision } from '../settle/closing-decision';
import { lastReport } from './chain-head';
import { linkAt } from './links';

type Ports = Pick<ConnectorPorts, 'stores'>;

/** Whether this run's report is there: no run may have its id again. */
export async function isPublished(runId: string, { stores }: Ports): Promise<boolean> {
  return (await stores.reports.properties(`${runId}/report.json`)) !== undefined;
}

/**
 * What was decided about a run whose report is there while the table has forgotten the decision: a storage that was killed, or a table from an
 * older copy. Undefined when no report is there, or when it cannot be the next link any more.
 */
export async function publishedDecision(runId: string, ports: Ports): Promise<ClosingDecision | undefined> {
  const stored = await ports.stores.reports.get(`${runId}/report.json`);
  const report = stored === undefined ? undefined : parseReport(stored.content);
  if (stored === undefined || report === undefined) return undefined;
  const last = await lastReport(ports);
  const linked = await linkedDecision(runId, report.previous.sha256, last, report.heldBalance.closing, ports);
  if (linked !== undefined) return linked;
  if ((last?.reportSha256 ?? null) !== report.previous.sha256) return undefined;
  const html = await ports.stores.reports.get(`${runId}/report.html`);
  return {
    sequence: (last?.sequence ?? 0) + 1,
    reportSha256: sha256Hex(stored.content),
    htmlSha256: html === undefined ? '' : sha256Hex(html.content),
    ...report.files,
    previousEntry: last?.entrySha256 ?? null,
    closedAt: report.finishedAt,
    heldClosing: report.heldBalance.closing,
  };
}

/** From the link that names it, looked for from the end of the chain back to the report before it. */
async function linkedDecision(
  runId: string,
  before: string | null,
  last: ChainHeadRow | undefined,
  heldClosing: number,
  ports: Ports,
): Promise<ClosingDecision | undefined> {
  for (let sequence = last?.sequence ?? 0; sequence > 0; sequence -= 1) {
    const link = await linkAt(sequence, ports);
    if (link === undefined || link.entry.reportSha256 === before) return undefined;
    if (link.entry.runId !== runId) continue;
    const { reportSha256, htmlSha256, deliveriesSha256, eventsSha256, previous, closedAt } = link.entry;
    return { sequence, reportSha256, htmlSha256, deliveriesSha256, eventsSha256, previousEntry: previous, closedAt, heldClosing };
  }
  return undefined;
}
