import { parseReport, reportBytes, signedContent } from '../../domain/evidence/report-bytes';
import { reportHtml } from '../../domain/evidence/report-html';
import { sha256Hex } from '../../domain/evidence/sha256';
import { lastReport } from '../chain/chain-head';
import type { ConnectorPorts } from '../connector-ports';
import type { ChainHeadRow, RunRow } from '../rows/run-row';
import { type ClosingDecision, draftName } from './closing-decision';
import { composeReport } from './compose-report';

/** The bytes of a run's report, signed and laid down as drafts, and its place in the chain after `head`. Nothing of it is published yet. */
export async function decideReport(run: RunRow, head: ChainHeadRow | undefined, ports: ConnectorPorts): Promise<ClosingDecision> {
  const runId = run.partition;
  const { report, mailboxes, held } = await composeReport(run, head, ports);
  const { algorithm } = ports.signer;
  const signature = { algorithm, keyId: await ports.signer.keyId(), value: await ports.signer.sign(signedContent(report)) };
  const json = reportBytes(report, signature);
  const reportSha256 = sha256Hex(json);
  const sequence = (head?.sequence ?? 0) + 1;
  const html = reportHtml({ report: { ...report, signature }, sequence, reportSha256, stack: ports.options.stack, mailboxes, held });
  await ports.stores.work.put(draftName(runId, reportSha256, 'report.json'), json);
  const htmlSha256 = await layDownPage(runId, html, ports);
  return {
    sequence,
    reportSha256,
    htmlSha256,
    ...report.files,
    previousEntry: head?.entrySha256 ?? null,
    closedAt: report.finishedAt,
    heldClosing: report.heldBalance.closing,
  };
}

/** A report that was published without its page, because its process died between the two, gets one now. */
export async function decidePage(run: RunRow, decision: ClosingDecision, ports: ConnectorPorts): Promise<ClosingDecision> {
  const { sequence, reportSha256 } = decision;
  const stored = await ports.stores.reports.get(`${run.partition}/report.json`);
  const report = stored === undefined ? undefined : parseReport(stored.content);
  if (report === undefined) throw new Error(`The report of run ${run.partition} is gone`);
  const { mailboxes, held } = await composeReport(run, await lastReport(ports), ports);
  const html = reportHtml({ report, sequence, reportSha256, stack: ports.options.stack, mailboxes, held });
  return { ...decision, htmlSha256: await layDownPage(run.partition, html, ports) };
}

async function layDownPage(runId: string, html: Buffer, ports: ConnectorPorts): Promise<string> {
  const sha256 = sha256Hex(html);
  await ports.stores.work.put(draftName(runId, sha256, 'report.html'), html);
  return sha256;
}
