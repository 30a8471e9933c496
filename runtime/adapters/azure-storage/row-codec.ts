import type { RowKey, RowValue } from '../../ports/table';

/** Azure Tables: a text property holds 64 KiB, 2 bytes a character; a margin is left. */
const MAX_PROPERTY_CHARACTERS = 32_000;

const MAX_INT32 = 2 ** 31 - 1;
const MIN_INT32 = -(2 ** 31);

/** `text`, then `text__1`, `text__2` ...: how a long text is continued. */
const CONTINUATION = /^(.+)__(\d+)$/;

/** An entity in the OData JSON of the service (minimal metadata: Int64 and Double carry their type). */
export type Entity = Readonly<Record<string, unknown>>;

type EntityProperties = Record<string, string | number | boolean>;

/** The row as the service takes it. Lone surrogates become U+FFFD, because UTF-8 cannot carry them. */
export function toEntity(row: RowKey): Entity {
  const properties: EntityProperties = { PartitionKey: row.partition, RowKey: row.key };
  for (const name in row) {
    if (name === 'partition' || name === 'key') continue;
    const value = row[name as keyof RowKey] as RowValue;
    if (value === undefined) continue;
    if (typeof value === 'string') putText(properties, name, value);
    else if (typeof value === 'number') putNumber(properties, name, value);
    else properties[name] = value;
  }
  return properties;
}

/** Whole numbers beyond 32 bits travel as Int64 (text), fractions as Double: every JavaScript number comes back as it was. */
function putNumber(properties: EntityProperties, name: string, value: number): void {
  if (Number.isInteger(value) && value >= MIN_INT32 && value <= MAX_INT32) {
    properties[name] = value;
  } else if (Number.isSafeInteger(value)) {
    properties[name] = String(value);
    properties[`${name}@odata.type`] = 'Edm.Int64';
  } else {
    properties[name] = value;
    properties[`${name}@odata.type`] = 'Edm.Double';
  }
}

function putText(properties: EntityProperties, name: string, value: string): void {
  const text = value.toWellFormed();
  if (text.length <= MAX_PROPERTY_CHARACTERS) {
    properties[name] = text;
    return;
  }
  for (let start = 0, part = 0; start < text.length; part += 1) {
    const end = partEnd(text, start);
    properties[part === 0 ? name : `${name}__${part}`] = text.slice(start, end);
    start = end;
  }
}

/** Where the part that starts here ends: never between the two halves of a character. */
function partEnd(text: string, start: number): number {
  const end = start + MAX_PROPERTY_CHARACTERS;
  const isHighSurrogate = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return isHighSurrogate ? end - 1 : end;
}

/** The row as it was written. */
export function fromEntity<R extends RowKey>(entity: Entity): R {
  const row: Record<string, unknown> = { partition: entity['PartitionKey'], key: entity['RowKey'] };
  let continued: string[] | undefined;
  for (const name in entity) {
    if (isOfService(name)) continue;
    if (CONTINUATION.test(name)) continued = [...(continued ?? []), name];
    else row[name] = entity[`${name}@odata.type`] === 'Edm.Int64' ? Number(entity[name]) : entity[name];
  }
  if (continued !== undefined) joinTexts(row, entity, continued);
  return row as unknown as R;
}

function isOfService(name: string): boolean {
  return name === 'PartitionKey' || name === 'RowKey' || name === 'Timestamp' || name.includes('odata.');
}

function joinTexts(row: Record<string, unknown>, entity: Entity, names: readonly string[]): void {
  const parts = names.map((name) => ({ name, base: name.replace(CONTINUATION, '$1'), part: Number(name.replace(CONTINUATION, '$2')) }));
  for (const { name, base } of parts.sort((left, right) => left.part - right.part)) row[base] = `${row[base]}${entity[name]}`;
}
