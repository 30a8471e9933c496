import { canonicalJson } from './canonical-json';

export const CHAIN_SCHEMA = 'signal-archive/chain@1';
export const CHAIN_PREFIX = 'chain/';
const SEQUENCE_DIGITS = 10;

/** One link of the chain of reports, stored as `chain/<10-digit sequence>.json`. The order is the order of closing. */
export interface ChainEntry {
  readonly schema: typeof CHAIN_SCHEMA;
  /** From 1, without holes. */
  readonly sequence: number;
  readonly runId: string;
  /** Hashes of the stored bytes beside the report, hex. */
  readonly reportSha256: string;
  readonly htmlSha256: string;
  readonly deliveriesSha256: string;
  readonly eventsSha256: string;
  /** SHA-256 of the stored bytes of the entry before; null in the first. */
  readonly previous: string | null;
  /** `finishedAt` of the report. */
  readonly closedAt: string;
}

export const chainEntryName = (sequence: number): string => `${CHAIN_PREFIX}${String(sequence).padStart(SEQUENCE_DIGITS, '0')}.json`;

/** The stored bytes: canonical, so that not even a space can be changed. */
export const chainEntryBytes = (entry: ChainEntry): Buffer => Buffer.from(`${canonicalJson(entry)}\n`);

/** Reads stored bytes; undefined when they are no entry, or not exactly the bytes that this entry has. */
export function parseChainEntry(bytes: Buffer): ChainEntry | undefined {
  try {
    const entry = JSON.parse(bytes.toString('utf8')) as ChainEntry | null;
    return entry?.schema === CHAIN_SCHEMA && chainEntryBytes(entry).equals(bytes) ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** The four files of a run. */
export const runFileName = (runId: string, file: RunFile): string => `${runId}/${file}`;
export type RunFile = 'report.json' | 'report.html' | 'deliveries.jsonl' | 'events.jsonl';

/** Which hash of the entry belongs to which file. */
export const RUN_FILES: readonly (readonly [file: RunFile, hash: 'reportSha256' | 'htmlSha256' | 'deliveriesSha256' | 'eventsSha256'])[] = [
  ['report.json', 'reportSha256'],
  ['report.html', 'htmlSha256'],
  ['deliveries.jsonl', 'deliveriesSha256'],
  ['events.jsonl', 'eventsSha256'],
];
