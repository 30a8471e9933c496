/** Stands for a value that is not known yet in a preview. */
export const UNKNOWN = Symbol('unknown');

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
