import type { MappingRow } from './user-mapping';

const ALWAYS = Number.NEGATIVE_INFINITY;
const FOR_EVER = Number.POSITIVE_INFINITY;

export function beginOf({ validFrom }: MappingRow): number {
  return validFrom?.getTime() ?? ALWAYS;
}

export function endOf({ validTo }: MappingRow): number {
  return validTo?.getTime() ?? FOR_EVER;
}

/**
 * For each row of one number that is valid at the same time as a row with another mailbox: the two of them. Sorts once, however many there are.
 *
 * In the order of their beginnings, a row meets another mailbox exactly when one of two earlier rows is still valid: the one that reaches
 * furthest, or, when that names the same mailbox, the one that reaches furthest among the other mailboxes.
 */
export function* rivals(rows: readonly MappingRow[]): Iterable<readonly [earlier: MappingRow, later: MappingRow]> {
  let furthest: MappingRow | undefined;
  let furthestOther: MappingRow | undefined;
  for (const row of rows.toSorted(byBegin)) {
    const rival = furthest?.mailbox === row.mailbox ? furthestOther : furthest;
    if (rival !== undefined && endOf(rival) > beginOf(row)) yield [rival, row];

    if (furthest === undefined || endOf(row) > endOf(furthest)) {
      if (furthest !== undefined && furthest.mailbox !== row.mailbox) furthestOther = furthest;
      furthest = row;
    } else if (row.mailbox !== furthest.mailbox && (furthestOther === undefined || endOf(row) > endOf(furthestOther))) {
      furthestOther = row;
    }
  }
}

/** Not by subtraction: the difference of two infinities is no number. */
function byBegin(a: MappingRow, b: MappingRow): number {
  const [begin, other] = [beginOf(a), beginOf(b)];
  return begin < other ? -1 : begin > other ? 1 : 0;
}
