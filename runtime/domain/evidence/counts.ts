import type { Difference, HeldBalance, ReportCounts, ReportKinds, ReportPackage, ReportState, ResolvedOfRun } from './report';

const NO_KINDS: ReportKinds = Object.freeze({ message: 0, call: 0, deleted: 0, edited: 0 });

export const NO_REPORT_COUNTS: ReportCounts = Object.freeze({
  itemsAvailableFromSource: 0,
  itemsUnmatched: 0,
  itemsQuarantined: 0,
  participantsUnmatched: 0,
  participantsUnresolved: 0,
  participantsExternal: 0,
  deliveriesAvailable: 0,
  imported: 0,
  importedInPart: 0,
  skippedAsDuplicate: 0,
  held: 0,
  failed: 0,
  dateSuspect: 0,
  variants: 0,
  duplicatesFound: 0,
  byKind: NO_KINDS,
  itemsRouted: 0,
  itemsHeld: 0,
});

/** The part of a run that one package, batch or look counted; what it does not know is left out. */
export type PartialCounts = Partial<Omit<ReportCounts, 'byKind'>> & { readonly byKind?: Partial<ReportKinds> };

/** Sums the parts of a run. */
export function addReportCounts(parts: Iterable<PartialCounts>): ReportCounts {
  const { byKind: _none, ...zeros } = NO_REPORT_COUNTS;
  const sum: Record<string, number> = { ...zeros };
  const kinds: Record<string, number> = { ...NO_KINDS };
  for (const { byKind, ...part } of parts) {
    addTo(sum, part);
    addTo(kinds, byKind ?? {});
  }
  return { ...(sum as unknown as Omit<ReportCounts, 'byKind'>), byKind: kinds as unknown as ReportKinds };
}

function addTo(sum: Record<string, number>, part: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(part)) sum[name] = (sum[name] ?? 0) + (value ?? 0);
}

/** What a run has found, before it is known whether it adds up. */
export interface RunFigures {
  readonly packages: readonly ReportPackage[];
  readonly counts: ReportCounts;
  readonly heldBalance: HeldBalance;
  readonly resolved: readonly ResolvedOfRun[];
  /** `closing` of the report before; undefined when there is none. */
  readonly previousClosing: number | undefined;
  /** Open held entries counted from their rows; undefined when nobody counted them. */
  readonly openHeldEntries: number | undefined;
}

export interface Reconciliation {
  readonly reconciled: boolean;
  readonly differences: readonly Difference[];
  readonly state: ReportState;
}

/** Checks every sum that must come out, and says what state the run is in. */
export function reconcile(run: RunFigures): Reconciliation {
  const differences = identitiesOf(run).filter(({ expected, found }) => expected !== found);
  const reconciled = differences.length === 0;
  return { reconciled, differences, state: reconciled ? stateOf(run) : 'incomplete' };
}

function stateOf({ packages, counts, heldBalance }: RunFigures): ReportState {
  const { itemsUnmatched, itemsQuarantined, itemsHeld, participantsUnmatched, held, failed, importedInPart } = counts;
  const open = [itemsUnmatched, itemsQuarantined, itemsHeld, participantsUnmatched, held, failed, importedInPart, heldBalance.closing];
  return open.some((count) => count > 0) || packages.some(({ state }) => state === 'rejected') ? 'degraded' : 'complete';
}

function identitiesOf(run: RunFigures): Difference[] {
  return [...sumsOfItems(run), ...sumsOfDeliveries(run.counts), ...sumsOfManifests(run.packages), ...sumsOfHeld(run)];
}

function sumsOfItems({ counts, packages }: RunFigures): Difference[] {
  const { itemsAvailableFromSource: expected, itemsRouted, itemsUnmatched, itemsQuarantined, itemsHeld } = counts;
  const read = packages.reduce((sum, { items }) => sum + items, 0);
  return [
    { code: 'items-of-packages', what: 'Items of all packages = items available from source', expected, found: read },
    {
      code: 'items-routed',
      what: 'Items = routed + unmatched + quarantined + held as a whole',
      expected,
      found: itemsRouted + itemsUnmatched + itemsQuarantined + itemsHeld,
    },
  ];
}

function sumsOfDeliveries(counts: ReportCounts): Difference[] {
  const { deliveriesAvailable: expected, imported, importedInPart, skippedAsDuplicate, held, failed } = counts;
  const what = 'Deliveries available = imported + in part + duplicates + held + failed';
  return [{ code: 'deliveries', what, expected, found: imported + importedInPart + skippedAsDuplicate + held + failed }];
}

function sumsOfManifests(packages: readonly ReportPackage[]): Difference[] {
  return packages.flatMap(({ name, state, manifestCount, items, isKnown }) =>
    state === 'complete' && manifestCount !== null && isKnown !== true
      ? [{ code: 'manifest', what: `Items read = manifest count of ${name}`, expected: manifestCount, found: items }]
      : [],
  );
}

function sumsOfHeld({ heldBalance, resolved, previousClosing, openHeldEntries }: RunFigures): Difference[] {
  const { opening, added, resolved: resolvedNow, closing } = heldBalance;
  const byRun = resolved.reduce((sum, { count }) => sum + count, 0);
  const sums: Difference[] = [
    { code: 'held-balance', what: 'Held: opening + added - resolved = closing', expected: opening + added - resolvedNow, found: closing },
    { code: 'held-resolved', what: 'Held: resolved = resolved of all runs', expected: resolvedNow, found: byRun },
  ];
  if (previousClosing !== undefined) {
    sums.push({ code: 'held-opening', what: 'Held: closing of the report before = opening', expected: previousClosing, found: opening });
  }
  if (openHeldEntries !== undefined) {
    sums.push({ code: 'held-rows', what: 'Held: open entries in the store = closing', expected: openHeldEntries, found: closing });
  }
  return sums;
}
