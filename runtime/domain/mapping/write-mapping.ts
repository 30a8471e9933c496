import { beginOf, endOf } from './overlapping-rows';
import type { MappingRow } from './user-mapping';

const HEADER = 'External User ID,Microsoft 365 User Mailbox';
const HEADER_WITH_DATES = `${HEADER},Valid from,Valid to`;

/** A mapping file with these rows, in the vendor's columns: LF, UTF-8, dates as ISO. It reads back as the same rows. */
export function mappingCsv(rows: readonly Omit<MappingRow, 'line'>[]): Buffer {
  const hasDates = rows.some(({ validFrom, validTo }) => validFrom !== undefined || validTo !== undefined);
  const lines = rows.map(({ phone, mailbox, validFrom, validTo }) =>
    hasDates ? `${phone},${mailbox},${dateCell(validFrom)},${dateCell(validTo)}` : `${phone},${mailbox}`,
  );
  return Buffer.from(`${[hasDates ? HEADER_WITH_DATES : HEADER, ...lines].join('\n')}\n`);
}

function dateCell(date: Date | undefined): string {
  if (date === undefined) return '';
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.replace('.000Z', 'Z');
}

/**
 * The rows with a number given to a mailbox. Rows of the number that are valid at the same time make way: they end where the new one begins, and
 * go when nothing of them is left.
 */
export function withNumber(rows: readonly MappingRow[], added: Omit<MappingRow, 'line'>): readonly Omit<MappingRow, 'line'>[] {
  const [from, to] = [beginOf({ ...added, line: 0 }), endOf({ ...added, line: 0 })];
  const kept = rows.flatMap((row): Omit<MappingRow, 'line'>[] => {
    if (row.phone !== added.phone || endOf(row) <= from || beginOf(row) >= to) return [row];
    const before = beginOf(row) < from ? [{ ...row, validTo: added.validFrom }] : [];
    const after = endOf(row) > to ? [{ ...row, validFrom: added.validTo }] : [];
    return [...before, ...after];
  });
  return [...kept, added];
}
