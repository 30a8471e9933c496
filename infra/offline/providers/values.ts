import { createHash } from 'node:crypto';
import { UNKNOWN } from '../../property-path';

export type Inputs = Readonly<Record<string, unknown>>;

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

/** A made-up UUID that is always the same for the same thing. */
export function madeUpUuid(of: string): string {
  const hex = createHash('sha256').update(of).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
