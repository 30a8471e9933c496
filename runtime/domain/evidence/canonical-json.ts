/**
 * JSON in the one form that RFC 8785 (JSON Canonicalization Scheme) allows: no spaces, members sorted by UTF-16 code units, numbers and strings
 * as ECMAScript writes them. Two parties that agree on a value agree on its bytes, so it can be hashed and signed.
 *
 * Members that are `undefined` are left out, as `JSON.stringify` does. Throws `TypeError` for what JSON cannot say without loss: NaN, Infinity,
 * lone surrogates, functions, symbols, bigint, and objects that are not plain.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isPlainObject(value)) return canonicalObject(value);
  throw new TypeError(`A value of type ${typeof value} has no canonical JSON`);
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical JSON`);
  return JSON.stringify(value);
}

function canonicalString(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('A string with a lone surrogate has no canonical JSON');
  return JSON.stringify(value);
}

/** The default order of `sort` is by UTF-16 code units, which is what section 3.2.3 asks. */
function canonicalObject(value: Readonly<Record<string, unknown>>): string {
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${canonicalString(name)}:${canonicalJson(value[name])}`);
  return `{${members.join(',')}}`;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
