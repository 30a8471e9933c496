/** What a copy was created with, as far as the service can change it. */
export interface AskedCopy {
  readonly folderId: string;
  /** UTC, whole seconds. */
  readonly sentAt: Date;
  readonly receivedAt: Date;
}

/** What the service says of a copy; what it left out is undefined. */
export interface AnsweredCopy {
  readonly id: string;
  readonly isDraft: boolean | undefined;
  readonly sentAt: Date | undefined;
  readonly receivedAt: Date | undefined;
  readonly folderId: string | undefined;
}

/**
 * Compares what was asked with what was answered, at creation or at a look. Each difference is one clean sentence without content of
 * the item; none = as asked. What the answer does not hold is no difference, but for the id: without it the copy cannot be named.
 */
export function checkCopy(asked: AskedCopy, answered: AnsweredCopy): string[] {
  const differences: string[] = [];
  if (answered.id === '') differences.push('the answer holds no id');
  if (answered.isDraft === true) differences.push('the copy is a draft');
  if (answered.folderId !== undefined && answered.folderId !== asked.folderId) differences.push('the copy is in another folder');
  differences.push(...timeDifference('sent', asked.sentAt, answered.sentAt));
  differences.push(...timeDifference('received', asked.receivedAt, answered.receivedAt));
  return differences;
}

function timeDifference(what: string, asked: Date, answered: Date | undefined): string[] {
  if (answered === undefined || seconds(asked) === seconds(answered)) return [];
  const said = Number.isNaN(answered.getTime()) ? 'no time' : answered.toISOString();
  return [`the ${what} time is ${said} instead of ${asked.toISOString()}`];
}

const seconds = (time: Date): number => Math.floor(time.getTime() / 1_000);
