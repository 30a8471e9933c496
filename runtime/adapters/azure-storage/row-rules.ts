import { MAX_TRANSACTION_CHANGES, MAX_TRANSACTION_CHARACTERS, type RowChange, type RowKey } from '../../ports/table';

/** Azure Tables: an entity holds 1 MiB, 2 bytes a character, names and overhead included. */
export const MAX_ROW_CHARACTERS = 500_000;

/** Azure Tables: keys hold 1 KiB each, 2 bytes a character. */
const MAX_KEY_CHARACTERS = 512;

const FORBIDDEN_IN_KEYS = /[/\\#?\u0000-\u001f\u007f-\u009f]/;

/** Azure Tables: names are C# identifiers. `__<n>` is how the adapter continues a long string. */
const PROPERTY_NAME = /^[A-Za-z][A-Za-z0-9]{0,200}$/;

/** The service or its SDK gives these another meaning. */
const RESERVED_NAMES = new Set(['PartitionKey', 'RowKey', 'Timestamp', 'partitionKey', 'rowKey', 'timestamp', 'etag']);

/**
 * Refuses what Azure Tables cannot hold, before anything is sent: a `RangeError` is a mistake of the caller, and repeating it helps nobody.
 * The fake asks the same questions, so that a test finds the mistake. Answers the characters of the row.
 */
export function checkRow(table: string, row: RowKey): number {
  checkKey(table, row);
  let characters = row.partition.length + row.key.length;
  for (const name in row) {
    if (name === 'partition' || name === 'key') continue;
    const value: unknown = row[name as keyof RowKey];
    if (value === undefined) continue;
    if (!PROPERTY_NAME.test(name) || RESERVED_NAMES.has(name)) {
      throw new RangeError(`Table ${table} cannot hold a property named "${name}": use letters and digits, and no name of the service`);
    }
    characters += name.length + checkedLength(table, name, value);
  }
  if (characters > MAX_ROW_CHARACTERS) {
    throw new RangeError(
      `A row for table ${table} has ${characters} characters; ${MAX_ROW_CHARACTERS} are allowed. Put the content into a blob`,
    );
  }
  return characters;
}

function checkedLength(table: string, name: string, value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'boolean' || Number.isFinite(value)) return 8;
  throw new RangeError(`Table ${table} cannot hold property ${name}: it is neither text, a finite number nor true or false`);
}

export function checkKey(table: string, { partition, key }: RowKey): void {
  checkKeyPart(table, 'partition', partition);
  checkKeyPart(table, 'key', key);
}

function checkKeyPart(table: string, part: 'partition' | 'key', value: string): void {
  if (typeof value !== 'string' || value.length > MAX_KEY_CHARACTERS) {
    throw new RangeError(`The ${part} of a row for table ${table} must be text of at most ${MAX_KEY_CHARACTERS} characters`);
  }
  if (FORBIDDEN_IN_KEYS.test(value)) {
    throw new RangeError(`The ${part} of a row for table ${table} holds one of / \\ # ? or a control character; use a hash of it`);
  }
}

/**
 * Azure Tables: at most 100 changes of one partition, each of another row, and 4 MiB in all; a character takes up to 3 bytes, and each change
 * some hundred bytes around it.
 */
export function checkTransaction<R extends RowKey>(table: string, changes: readonly RowChange<R>[]): void {
  if (changes.length > MAX_TRANSACTION_CHANGES) {
    throw new RangeError(`A transaction on table ${table} has ${changes.length} changes; ${MAX_TRANSACTION_CHANGES} are allowed`);
  }
  const keys = new Set<string>();
  let characters = 0;
  for (const { kind, row } of changes) {
    if (kind === 'delete') checkKey(table, row);
    else characters += checkRow(table, row);
    if (row.partition !== changes[0]?.row.partition) throw new RangeError(`A transaction on table ${table} spans several partitions`);
    if (keys.has(row.key)) throw new RangeError(`A transaction on table ${table} changes one row twice`);
    keys.add(row.key);
  }
  if (characters > MAX_TRANSACTION_CHARACTERS) {
    throw new RangeError(
      `A transaction on table ${table} has ${characters} characters; ${MAX_TRANSACTION_CHARACTERS} are allowed. Use several`,
    );
  }
}
