import type { Problem } from '../failure/problem';

/** `report.json`, schema `signal-archive/report@1` (architecture, section 10). Fields may be added, never renamed. */
export const REPORT_SCHEMA = 'signal-archive/report@1';

export type ReportTrigger = 'schedule' | 'manual' | 'replay' | 'local';

/**
 * - `complete`: everything adds up and nothing is open
 * - `degraded`: everything adds up, and something is held, unmatched, quarantined, rejected, failed or in part
 * - `incomplete`: it does not add up
 */
export type ReportState = 'complete' | 'degraded' | 'incomplete';

export interface ReportWindow {
  /** ISO, UTC, inclusive; null = from the beginning. */
  readonly from: string | null;
  /** ISO, UTC, exclusive. */
  readonly to: string;
}

export interface ReportProblem extends Problem {
  /** Entry of the package; '' when it concerns the package as a whole. */
  readonly entry: string;
}

export interface ReportPackage {
  /** File name at the source. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  /** null for a loose item, and for a package whose manifest cannot be read. */
  readonly manifestCount: number | null;
  /** Items read; 0 for a package whose content came before. */
  readonly items: number;
  readonly state: 'complete' | 'rejected';
  readonly problems: readonly ReportProblem[];
  /** The same bytes came before, under whatever name: nothing of it is counted. Added field. */
  readonly isKnown?: boolean;
}

export interface ReportCounts {
  readonly itemsAvailableFromSource: number;
  readonly itemsUnmatched: number;
  readonly itemsQuarantined: number;
  readonly participantsUnmatched: number;
  readonly participantsUnresolved: number;
  readonly participantsExternal: number;
  /** Routed (capture, mailbox) pairs before de-duplication. */
  readonly deliveriesAvailable: number;
  readonly imported: number;
  /** Stubs: counted here only. */
  readonly importedInPart: number;
  readonly skippedAsDuplicate: number;
  readonly held: number;
  readonly failed: number;
  readonly dateSuspect: number;
  readonly variants: number;
  readonly duplicatesFound: number;
  readonly byKind: ReportKinds;
  /** Items with at least one mailbox. Added field. */
  readonly itemsRouted: number;
  /** Items held as a whole for another reason than unmatched or quarantined (ambiguous, another archiver's). Added field. */
  readonly itemsHeld: number;
}

export interface ReportKinds {
  readonly message: number;
  readonly call: number;
  readonly deleted: number;
  readonly edited: number;
}

/** Messages, not items: one that several phones recorded counts once. */
export interface ReportMessages {
  readonly available: number;
  /** With a copy in at least one mailbox. */
  readonly delivered: number;
  /** Without a copy, and everybody in them is known not to be ours. */
  readonly external: number;
  /** Mailboxes that have a copy of this run's deliveries. */
  readonly mailboxes: number;
}

/** Open held entries, all runs together: what ties the runs to each other. */
export interface HeldBalance {
  readonly opening: number;
  readonly added: number;
  readonly resolved: number;
  readonly closing: number;
}

/** Held entries of an earlier run that this run resolved. */
export interface ResolvedOfRun {
  readonly fromRun: string;
  readonly count: number;
}

/** A sum that does not come out. */
export interface Difference {
  /** Fixed code of the identity; see `counts.ts`. */
  readonly code: string;
  /** The identity in words, with the package's name where it is about one. */
  readonly what: string;
  readonly expected: number;
  readonly found: number;
}

/** Code of the difference of a run whose source was never listed. */
export const NOT_LISTED = 'not-listed';

/** The report before this one, in the order of closing; both null in the first. */
export interface PreviousReport {
  readonly runId: string | null;
  /** SHA-256 of the stored bytes. */
  readonly sha256: string | null;
}

export interface ReportSignature {
  readonly algorithm: string;
  readonly keyId: string;
  /** Base64. */
  readonly value: string;
}

/** Hashes of the files that stand beside the report, so that the signature covers them too. Added field. */
export interface ReportFiles {
  readonly deliveriesSha256: string;
  readonly eventsSha256: string;
}

export interface UnsignedReport {
  readonly schema: typeof REPORT_SCHEMA;
  readonly runId: string;
  readonly trigger: ReportTrigger;
  readonly state: ReportState;
  readonly window: ReportWindow;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly mappingVersion: string;
  readonly packages: readonly ReportPackage[];
  readonly counts: ReportCounts;
  /** Added field; reports of earlier releases have none. */
  readonly messages?: ReportMessages;
  readonly heldBalance: HeldBalance;
  readonly resolved: readonly ResolvedOfRun[];
  /** Why the run was stopped before its end; '' when it was not. Added field; reports of earlier releases have none. */
  readonly stopped?: string;
  readonly reconciled: boolean;
  readonly differences: readonly Difference[];
  /** What the listing of the source showed (ignored files, `sequence-gap`). Changes neither state nor sums. Added field. */
  readonly sourceProblems: readonly Problem[];
  readonly files: ReportFiles;
  readonly previous: PreviousReport;
}

export interface Report extends UnsignedReport {
  readonly signature: ReportSignature;
}
