import type { MailboxRow } from '../rows/mailbox-row';
import type { RunRow } from '../rows/run-row';
import type { DeliveryResult } from './delivery-result';

export type HeldResult = DeliveryResult & { kind: 'held' };

/** What every delivery of this run gets while the mailbox is parked. A run that was opened later tries for itself. */
export function parkedResult(row: MailboxRow, run: RunRow, now: Date): HeldResult | undefined {
  const isParked = row.parkedUntil !== '' && now.toISOString() < row.parkedUntil && run.openedAt < row.parkedAt;
  return isParked ? (JSON.parse(row.parkedFor) as HeldResult) : undefined;
}
