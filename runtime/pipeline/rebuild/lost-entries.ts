import type { Report } from '../../domain/evidence/report';
import type { PackagePlace, PackageRestoring } from './restore-packages';

/**
 * Packages of the runs that left something held which no file of a report names: items that nobody got, what could not be read, rejected packages.
 * A run whose entries were all resolved later has none left.
 */
export function packagesWithLostEntries(reports: readonly Report[], packages: PackageRestoring): readonly PackagePlace[] {
  const resolved = new Map<string, number>();
  for (const report of reports)
    for (const { fromRun, count } of report.resolved) resolved.set(fromRun, (resolved.get(fromRun) ?? 0) + count);
  return reports
    .filter((report) => leftUnnamed(report) && (resolved.get(report.runId) ?? 0) < report.heldBalance.added)
    .flatMap((report) => packages.placesOf(report));
}

function leftUnnamed({ counts, packages }: Report): boolean {
  const { itemsUnmatched, itemsQuarantined, itemsHeld, participantsUnmatched } = counts;
  return itemsUnmatched + itemsQuarantined + itemsHeld + participantsUnmatched > 0 || packages.some(({ state }) => state === 'rejected');
}
