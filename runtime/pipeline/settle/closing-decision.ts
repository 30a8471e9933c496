/** What was decided about a run's report, kept in the table before anything of it is published. */
export interface ClosingDecision {
  readonly sequence: number;
  readonly reportSha256: string;
  readonly htmlSha256: string;
  readonly deliveriesSha256: string;
  readonly eventsSha256: string;
  readonly previousEntry: string | null;
  readonly closedAt: string;
  readonly heldClosing: number;
}

export type DraftFile = 'report.json' | 'report.html';

/** Named by its content, so that two who decide at once do not write over each other's drafts. */
export const draftName = (runId: string, sha256: string, file: DraftFile): string => `${runId}/closing/${sha256}-${file}`;
