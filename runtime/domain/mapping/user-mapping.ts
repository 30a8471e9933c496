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
