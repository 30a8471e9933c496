import type { ConnectorPorts } from '../connector-ports';
import { numberPartitions } from '../numbers/not-ours';
import type { NumberState } from '../rows/number-row';
import { recently } from './recently';

const LIFE_IN_MS = 20_000;

/** A number (or bare name) that is nobody's. */
export interface SeenNumber {
  readonly key: string;
  readonly shown: string;
  readonly name: string;
  readonly items: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
}

/** By frequency. */
export function seenNumbers(state: NumberState, ports: Pick<ConnectorPorts, 'stores' | 'clock'>): Promise<readonly SeenNumber[]> {
  return recently(`numbers ${state}`, LIFE_IN_MS, ports, async () => {
    const lists = await Promise.all(numberPartitions(state).map((partition) => numbersOf(partition, ports)));
    return lists.flat().sort((a, b) => b.items - a.items || (a.key < b.key ? -1 : 1));
  });
}

async function numbersOf(partition: string, ports: Pick<ConnectorPorts, 'stores'>): Promise<SeenNumber[]> {
  const numbers: SeenNumber[] = [];
  for await (const { row } of ports.stores.numbers.list(partition)) {
    const { key, shown, name, items, firstSeenAt, lastSeenAt } = row;
    numbers.push({ key, shown, name, items, firstSeenAt, lastSeenAt });
  }
  return numbers;
}
