import type { RowKey } from '../../ports/table';

/** A row below its table's URL, encoded: `(PartitionKey='p',RowKey='k')`. */
export function rowInUrl({ partition, key }: RowKey): string {
  return `(PartitionKey='${keyInUrl(partition)}',RowKey='${keyInUrl(key)}')`;
}

const keyInUrl = (key: string): string => encodeURIComponent(key.replaceAll("'", "''"));

/** The rows of a partition, `from` included, `to` excluded. Quotes of a value are doubled. */
export function rowsFilter(partition: string, from: string | undefined, to: string | undefined): string {
  const conditions = [`PartitionKey eq ${quoted(partition)}`];
  if (from !== undefined) conditions.push(`RowKey ge ${quoted(from)}`);
  if (to !== undefined) conditions.push(`RowKey lt ${quoted(to)}`);
  return conditions.join(' and ');
}

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;
