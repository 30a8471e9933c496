import { estimateRun, type RunEstimate, type RunLoad } from '../../domain/limits/run-estimate';
import { listingKeyOf } from '../../domain/package/package-name';
import type { ListedPackage } from '../../ports/source';
import { atOnce } from '../at-once';
import type { PackageIndexRow } from '../rows/package-row';
import { ActRefusedError } from './act-refused';
import type { AdminPorts } from './admin-ports';
import { liveRuns } from './live-runs';
import { mailboxRows } from './mailbox-rows';
import { runHistory } from './run-list';

export interface WindowEstimate extends RunEstimate {
  readonly packages: number;
  /** Packages that an earlier run has taken: nothing of them is imported again. */
  readonly knownPackages: number;
  readonly packageBytes: number;
  readonly deliveries: number;
  readonly mailboxes: number;
  /** It begins when the run at work is closed. */
  readonly waits: boolean;
  /** From how many past runs the number of deliveries was concluded; 0 = a guess. */
  readonly basedOnRuns: number;
}

const LIST_LIMIT_IN_MS = 60_000;
const READS_AT_ONCE = 16;
/** Without any run to learn from: a text item has some 8 kB in its ZIP and two recipients. */
const GUESSED_DELIVERIES_PER_BYTE = 2 / 8_000;
const GUESSED_BYTES_PER_BYTE = 3;

/** Lists what the source has for a window and says how long importing it will take. Changes nothing. */
export async function estimateWindow(window: { from: Date; to: Date }, ports: AdminPorts): Promise<WindowEstimate> {
  if (window.from >= window.to) throw new ActRefusedError('invalid', 'empty-window', 'The window ends before it begins.');
  const listing = await ports.source.list(window, AbortSignal.timeout(LIST_LIMIT_IN_MS));
  const seen = await atOnce(READS_AT_ONCE, listing.packages, (listed) => isSeen(listed, ports));
  const fresh = listing.packages.filter((_listed, index) => seen[index] !== true);
  const packageBytes = fresh.reduce((sum, { bytes }) => sum + bytes, 0);
  const { load, basedOnRuns } = await loadOf(packageBytes, ports);
  return {
    ...estimateRun(load),
    packages: listing.packages.length,
    knownPackages: listing.packages.length - fresh.length,
    packageBytes,
    deliveries: Math.round(load.deliveries),
    mailboxes: fresh.length === 0 ? 0 : load.shares.length,
    waits: (await liveRuns(ports)).length > 0,
    basedOnRuns,
  };
}

async function isSeen(listed: ListedPackage, { stores, source }: AdminPorts): Promise<boolean> {
  if (listed.stamp === undefined) return false;
  const id = listingKeyOf(source.id, listed.name, listed.bytes, listed.stamp);
  return ((await stores.packageRows.get(`seen-${id}`, 'seen'))?.row as PackageIndexRow | undefined) !== undefined;
}

/** Concludes from what past packages of so many bytes brought. */
async function loadOf(packageBytes: number, ports: AdminPorts): Promise<{ load: RunLoad; basedOnRuns: number }> {
  const past = (await runHistory(ports)).filter(({ packages, counts }) => packages.bytes > 0 && counts.deliveriesAvailable > 0);
  const sum = (pick: (run: (typeof past)[number]) => number): number => past.reduce((total, run) => total + pick(run), 0);
  const bytes = sum(({ packages }) => packages.bytes);
  const deliveries = sum(({ counts }) => counts.deliveriesAvailable);
  const items = sum(({ packages }) => packages.read);
  const perByte = bytes === 0 ? GUESSED_DELIVERIES_PER_BYTE : deliveries / bytes;
  const copied = items === 0 ? GUESSED_BYTES_PER_BYTE : deliveries / items;
  const load = { deliveries: packageBytes * perByte, bytes: packageBytes * copied, packageBytes, shares: await sharesOf(ports) };
  return { load, basedOnRuns: past.length };
}

async function sharesOf(ports: AdminPorts): Promise<RunLoad['shares']> {
  const rows = (await mailboxRows(ports)).filter(({ delivered }) => delivered > 0);
  const all = rows.reduce((sum, { delivered }) => sum + delivered, 0);
  return rows.map(({ address, delivered }) => ({ mailbox: address, share: delivered / all }));
}
