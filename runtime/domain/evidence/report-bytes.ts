import { canonicalJson } from './canonical-json';
import { REPORT_SCHEMA, type Report, type ReportSignature, type UnsignedReport } from './report';

/** What is signed: the RFC 8785 form of the report without `signature`, in UTF-8. */
export function signedContent(report: UnsignedReport | Report): Buffer {
  const { signature: _none, ...unsigned } = report as Report;
  return Buffer.from(canonicalJson(unsigned));
}

/** The bytes of `report.json`: for people, two spaces and a line end. Decided once; a retry writes the same. */
export function reportBytes(unsigned: UnsignedReport, signature: ReportSignature): Buffer {
  return Buffer.from(`${JSON.stringify({ ...unsigned, signature }, null, 2)}\n`);
}

/** Reads stored bytes; undefined when they are no report of this schema. Says nothing about the signature. */
export function parseReport(bytes: Buffer): Report | undefined {
  try {
    const report = JSON.parse(bytes.toString('utf8')) as Partial<Report> | null;
    const isReport = report?.schema === REPORT_SCHEMA && typeof report.runId === 'string' && typeof report.signature?.value === 'string';
    return isReport ? (report as Report) : undefined;
  } catch {
    return undefined;
  }
}

/** Asks the signer's key; false when the key is unknown or the signature does not fit. */
export type VerifySignature = (content: Buffer, signature: string, keyId: string) => Promise<boolean>;

export type ReportVerdict = 'valid' | 'not-a-report' | 'wrong-signature';

/** Whether stored bytes are a report that was signed as it stands. Spaces and order of members may differ, values may not. */
export async function verifyReport(bytes: Buffer, verify: VerifySignature): Promise<ReportVerdict> {
  const report = parseReport(bytes);
  if (report === undefined) return 'not-a-report';
  let content: Buffer;
  try {
    content = signedContent(report);
  } catch {
    return 'not-a-report';
  }
  return (await verify(content, report.signature.value, report.signature.keyId)) ? 'valid' : 'wrong-signature';
}
