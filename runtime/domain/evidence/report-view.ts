import type { Report } from './report';

/** What `report.html` shows of one mailbox. */
export interface MailboxFigures {
  readonly mailbox: string;
  readonly imported: number;
  readonly importedInPart: number;
  readonly skippedAsDuplicate: number;
  readonly held: number;
  readonly failed: number;
}

/** Something that this run held back. */
export interface HeldExample {
  /** Mailbox, number or package; numbers are masked when they are shown. */
  readonly who: string;
  /** Fixed code of the details. */
  readonly why: string;
  /** For people: sizes, candidates; '' when there is nothing to say. */
  readonly detail: string;
  /** ISO; '' when unknown. */
  readonly sentAt: string;
  /** Name of the package at the source. */
  readonly package: string;
}

/** What this run held back for one reason. */
export interface HeldGroup {
  /** A reason of the architecture's word list, or `failed`. */
  readonly reason: string;
  readonly count: number;
  /** The first ones; the list of all is in the connector. */
  readonly examples: readonly HeldExample[];
}

/** Everything that stands in `report.html`; all of it follows from the run's rows, so a retry writes the same bytes. */
export interface ReportView {
  readonly report: Report;
  /** Number of the report in the chain. */
  readonly sequence: number;
  /** Of the stored bytes of `report.json`. */
  readonly reportSha256: string;
  /** Organisation and stage, as the stack is called; '' in local mode. */
  readonly stack: string;
  readonly mailboxes: readonly MailboxFigures[];
  readonly held: readonly HeldGroup[];
}
