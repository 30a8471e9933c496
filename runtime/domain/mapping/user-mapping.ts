/** One usable row of the custom mapping, normalised. */
export interface MappingRow {
  /** Digits only. */
  readonly phone: string;
  /** Lower-case SMTP address or user principal name. */
  readonly mailbox: string;
  /** Inclusive start of validity (UTC); undefined = always. */
  readonly validFrom: Date | undefined;
  /** Exclusive end of validity (UTC); undefined = open. */
  readonly validTo: Date | undefined;
  /** Line in the file, from 1. */
  readonly line: number;
}

/** One checked version of the custom mapping. */
export interface UserMapping {
  /** SHA-256 of the file's bytes, hex; of no bytes when there is no custom mapping. */
  readonly version: string;
  readonly rows: readonly MappingRow[];
  /** Every row of a number (whole-number match), in file order. */
  rowsOf(phone: string): readonly MappingRow[];
}

const NO_ROWS: readonly MappingRow[] = Object.freeze([]);

/** Indexes the rows of a checked file. A number with several rows (validity dates) keeps them in file order. */
export function createUserMapping(rows: readonly MappingRow[], version: string): UserMapping {
  const byPhone = rowsByPhone(rows);
  return { version, rows, rowsOf: (phone) => byPhone.get(phone) ?? NO_ROWS };
}

export function rowsByPhone(rows: readonly MappingRow[]): ReadonlyMap<string, readonly MappingRow[]> {
  const byPhone = new Map<string, MappingRow[]>();
  for (const row of rows) {
    const known = byPhone.get(row.phone);
    if (known === undefined) byPhone.set(row.phone, [row]);
    else known.push(row);
  }
  return byPhone;
}

/** `[validFrom, validTo)`. */
export function isValidAt(row: Pick<MappingRow, 'validFrom' | 'validTo'>, time: Date): boolean {
  return (row.validFrom === undefined || row.validFrom <= time) && (row.validTo === undefined || time < row.validTo);
}
