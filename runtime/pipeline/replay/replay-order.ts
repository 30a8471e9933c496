import type { ConnectorPorts } from '../connector-ports';
import type { RunRow } from '../rows/run-row';

/** An item by its place: run and package that hold it, and its entry. */
export type ItemPlace = readonly [packageRun: string, packageId: string, entry: number];

/** A package by the run that collected it, and its id. */
export type PackagePlace = readonly [packageRun: string, packageId: string];

/** What an administrator asked a run to take up (`replays: 'listed'`); JSON in the container `work`. */
export interface ReplayOrder {
  readonly v: 1;
  /** Keys of held rows, open or failed. */
  readonly held: readonly string[];
  /** Those of them that are released: what still cannot be imported leaves the balance. */
  readonly released: readonly string[];
  /** Those of them that are left as they are: they leave the balance and nothing is tried. */
  readonly left: readonly string[];
  /** Held key -> mailbox address that the administrator chose among its candidates. */
  readonly chosen: Readonly<Record<string, string>>;
  /** Items that are not held and are routed again: a number was mapped, or a routing was corrected. */
  readonly items: readonly ItemPlace[];
  /** Packages that are unpacked again as a whole: the ledger was rebuilt, and nobody knows what is held of them. */
  readonly packages: readonly PackagePlace[];
}

export const EMPTY_ORDER: ReplayOrder = Object.freeze({ v: 1, held: [], released: [], left: [], chosen: {}, items: [], packages: [] });

/** Undefined for a run that takes up what is due by the rules. A blob that is gone asks for nothing. */
export async function readReplayOrder(run: RunRow, ports: Pick<ConnectorPorts, 'stores'>): Promise<ReplayOrder | undefined> {
  if (run.replays !== 'listed') return undefined;
  const blob = await ports.stores.work.get(run.replayIds);
  if (blob === undefined) return EMPTY_ORDER;
  const stored = JSON.parse(blob.content.toString('utf8')) as string[] | Partial<ReplayOrder>;
  return Array.isArray(stored) ? { ...EMPTY_ORDER, held: stored } : { ...EMPTY_ORDER, ...stored };
}

/** Answers the blob's name, for the row of the run. */
export async function writeReplayOrder(name: string, order: Partial<ReplayOrder>, ports: Pick<ConnectorPorts, 'stores'>): Promise<string> {
  const blob = `orders/${name}.json`;
  await ports.stores.work.put(blob, Buffer.from(JSON.stringify({ ...EMPTY_ORDER, ...order })));
  return blob;
}
