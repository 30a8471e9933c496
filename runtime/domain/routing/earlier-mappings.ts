import type { MappingRow, UserMapping } from '../mapping/user-mapping';

/** A row of a version that is not the current one any more. */
export interface EarlierRow extends Pick<MappingRow, 'mailbox' | 'validFrom' | 'validTo'> {
  /** When the next version was activated, UTC. */
  readonly activeUntil: Date;
}

export interface EarlierMappings {
  rowsOf(phone: string): readonly EarlierRow[];
}

export interface EarlierVersion {
  readonly mapping: UserMapping;
  readonly activeUntil: Date;
}

const NO_ROWS: readonly EarlierRow[] = Object.freeze([]);

export const NO_EARLIER_MAPPINGS: EarlierMappings = Object.freeze({ rowsOf: () => NO_ROWS });

/** Keeps only what can hold an item back: earlier rows of numbers that the current version gives to another mailbox. */
export function createEarlierMappings(current: UserMapping, versions: readonly EarlierVersion[]): EarlierMappings {
  const byPhone = new Map<string, EarlierRow[]>();
  for (const { mapping, activeUntil } of versions) {
    for (const { phone, mailbox, validFrom, validTo } of mapping.rows) {
      if (!current.rowsOf(phone).some((row) => row.mailbox !== mailbox)) continue;
      const rows = byPhone.get(phone);
      const earlier: EarlierRow = { mailbox, validFrom, validTo, activeUntil };
      if (rows === undefined) byPhone.set(phone, [earlier]);
      else rows.push(earlier);
    }
  }
  return byPhone.size === 0 ? NO_EARLIER_MAPPINGS : { rowsOf: (phone) => byPhone.get(phone) ?? NO_ROWS };
}
