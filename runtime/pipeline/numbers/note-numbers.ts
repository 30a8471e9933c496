import { RowChangedError, RowExistsError } from '../../ports/storage-errors';
import { MAX_TRANSACTION_CHANGES, type RowChange } from '../../ports/table';
import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';
import type { NumberRow } from '../rows/number-row';
import type { SeenNumber } from '../unpack/routed-part';
import { numberPartition } from './not-ours';

const READS_AT_ONCE = 16;
const MAX_LATEST = 100;
const MAX_TRIES = 8;

/** Which part of which package was counted. */
export interface CountedPart {
  readonly runId: string;
  readonly packageId: string;
  readonly fromEntry: number;
  readonly arrivedAt: string;
}

type Shown = readonly (readonly [key: string, seen: SeenNumber])[];

/**
 * Adds what a part of a package showed of numbers that are nobody's. A repeated part counts once. Packages are unpacked side by side and show the same
 * strangers: what another one noted meanwhile stays, because a mapping that adds the number offers its items by these rows.
 */
export async function noteNumbers(
  numbers: ReadonlyMap<string, SeenNumber>,
  part: CountedPart,
  ports: Pick<ConnectorPorts, 'stores'>,
): Promise<void> {
  const byPartition = Map.groupBy(numbers, ([key, { state }]) => numberPartition(state, key));
  for (const [partition, shown] of byPartition) {
    for (let at = 0; at < shown.length; at += MAX_TRANSACTION_CHANGES)
      await noteGroup(partition, shown.slice(at, at + MAX_TRANSACTION_CHANGES), part, ports);
  }
}

async function noteGroup(partition: string, shown: Shown, part: CountedPart, ports: Pick<ConnectorPorts, 'stores'>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const changes = await atOnce(READS_AT_ONCE, shown, ([key, seen]) => changeOf(partition, key, seen, part, ports));
    try {
      await ports.stores.numbers.transact(changes.filter((change) => change !== undefined));
      return;
    } catch (error) {
      if (!(error instanceof RowChangedError || error instanceof RowExistsError) || tries === MAX_TRIES) throw error;
    }
  }
}

async function changeOf(
  partition: string,
  key: string,
  seen: SeenNumber,
  part: CountedPart,
  ports: Pick<ConnectorPorts, 'stores'>,
): Promise<RowChange<NumberRow> | undefined> {
  const stored = await ports.stores.numbers.get(partition, key);
  const known = stored?.row;
  const countedPart = `${part.runId}/${part.packageId}/${part.fromEntry}`;
  if (known?.countedPart === countedPart) return undefined;
  const before = known === undefined ? [] : (JSON.parse(known.latest) as unknown[]);
  const latest = [...before, ...seen.entries.map((entry) => [part.runId, part.packageId, entry])].slice(-MAX_LATEST);
  const row: NumberRow = {
    partition,
    key,
    v: 1,
    shown: seen.shown,
    name: seen.name || (known?.name ?? ''),
    items: (known?.items ?? 0) + seen.items,
    firstSeenAt: known?.firstSeenAt ?? part.arrivedAt,
    lastSeenAt: part.arrivedAt,
    latest: JSON.stringify(latest),
    countedPart,
  };
  return stored === undefined ? { kind: 'insert', row } : { kind: 'replace', row, etag: stored.etag };
}
