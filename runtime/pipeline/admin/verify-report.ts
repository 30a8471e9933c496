import { chainEntryName, parseChainEntry } from '../../domain/evidence/chain-entry';
import { verifyReport } from '../../domain/evidence/report-bytes';
import { sha256Hex } from '../../domain/evidence/sha256';
import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';

/** Whether a report is the one that was signed and stands in the chain; checked when it was first looked at, from its stored bytes. */
export interface ReportVerdict {
  readonly isVerified: boolean;
  /** What does not fit, for people; '' when everything does. */
  readonly finding: string;
  readonly at: string;
}

type VerifyPorts = Pick<ConnectorPorts, 'stores' | 'signer' | 'clock'>;

/** A report that fitted once is looked at again after this time: stored bytes never change, but that is what is to be proved. */
const LIFE_IN_MS = 10 * 60_000;
const READS_AT_ONCE = 6;
const verdicts = new WeakMap<object, Map<string, { readonly at: number; readonly verdict: Promise<ReportVerdict> }>>();

export function verifyStoredReport(runId: string, sequence: number, ports: VerifyPorts): Promise<ReportVerdict> {
  const known = verdicts.get(ports.stores) ?? new Map<string, { at: number; verdict: Promise<ReportVerdict> }>();
  verdicts.set(ports.stores, known);
  const now = ports.clock.now();
  const fresh = known.get(runId);
  if (fresh !== undefined && now.getTime() - fresh.at < LIFE_IN_MS) return fresh.verdict;
  const verdict = verify(runId, sequence, ports).then((finding) => ({ isVerified: finding === '', finding, at: now.toISOString() }));
  known.set(runId, { at: now.getTime(), verdict });
  verdict.catch(() => known.delete(runId));
  return verdict;
}

export async function verifyReports(
  runs: readonly { readonly runId: string; readonly sequence: number }[],
  ports: VerifyPorts,
): Promise<ReadonlyMap<string, ReportVerdict>> {
  const all = await atOnce(
    READS_AT_ONCE,
    runs,
    async ({ runId, sequence }) => [runId, await verifyStoredReport(runId, sequence, ports)] as const,
  );
  return new Map(all);
}

async function verify(runId: string, sequence: number, { stores, signer }: VerifyPorts): Promise<string> {
  const [report, entryBlob, before] = await Promise.all([
    stores.reports.get(`${runId}/report.json`),
    stores.reports.get(chainEntryName(sequence)),
    sequence > 1 ? stores.reports.get(chainEntryName(sequence - 1)) : undefined,
  ]);
  if (report === undefined) return 'the report is not there';
  const verdict = await verifyReport(report.content, (content, signature, keyId) => signer.verify(content, signature, keyId));
  if (verdict !== 'valid') return 'the signature does not fit the report';
  const entry = entryBlob === undefined ? undefined : parseChainEntry(entryBlob.content);
  if (entry === undefined) return 'its link of the chain is missing or damaged';
  if (entry.runId !== runId || entry.reportSha256 !== sha256Hex(report.content)) return 'its link of the chain names another report';
  const expected = sequence === 1 ? null : before === undefined ? undefined : sha256Hex(before.content);
  return entry.previous === expected ? '' : 'the chain is broken before it';
}
