import { addReportCounts, NO_REPORT_COUNTS, reconcile } from '../../../runtime/domain/evidence/counts';
import { microsoftCounters } from '../../../runtime/domain/evidence/microsoft-counters';
import type { UnsignedReport } from '../../../runtime/domain/evidence/report';
import { COMPLETE_DAY, DEGRADED_DAY } from './sample-report';

type Change = Partial<UnsignedReport['counts']>;
const figuresOf = (report: UnsignedReport, change: Change = {}) => ({
  packages: report.packages,
  counts: { ...report.counts, ...change },
  heldBalance: report.heldBalance,
  resolved: report.resolved,
  previousClosing: report.heldBalance.opening,
  openHeldEntries: report.heldBalance.closing,
});

describe('counts of a run', () => {
  it('are the sum of their parts', () => {
    const sum = addReportCounts([{ imported: 3, held: 1, byKind: { message: 2 } }, {}, { imported: 4, byKind: { message: 1, call: 5 } }]);

    expect(sum).toEqual({ ...NO_REPORT_COUNTS, imported: 7, held: 1, byKind: { message: 3, call: 5, deleted: 0, edited: 0 } });
  });

  it('are all zero without parts, and the zeros are not shared', () => {
    expect(addReportCounts([])).toEqual(NO_REPORT_COUNTS);
    expect(addReportCounts([])).not.toBe(NO_REPORT_COUNTS);
  });
});

describe('reconciliation', () => {
  it('finds nothing on a good day', () => {
    expect(reconcile(figuresOf(COMPLETE_DAY))).toEqual({ reconciled: true, differences: [], state: 'complete' });
  });

  it('finds nothing on a day on which something is held, and says so', () => {
    expect(reconcile(figuresOf(DEGRADED_DAY))).toEqual({ reconciled: true, differences: [], state: 'degraded' });
  });

  it.each<[string, Change, string[]]>([
    ['a delivery without outcome', { deliveriesAvailable: 940 }, ['deliveries']],
    ['an import too many', { imported: 935 }, ['deliveries']],
    ['a stub counted twice', { importedInPart: 1 }, ['deliveries']],
    ['an item that was not routed', { itemsRouted: 317 }, ['items-routed']],
    ['an item that no package has', { itemsAvailableFromSource: 319 }, ['items-of-packages', 'items-routed']],
    ['an unmatched item counted as routed too', { itemsUnmatched: 1 }, ['items-routed']],
  ])('names the sum that differs: %s', (_case, change, codes) => {
    const { reconciled, differences, state } = reconcile(figuresOf(COMPLETE_DAY, change));

    expect([reconciled, state]).toEqual([false, 'incomplete']);
    expect(differences.map(({ code }) => code)).toEqual(codes);
    expect(differences.every(({ expected, found }) => expected !== found)).toBe(true);
  });

  it('names the package whose manifest differs, but not a rejected or a known one', () => {
    const [first, second] = COMPLETE_DAY.packages;
    if (first === undefined || second === undefined) throw new Error('two packages are needed');
    const packages = [
      { ...first, manifestCount: 161 },
      { ...second, manifestCount: 900, state: 'rejected' as const },
      { ...second, items: 0, isKnown: true },
      { ...first, name: 'loose.eml', items: 0, manifestCount: null },
    ];

    const { differences } = reconcile({ ...figuresOf(COMPLETE_DAY), packages });

    expect(differences).toEqual([{ code: 'manifest', what: `Items read = manifest count of ${first.name}`, expected: 161, found: 160 }]);
  });

  it.each([
    [
      'opening + added - resolved = closing',
      { heldBalance: { opening: 53, added: 314, resolved: 2, closing: 364 }, openHeldEntries: 364 },
      'held-balance',
    ],
    ['resolved = resolved of all runs', { resolved: [] }, 'held-resolved'],
    ['the closing of the report before', { previousClosing: 52 }, 'held-opening'],
    ['the open entries in the store', { openHeldEntries: 366 }, 'held-rows'],
  ])('checks the held balance: %s', (_case, change, code) => {
    const { differences } = reconcile({ ...figuresOf(DEGRADED_DAY), ...change });

    expect(differences.map((difference) => difference.code)).toEqual([code]);
  });

  it.each<[string, Change]>([
    ['an unmatched item', { itemsUnmatched: 1, itemsRouted: 317 }],
    ['a quarantined item', { itemsQuarantined: 1, itemsRouted: 317 }],
    ['an unmatched participant', { participantsUnmatched: 1 }],
    ['a held copy', { held: 1, imported: 933 }],
    ['a failed copy', { failed: 1, imported: 933 }],
    ['a copy in part', { importedInPart: 1, imported: 933 }],
    ['an item held as a whole', { itemsHeld: 1, itemsRouted: 317 }],
  ])('calls a run degraded for %s', (_case, change) => {
    expect(reconcile(figuresOf(COMPLETE_DAY, change)).state).toBe('degraded');
  });

  it('calls a run degraded while anything of earlier runs is open, and complete when all of it is resolved', () => {
    const open = {
      ...figuresOf(COMPLETE_DAY),
      heldBalance: { opening: 12, added: 0, resolved: 0, closing: 12 },
      previousClosing: 12,
      openHeldEntries: 12,
    };
    const resolved = {
      ...open,
      heldBalance: { opening: 12, added: 0, resolved: 12, closing: 0 },
      resolved: [{ fromRun: 'r', count: 12 }],
      openHeldEntries: 0,
    };

    expect(reconcile(open).state).toBe('degraded');
    expect(reconcile(resolved).state).toBe('complete');
  });

  it('does not let unresolved numbers, doubtful dates or variants change the state', () => {
    expect(
      reconcile(figuresOf(COMPLETE_DAY, { participantsUnresolved: 9, participantsExternal: 9, dateSuspect: 9, variants: 9 })).state,
    ).toBe('complete');
  });
});

describe("Microsoft's seven counters", () => {
  it('carry their names, and available = imported + partially + skipped + failed', () => {
    const counters = microsoftCounters(DEGRADED_DAY);
    const values = counters.map(({ value }) => value);

    expect(counters.map(({ name }) => name)).toEqual([
      'Import completion time',
      'Items available from source',
      'Items available for import',
      'Imported',
      'Partially imported',
      'Skipped',
      'Failed',
    ]);
    expect(values).toEqual(['2026-11-21T06:34:12.000Z', 418, 1245, 927, 1, 5, 312]);
    expect(values[2]).toBe(927 + 1 + 5 + 312);
  });
});
