import type { ProblemList } from './problem-list';
import type { MappingRow } from './user-mapping';

/** Excel shows and saves 445204334324 as 4.45204E+11; opened and saved once more, it is 445204000000. */
const ROUNDED = /^[0-9]{4,}0{6}$/;

/**
 * One number that ends in six zeros may be right; a file in which most do was rounded. A rounded number can match nobody but a stranger, so
 * alone it is only a warning: it misroutes nothing, and refusing it would lock out the one customer who has such a number.
 */
export function reportRoundedNumbers(rows: readonly MappingRow[], problems: ProblemList): void {
  const rounded = rows.filter(({ phone }) => phone.endsWith('000000') && ROUNDED.test(phone));
  const isWholeFile = rounded.length > 1 && rounded.length * 2 > rows.length;
  for (const { line } of rounded) problems.add(line, isWholeFile ? 'digits-lost' : 'digits-may-be-lost');
}
