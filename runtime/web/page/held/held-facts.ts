import { type PeopleSummary, parsePeopleSummary } from '../../../domain/routing/people-summary';
import type { AdminPorts } from '../../../pipeline/admin/admin-ports';
import { countByReason, heldIndex, packageName, packagesOf } from '../../../pipeline/admin/held-index';
import { type HeldFilter, matchingHeld } from '../../../pipeline/admin/held-list';
import { type SeenNumber, seenNumbers } from '../../../pipeline/admin/numbers-view';
import { nextRun } from '../../../pipeline/admin/overview';
import { readPause } from '../../../pipeline/admin/pause';
import type { ClosedRun } from '../../../pipeline/admin/read-reports';
import { readRoster } from '../../../pipeline/admin/roster';
import { runHistory } from '../../../pipeline/admin/run-list';
import type { HeldRow } from '../../../pipeline/rows/held-row';
import type { PackageRow } from '../../../pipeline/rows/package-row';
import { groupHeld, type HeldLimits, type HeldSection } from './group-held';

/** What stands on Held. */
export interface HeldFacts {
  /** By reason, of everything that is held. */
  readonly counts: ReadonlyMap<string, number>;
  readonly filter: HeldFilter;
  readonly sections: readonly HeldSection[];
  /** Entries that the filter names, and how many of them wait for a release. */
  readonly matching: number;
  readonly waitForRelease: number;
  readonly packages: ReadonlyMap<string, PackageRow>;
  /** People of all items of a rejected package, by its id. */
  readonly peopleOfPackage: ReadonlyMap<string, PeopleSummary>;
  readonly numbers: readonly SeenNumber[];
  readonly lastReplay: ClosedRun | undefined;
  readonly nextRunAt: string;
  readonly roster: { readonly at: string; readonly numbers: ReadonlySet<string> } | undefined;
  /** The stack's configuration owns the mapping: nobody maps a number here. */
  readonly isMappingOwned: boolean;
  readonly scopeGroup: string;
  readonly isPartial: boolean;
}

const OVERVIEW: HeldLimits = { groups: 12, rows: 6 };
const OF_REASON: HeldLimits = { groups: 100, rows: 5, rowsOfOnly: 500 };
const OF_ONE: HeldLimits = { groups: 20, rows: 500 };

function limitsOf({ reason, number, mailbox }: HeldFilter): HeldLimits {
  if (number !== undefined || mailbox !== undefined) return OF_ONE;
  return reason === undefined ? OVERVIEW : OF_REASON;
}

const WAIT_FOR_RELEASE = new Set(['quarantined', 'rejected-package']);

export async function heldFacts(filter: HeldFilter, ports: AdminPorts): Promise<HeldFacts> {
  const [index, matching, numbers, history, roster, { value: pause }, now] = await Promise.all([
    heldIndex(ports),
    matchingHeld(filter, ports),
    seenNumbers('unresolved', ports),
    runHistory(ports),
    readRoster(ports),
    readPause(ports),
    ports.storageTime.now(),
  ]);
  const sections = groupHeld(matching, limitsOf(filter));
  const shown = sections.flatMap(({ groups }) => groups.flatMap(({ rows }) => rows));
  return {
    counts: countByReason([...index.open, ...index.failed]),
    filter,
    sections,
    matching: matching.length,
    waitForRelease: matching.filter(({ reason }) => WAIT_FOR_RELEASE.has(reason)).length,
    packages: await packagesOf(shown, ports),
    peopleOfPackage: peopleOfPackages(matching),
    numbers,
    lastReplay: history.find(({ trigger }) => trigger === 'replay'),
    nextRunAt: pause === undefined ? nextRun(ports.facts.schedule, now) : '',
    roster,
    isMappingOwned: ports.facts.mappingOwnedBy !== '',
    scopeGroup: ports.facts.exchange.scopeGroup,
    isPartial: index.isPartial,
  };
}

function peopleOfPackages(rows: readonly HeldRow[]): ReadonlyMap<string, PeopleSummary> {
  const people = new Map<string, Record<string, number>>();
  const seen = new Set<string>();
  for (const { reason, kind, packageId, itemId, people: text } of rows) {
    // An item has an entry for each person who waits; its people count once.
    const item = `${packageId} ${itemId}`;
    if (reason !== 'rejected-package' || kind === 'package' || seen.has(item)) continue;
    seen.add(item);
    const sum = people.get(packageId) ?? {};
    for (const [state, count] of Object.entries(parsePeopleSummary(text))) sum[state] = (sum[state] ?? 0) + count;
    people.set(packageId, sum);
  }
  return people;
}

/** The stored package of an entry; undefined when it is gone. */
export const packageOf = (row: HeldRow, { packages }: Pick<HeldFacts, 'packages'>): PackageRow | undefined =>
  packages.get(packageName(row));
