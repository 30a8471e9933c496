/** Something that is not as the connector wrote it, or two stores that disagree. */
export interface Finding {
  /** Which check found it. */
  readonly check: 'chain' | 'events' | 'packages' | 'mappings' | 'ledger' | 'mailboxes';
  readonly code: string;
  /** Which file, blob, row or mailbox. */
  readonly where: string;
  /** What differs. */
  readonly detail: string;
}

/** How much was looked at, so that "no finding" says something. */
export interface VerifyCounts {
  readonly reports: number;
  readonly events: number;
  readonly packages: number;
  readonly packageBytes: number;
  readonly mappings: number;
  readonly deliveries: number;
  readonly copies: number;
}

export interface Verification {
  readonly findings: readonly Finding[];
  readonly counts: VerifyCounts;
}
