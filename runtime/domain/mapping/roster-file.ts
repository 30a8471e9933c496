import { normalisePhoneNumber } from '../item/phone-number';
import { delimiterHint, detectDelimiter } from './csv-delimiter';
import { readCsv } from './csv-lines';
import { decodeMappingText } from './mapping-text';

const MAX_ROWS = 1_000_000;

/**
 * The mobile numbers of a list of registered users, as the vendor's portal exports it: the columns are not published, so the column with most
 * numbers is taken. Undefined when the bytes are no text or hold no number.
 */
export function readRosterFile(bytes: Buffer): ReadonlySet<string> | undefined {
  const decoded = decodeMappingText(bytes);
  if ('problem' in decoded) return undefined;
  const hint = delimiterHint(decoded.text);
  const columns: string[][] = [];
  let rows = 0;
  const row = (cells: readonly string[]): void => {
    rows += 1;
    if (rows > MAX_ROWS) return;
    for (const [column, cell] of cells.entries()) {
      const phone = phoneIn(cell);
      if (phone === undefined) continue;
      columns[column] ??= [];
      columns[column].push(phone);
    }
  };
  readCsv(decoded.text.slice(hint?.length ?? 0), hint?.delimiter ?? detectDelimiter(decoded.text), 1, { row, damaged: () => {} });
  const most = columns.filter((column) => column !== undefined).sort((a, b) => b.length - a.length)[0];
  return most === undefined ? undefined : new Set(most);
}

/** A cell with letters is a name or an address, whatever digits are in it. */
function phoneIn(cell: string): string | undefined {
  const text = cell.trim().replace(/^['="]+|"+$/g, '');
  return /[A-Za-z@]/.test(text) ? undefined : normalisePhoneNumber(text);
}
