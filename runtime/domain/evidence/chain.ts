import { createHash } from 'node:crypto';
import { CHAIN_PREFIX, type ChainEntry, chainEntryName, parseChainEntry, RUN_FILES, runFileName } from './chain-entry';
import { reconcile } from './counts';
import { DeliveryTally } from './delivery-tally';
import type { Report } from './report';
import { parseReport, type VerifySignature, verifyReport } from './report-bytes';
import { sha256Hex } from './sha256';

/** The container `reports`, as verification reads it. */
export interface ChainFiles {
  names(): AsyncIterable<string>;
  /** The bytes in chunks; undefined when there is no such file. */
  open(name: string): Promise<AsyncIterable<Buffer> | undefined>;
}

export interface ChainOptions {
  /** The last entry as the ledger knows it; without it, a chain whose end was cut off still looks whole. */
  readonly head?: { readonly sequence: number; readonly entrySha256: string };
  /** A run that is closing at this moment: its files may be there before its entry. */
  readonly closingRunId?: string;
}

/** Something that is not as it was written. */
export interface ChainFinding {
  readonly code:
    | 'missing-entry'
    | 'damaged-entry'
    | 'moved-entry'
    | 'changed-entry'
    | 'repeated-run'
    | 'missing-file'
    | 'changed-file'
    | 'inserted-file'
    | 'wrong-signature'
    | 'wrong-order'
    | 'wrong-count';
  /** Which file. */
  readonly file: string;
  /** What differs. */
  readonly detail: string;
}

export interface ChainVerdict {
  readonly reports: number;
  readonly findings: readonly ChainFinding[];
}

/**
 * Reads the whole chain and recomputes every hash, signature, link and sum. Any changed byte, any missing, moved or inserted report is found and
 * named. Memory is flat: one report at a time.
 */
export async function verifyChain(files: ChainFiles, verify: VerifySignature, options: ChainOptions = {}): Promise<ChainVerdict> {
  const names: string[] = [];
  for await (const name of files.names()) names.push(name);
  const verification = new ChainVerification(files, verify);
  const last = Math.max(options.head?.sequence ?? 0, lastSequence(names));
  for (let sequence = 1; sequence <= last; sequence += 1) await verification.takeEntry(sequence);
  verification.takeHead(options.head);
  verification.takeNames(names, options.closingRunId);
  return { reports: verification.reports, findings: verification.findings };
}

const ENTRY_NAME = /^chain\/(\d{10})\.json$/;

function lastSequence(names: readonly string[]): number {
  return names.reduce((last, name) => Math.max(last, Number(ENTRY_NAME.exec(name)?.[1] ?? 0)), 0);
}

/** Larger files than this are no report and no entry. */
const MAX_READ_BYTES = 256 * 1024 * 1024;

class ChainVerification {
  readonly findings: ChainFinding[] = [];
  reports = 0;
  private readonly runIds = new Map<string, string>();
  private readonly expectedNames = new Set<string>();
  private previousEntry: { readonly name: string; readonly sha256: string | undefined } | undefined;
  private previousReport: { readonly runId: string; readonly sha256: string; readonly closing: number | undefined } | undefined;

  constructor(
    private readonly files: ChainFiles,
    private readonly verify: VerifySignature,
  ) {}

  async takeEntry(sequence: number): Promise<void> {
    const name = chainEntryName(sequence);
    this.expectedNames.add(name);
    const bytes = await this.read(name);
    if (bytes === undefined) {
      this.find('missing-entry', name, 'the entry is not there');
      this.previousEntry = { name, sha256: undefined };
      return;
    }
    const entry = parseChainEntry(bytes);
    if (entry === undefined) this.find('damaged-entry', name, 'its bytes are not those of an entry');
    else await this.takeParsed(name, sequence, entry);
    this.previousEntry = { name, sha256: sha256Hex(bytes) };
  }

  private async takeParsed(name: string, sequence: number, entry: ChainEntry): Promise<void> {
    if (entry.sequence !== sequence) this.find('moved-entry', name, `it is entry ${entry.sequence} by its own words`);
    this.checkLink(name, entry);
    const other = this.runIds.get(entry.runId);
    if (other !== undefined) this.find('repeated-run', name, `run ${entry.runId} stands in ${other} already`);
    this.runIds.set(entry.runId, name);
    await this.takeReport(name, entry);
  }

  private checkLink(name: string, entry: ChainEntry): void {
    const before = this.previousEntry;
    const expected = before === undefined ? null : before.sha256;
    if (expected === undefined || entry.previous === expected) return;
    if (before === undefined) this.find('wrong-order', name, 'the first entry names one before it');
    else this.find('changed-entry', before.name, `its SHA-256 is ${expected}, but ${name} names ${entry.previous ?? 'none'}`);
  }

