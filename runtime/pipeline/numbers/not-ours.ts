import type { Stores } from '../connector-ports';
import type { NumberState } from '../rows/number-row';

const HEX_DIGITS = '0123456789abcdef';

/** Sixteen partitions a state, by the first digit of the key, so that no partition takes all writes. */
export const numberPartition = (state: NumberState, key: string): string => `${state}-${key.charAt(0)}`;
export const numberPartitions = (state: NumberState): readonly string[] => [...HEX_DIGITS].map((digit) => `${state}-${digit}`);

/** Keys of the participants that an Admin answered "Not ours". */
export async function readNotOurs(stores: Pick<Stores, 'numbers'>): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (const partition of numberPartitions('not-ours')) for await (const { row } of stores.numbers.list(partition)) keys.add(row.key);
  return keys;
}
