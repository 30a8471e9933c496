import type { Report } from './report';

export interface MicrosoftCounter {
  /** As Microsoft's administrator log names it. */
  readonly name: string;
  /** The first is a time (ISO, UTC), the others are numbers. */
  readonly value: string | number;
}

/** The seven counters of the connector that this one replaces, under their names [purview/data-connector-admin-logs]. */
export function microsoftCounters(report: Pick<Report, 'finishedAt' | 'counts'>): readonly MicrosoftCounter[] {
  const { counts } = report;
  const withoutMailbox = counts.participantsUnmatched + counts.itemsQuarantined;
  return [
    { name: 'Import completion time', value: report.finishedAt },
    { name: 'Items available from source', value: counts.itemsAvailableFromSource },
    { name: 'Items available for import', value: counts.deliveriesAvailable + withoutMailbox },
    { name: 'Imported', value: counts.imported },
    { name: 'Partially imported', value: counts.importedInPart },
    { name: 'Skipped', value: counts.skippedAsDuplicate },
    { name: 'Failed', value: counts.failed + counts.held + withoutMailbox },
  ];
}
