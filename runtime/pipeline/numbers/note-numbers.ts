import { MAX_TRANSACTION_CHANGES, type RowChange } from '../../ports/table';
import { atOnce } from '../at-once';
import type { ConnectorPorts } from '../connector-ports';
import type { NumberRow } from '../rows/number-row';
import type { SeenNumber } from '../unpack/routed-part';
import { numberPartition } from './not-ours';

const READS_AT_ONCE = 16;
const MAX_LATEST = 100;

/** Which part of which package was counted. */
export interface CountedPart {
  readonly runId: string;
  readonly packageId: string;
  readonly fromEntry: number;
  readonly arrivedAt: string;
}

/** Adds what a part of a package showed of numbers that are nobody's. A repeated part counts once. */
export async function noteNumbers(
  numbers: ReadonlyMap<string, SeenNumber>,
  part: CountedPart,
  ports: Pick<ConnectorPorts, 'stores'>,
): Promise<void> {
  const rows = await atOnce(READS_AT_ONCE, [...numbers], ([key, seen]) => mergedRow(key, seen, part, ports));
  const byPartition = new Map<string, RowChange<NumberRow>[]>();
  for (const row of rows) {
    if (row === undefined) continue;
    const changes = byPartition.get(row.partition) ?? [];
    changes.push({ kind: 'upsert', row });
    byPartition.set(row.partition, changes);
  }
  for (const changes of byPartition.values()) {
    for (let at = 0; at < changes.length; at += MAX_TRANSACTION_CHANGES)
      await ports.stores.numbers.transact(changes.slice(at, at + MAX_TRANSACTION_CHANGES));
  }
}

async function mergedRow(
  key: string,
  seen: SeenNumber,
  part: CountedPart,
  ports: Pick<ConnectorPorts, 'stores'>,
): Promise<NumberRow | undefined> {
  const partition = numberPartition(seen.state, key);
  const known = (await ports.stores.numbers.get(partition, key))?.row;
  const countedPart = `${part.runId}/${part.packageId}/${part.fromEntry}`;
  if (known?.countedPart === countedPart) return undefined;
  const before = known === undefined ? [] : (JSON.parse(known.latest) as unknown[]);
  const latest = [...before, ...seen.entries.map((entry) => [part.runId, part.packageId, entry])].slice(-MAX_LATEST);
  return {
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
}
