import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';
import type { HeldRow } from '../rows/held-row';
import type { PackageRow } from '../rows/package-row';
import { recently } from './recently';

/** Everything that is held at this moment. */
export interface HeldIndex {
  readonly open: readonly HeldRow[];
  /** Deliveries that someone must look at; not in the balance. */
  readonly failed: readonly HeldRow[];
  /** There are more than were read. */
  readonly isPartial: boolean;
}

const LIFE_IN_MS = 3_000;
/** A list of so many is worked off by reason and number, not by entry. */
const MAX_ENTRIES = 20_000;
const READS_AT_ONCE = 16;

export function heldIndex(ports: Pick<ConnectorPorts, 'stores' | 'clock'>): Promise<HeldIndex> {
  return recently('held', LIFE_IN_MS, ports, () => readHeldIndex(ports));
}

async function readHeldIndex(ports: Pick<ConnectorPorts, 'stores'>): Promise<HeldIndex> {
  const open: HeldRow[] = [];
  for await (const { row } of ports.stores.held.list('open')) {
    if (open.length === MAX_ENTRIES) return { open, failed: await readFailed(ports), isPartial: true };
    open.push(row);
  }
  return { open, failed: await readFailed(ports), isPartial: false };
}

async function readFailed(ports: Pick<ConnectorPorts, 'stores'>): Promise<readonly HeldRow[]> {
  const failed: HeldRow[] = [];
  for await (const { row } of ports.stores.held.list('failed')) {
    if (failed.length === MAX_ENTRIES) break;
    failed.push(row);
  }
  return failed;
}

export function countByReason(entries: readonly HeldRow[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { reason } of entries) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

export const packageName = (entry: Pick<HeldRow, 'packageRun' | 'packageId'>): string => `${entry.packageRun}/${entry.packageId}`;

/** The packages of some entries, by `packageName`: for the name at the source and the time of arrival. */
export async function packagesOf(
  entries: readonly Pick<HeldRow, 'packageRun' | 'packageId'>[],
  ports: Pick<ConnectorPorts, 'stores'>,
): Promise<ReadonlyMap<string, PackageRow>> {
  const wanted = new Map(entries.map((entry) => [packageName(entry), entry]));
  const rows = await atOnce(READS_AT_ONCE, [...wanted], async ([name, entry]) => {
    const stored = await ports.stores.packageRows.get(entry.packageRun, entry.packageId);
    return [name, stored?.row as PackageRow | undefined] as const;
  });
  return new Map(rows.flatMap(([name, row]) => (row === undefined ? [] : [[name, row] as const])));
}
