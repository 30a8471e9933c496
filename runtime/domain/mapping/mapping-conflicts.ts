import { beginOf, endOf, rivals } from './overlapping-rows';
import type { ProblemList } from './problem-list';
import type { MappingRow } from './user-mapping';

/**
 * Finds rows that say the same (dropped, with a warning) and rows that give one number to two mailboxes at the same time (which refuse the
 * file). Answers the rows without duplicates, in file order.
 */
export function checkRowsTogether(rows: readonly MappingRow[], problems: ProblemList): readonly MappingRow[] {
  const dropped = new Set<MappingRow>();
  for (const group of rowsOfSameNumber(rows)) {
    const different = withoutDuplicates(group, dropped, problems);
    for (const [a, b] of rivals(different)) {
      problems.add(Math.max(a.line, b.line), 'conflict', `With line ${Math.min(a.line, b.line)}`);
    }
  }
  return dropped.size === 0 ? rows : rows.filter((row) => !dropped.has(row));
}

/** Only numbers with several rows. */
function rowsOfSameNumber(rows: readonly MappingRow[]): Iterable<readonly MappingRow[]> {
  const first = new Map<string, MappingRow>();
  const several = new Map<string, MappingRow[]>();
  for (const row of rows) {
    const known = first.get(row.phone);
    if (known === undefined) {
      first.set(row.phone, row);
      continue;
    }
    const group = several.get(row.phone);
    if (group === undefined) several.set(row.phone, [known, row]);
    else group.push(row);
  }
  return several.values();
}

function withoutDuplicates(group: readonly MappingRow[], dropped: Set<MappingRow>, problems: ProblemList): readonly MappingRow[] {
  const said = new Map<string, number>();
  return group.filter((row) => {
    const sentence = [row.mailbox, beginOf(row), endOf(row)].join(' ');
    const line = said.get(sentence);
    if (line === undefined) {
      said.set(sentence, row.line);
      return true;
    }
    dropped.add(row);
    problems.add(row.line, 'duplicate', `As line ${line}`);
    return false;
  });
}
