import type { DeliveryLine } from '../../domain/evidence/delivery-line';
import type { DeliveryRow } from '../rows/delivery-row';

export interface LedgerDifference {
  readonly code: 'other-outcome' | 'other-copy' | 'other-origin' | 'other-routing' | 'other-run';
  /** As the end of "delivery ... <what> in the ledger". */
  readonly what: string;
}

export const namedDelivery = (importKey: string, mailboxId: string): string => `delivery ${importKey.slice(0, 16)} of mailbox ${mailboxId}`;

/**
 * How the ledger's row of an imported delivery differs from the report's line. Fields that only help a worker (epoch, claims, times of claims)
 * are no evidence and stand in no report.
 */
export function differencesOf(line: DeliveryLine, row: DeliveryRow, runId: string, packageSha256: string): readonly LedgerDifference[] {
  if (row.state !== line.outcome || row.reason !== line.reason) return [{ code: 'other-outcome', what: `is ${row.state}` }];
  const differences: LedgerDifference[] = [];
  if (row.exchangeId !== line.exchangeId || row.itemId !== line.itemId || row.bytes !== line.bytes)
    differences.push({ code: 'other-copy', what: 'names another copy or item' });
  if (packageSha256 !== line.package || row.entry !== line.entry) differences.push({ code: 'other-origin', what: 'comes from elsewhere' });
  if (row.matchedBy !== line.matchedBy || row.mappingVersion !== line.mappingVersion)
    differences.push({ code: 'other-routing', what: 'was matched otherwise' });
  if (row.runId !== runId || row.decidedAt !== line.at)
    differences.push({ code: 'other-run', what: 'was decided in another run or at another time' });
  return differences;
}
