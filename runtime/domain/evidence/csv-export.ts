/** Makes Excel show umlauts and emoji as they are. */
const BYTE_ORDER_MARK = '\ufeff';
/** What a spreadsheet takes for a formula, or strips to get at one [OWASP CSV injection; Symfony CVE-2021-41270]. */
const FORMULA_START = /^[=+\-@\t\r\n]/;
const PLUS_NUMBER = /^\+(\d{7,15})$/;
const NEEDS_QUOTES = /["\r\n,;\t']|^\s|\s$/;

/**
 * One cell, safe to open in a spreadsheet: what begins like a formula gets an apostrophe in front.
 *
 * A phone number with a plus loses the plus instead, because an exported list may come back as a mapping and an apostrophe would break the
 * number there; without the plus it is the same number.
 */
export function csvCell(value: string | number): string {
  const text = String(value).replace(PLUS_NUMBER, '$1');
  const safe = typeof value === 'string' && FORMULA_START.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A column of an export: its heading, and what stands in it. */
export interface CsvColumn<Row> {
  readonly heading: string;
  readonly value: (row: Row) => string | number;
}

/** A table as CSV, line by line, so that a million rows need no memory: UTF-8 with byte order mark, CRLF. */
export async function* csvTable<Row>(columns: readonly CsvColumn<Row>[], rows: AsyncIterable<Row> | Iterable<Row>): AsyncGenerator<string> {
  yield `${BYTE_ORDER_MARK}${columns.map(({ heading }) => csvCell(heading)).join(',')}\r\n`;
  for await (const row of rows) yield `${columns.map(({ value }) => csvCell(value(row))).join(',')}\r\n`;
}