  private async takeReport(name: string, entry: ChainEntry): Promise<void> {
    const tally = new DeliveryTally();
    for (const [file, hash] of RUN_FILES) {
      const fileName = runFileName(entry.runId, file);
      this.expectedNames.add(fileName);
      const found = await this.hashOf(fileName, file === 'deliveries.jsonl' ? tally : undefined);
      if (found === undefined) this.find('missing-file', fileName, 'the file is not there');
      else if (found !== entry[hash]) this.find('changed-file', fileName, `its SHA-256 is ${found}, ${name} names ${entry[hash]}`);
    }
    const reportName = runFileName(entry.runId, 'report.json');
    const bytes = await this.read(reportName);
    const report = bytes === undefined ? undefined : parseReport(bytes);
    if (bytes !== undefined && report !== undefined) await this.checkReport(reportName, bytes, report, entry, tally);
    this.previousReport = { runId: entry.runId, sha256: entry.reportSha256, closing: report?.heldBalance?.closing };
    this.reports += 1;
  }

  private async checkReport(name: string, bytes: Buffer, report: Report, entry: ChainEntry, tally: DeliveryTally): Promise<void> {
    const verdict = await verifyReport(bytes, this.verify);
    if (verdict !== 'valid') {
      this.find('wrong-signature', name, `the signature of key ${String(report.signature.keyId)} does not fit the report`);
      return;
    }
    if (report.runId !== entry.runId) this.find('moved-entry', name, `it is the report of run ${report.runId}`);
    if (report.finishedAt !== entry.closedAt)
      this.find('wrong-order', name, `it was finished at ${report.finishedAt}, its entry says ${entry.closedAt}`);
    const before = this.previousReport;
    if (report.previous.sha256 !== (before?.sha256 ?? null) || report.previous.runId !== (before?.runId ?? null)) {
      this.find('wrong-order', name, `it follows run ${report.previous.runId ?? 'none'}, before it stands run ${before?.runId ?? 'none'}`);
    }
    const { deliveriesSha256, eventsSha256 } = report.files;
    if (deliveriesSha256 !== entry.deliveriesSha256 || eventsSha256 !== entry.eventsSha256) {
      this.find('changed-entry', chainEntryName(entry.sequence), 'its hashes of deliveries and events are not those of the signed report');
    }
    for (const detail of [...recount(report, before?.closing), ...tally.differencesFrom(report.counts)])
      this.find('wrong-count', name, detail);
  }

  takeHead(head: ChainOptions['head']): void {
    const last = this.previousEntry;
    if (head === undefined || last === undefined || last.sha256 === undefined) return;
    if (last.name === chainEntryName(head.sequence) && last.sha256 !== head.entrySha256) {
      this.find('changed-entry', last.name, `its SHA-256 is ${last.sha256}, the ledger names ${head.entrySha256}`);
    }
    if (last.name !== chainEntryName(head.sequence)) this.find('inserted-file', last.name, `the ledger knows ${head.sequence} reports`);
  }

  takeNames(names: readonly string[], closingRunId: string | undefined): void {
    for (const name of names) {
      const isClosing = closingRunId !== undefined && name.startsWith(`${closingRunId}/`);
      if (!isClosing && !this.expectedNames.has(name))
        this.find('inserted-file', name, name.startsWith(CHAIN_PREFIX) ? 'no entry has this name' : 'no entry of the chain names it');
    }
  }

  private find(code: ChainFinding['code'], file: string, detail: string): void {
    this.findings.push({ code, file, detail });
  }

  private async read(name: string): Promise<Buffer | undefined> {
    const chunks = await this.files.open(name);
    if (chunks === undefined) return undefined;
    const all: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > MAX_READ_BYTES) break;
      all.push(chunk);
    }
    return Buffer.concat(all);
  }

  private async hashOf(name: string, tally: DeliveryTally | undefined): Promise<string | undefined> {
    const chunks = await this.files.open(name);
    if (chunks === undefined) return undefined;
    const hash = createHash('sha256');
    for await (const chunk of chunks) {
      hash.update(chunk);
      tally?.add(chunk);
    }
    tally?.end();
    return hash.digest('hex');
  }
}

/** The sums of a report, computed again from its own figures. */
function recount(report: Report, previousClosing: number | undefined): string[] {
  const { packages, counts, heldBalance, resolved } = report;
  const again = reconcile({ packages, counts, heldBalance, resolved, previousClosing, openHeldEntries: undefined });
  const known = new Set(report.differences.map(({ what }) => what));
  const found = again.differences
    .filter(({ what }) => !known.has(what))
    .map(({ what, expected, found: sum }) => `${what}: ${expected} expected, ${sum} found`);
  if (report.reconciled && report.state !== again.state) found.push(`The state is ${report.state}, its figures say ${again.state}`);
  if (report.reconciled !== (report.differences.length === 0)) found.push('reconciled does not fit the list of differences');
  return found;
}
