/** What reading one configuration value gives: the typed value, or nothing when it is not allowed. */
export type Read<T> = { readonly value: T } | undefined;

/** One configuration key: what it may be, in words that finish "set ...", and how its text is read. */
export interface Field<T> {
  readonly allowed: string;
  /** `raw` is the text Pulumi hands over; arrays and objects come as JSON. */
  read(raw: string): Read<T>;
}

export type FieldValue<F> = F extends Field<infer T> ? T : never;

function field<T>(allowed: string, read: (raw: string) => Read<T>): Field<T> {
  return { allowed, read };
}

export function choice<const T extends string>(...values: readonly T[]): Field<T> {
  const known: ReadonlySet<string> = new Set(values);
  return field(`one of ${values.map((value) => `"${value}"`).join(', ')}`, (raw) => (known.has(raw) ? { value: raw as T } : undefined));
}

/** Text that fits a pattern as a whole. */
export function text(allowed: string, pattern: RegExp): Field<string> {
  return field(allowed, (raw) => (pattern.test(raw) ? { value: raw } : undefined));
}

/** The field's value, or the empty text. */
export function optional<T extends string>(inner: Field<T>): Field<T | ''> {
  return field<T | ''>(`${inner.allowed}, or nothing`, (raw) => (raw === '' ? { value: '' } : inner.read(raw)));
}

export function boolean(): Field<boolean> {
  return field('true or false', (raw) => (raw === 'true' || raw === 'false' ? { value: raw === 'true' } : undefined));
}

export function integer(from: number, to: number, also: readonly number[] = []): Field<number> {
  const extra = also.length === 0 ? '' : `, or ${also.join(' or ')}`;
  return field(`a whole number from ${from} to ${to}${extra}`, (raw) => {
    if (!/^-?\d{1,9}$/.test(raw)) return undefined;
    const value = Number(raw);
    return (value >= from && value <= to) || also.includes(value) ? { value } : undefined;
  });
}

/** A JSON array whose elements each fit `element`; `least` of them at least. Repeated elements count once. */
export function list<T extends string | number>(element: Field<T>, least = 0): Field<readonly T[]> {
  const allowed = least > 0 ? `a list of at least ${least}, each ${element.allowed}` : `a list, each ${element.allowed}`;
  return field(allowed, (raw) => {
    const parsed = parseJson(raw);
    if (!Array.isArray(parsed)) return undefined;
    const values: T[] = [];
    for (const entry of parsed) {
      const read = typeof entry === 'string' || typeof entry === 'number' ? element.read(String(entry)) : undefined;
      if (read === undefined) return undefined;
      values.push(read.value);
    }
    const unique = [...new Set(values)];
    return unique.length >= least ? { value: unique } : undefined;
  });
}

/** A JSON object of texts whose names and values fit. */
export function textMap(allowed: string, name: RegExp, value: RegExp): Field<Readonly<Record<string, string>>> {
  return field(allowed, (raw) => {
    const parsed = parseJson(raw);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    const entries = Object.entries(parsed);
    const fits = entries.every(([key, entry]) => name.test(key) && typeof entry === 'string' && value.test(entry));
    return fits ? { value: Object.fromEntries(entries) as Record<string, string> } : undefined;
  });
}

/** Turns what another field read into something else; `undefined` refuses it. */
export function refine<A, B>(inner: Field<A>, allowed: string, change: (value: A) => B | undefined): Field<B> {
  return field(allowed, (raw) => {
    const read = inner.read(raw);
    const value = read === undefined ? undefined : change(read.value);
    return value === undefined ? undefined : { value };
  });
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
