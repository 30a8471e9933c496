import { createHash } from 'node:crypto';

export type Inputs = Readonly<Record<string, unknown>>;

/** A value that is not known yet in a preview. */
export const UNKNOWN = Symbol('unknown');

/** How the engine writes an unknown value. */
const UNKNOWN_TEXT = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
/** How the engine marks a wrapped value; the signature of a secret. */
const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d';
const SECRET_SIGNATURE = '1b47061264138c4ac30d75fd1eb44270';

/** The same value without secret wrappers, and with `UNKNOWN` for what is not known yet. */
export function plain(value: unknown): unknown {
  if (value === UNKNOWN_TEXT) return UNKNOWN;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Record<string, unknown>;
  if (object[SIGNATURE_KEY] === SECRET_SIGNATURE) return plain(object['value']);
  return Object.fromEntries(Object.entries(object).map(([key, entry]) => [key, plain(entry)]));
}

/** The value at a path such as `properties.sku.name`; undefined when something on the way is missing, `UNKNOWN` when it is unknown. */
export function at(inputs: unknown, path: string): unknown {
  let value = inputs;
  for (const key of path.split('.')) {
    if (value === UNKNOWN) return UNKNOWN;
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** The text at a path; undefined when it is missing, unknown or no text. */
export function textAt(inputs: unknown, path: string): string | undefined {
  const value = at(inputs, path);
  return typeof value === 'string' ? value : undefined;
}

/** The elements of the list at a path that are known; none when there is no list. */
export function listAt(inputs: unknown, path: string): readonly unknown[] {
  const value = at(inputs, path);
  return Array.isArray(value) ? value.filter((element) => element !== UNKNOWN) : [];
}

/** A made-up UUID that is always the same for the same thing. */
export function madeUpUuid(of: string): string {
  const hex = createHash('sha256').update(of).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
