import { readMailboxCell, readNumberCell } from './mapping-cells';
import { type ReadDate, readMappingDate } from './mapping-date';
import type { MappingColumns } from './mapping-header';
import type { MappingProblemCode } from './mapping-problems';
import type { ProblemList } from './problem-list';
import type { MappingRow } from './user-mapping';

/** Reads one line; undefined when it has a problem that refuses the file. Every cell is looked at, so that all problems of a line are found. */
export function readMappingRow(
  cells: readonly string[],
  line: number,
  columns: MappingColumns,
  problems: ProblemList,
): MappingRow | undefined {
  if (cells.length <= Math.max(columns.number, columns.mailbox)) {
    problems.add(line, 'too-few-columns');
    return undefined;
  }
  const isWide = cells.length > columns.width && cells.slice(columns.width).some(isFilled);
  if (isWide) problems.add(line, 'too-many-columns');

  const phone = readNumberCell(cells[columns.number] ?? '');
  if ('problem' in phone) problems.add(line, phone.problem, phone.detail);
  else if (phone.value.startsWith('0')) problems.add(line, 'number-without-country');
  const mailbox = readMailboxCell(cells[columns.mailbox] ?? '');
  if ('problem' in mailbox) problems.add(line, mailbox.problem, mailbox.detail);
  const validity = readValidity(cells, line, columns, problems);

  if (isWide || 'problem' in phone || 'problem' in mailbox || validity === undefined) return undefined;
  return { phone: phone.value, mailbox: mailbox.value, ...validity, line };
}

export function isFilled(cell: string): boolean {
  return cell.trim() !== '';
}

const ALWAYS = Object.freeze({ validFrom: undefined, validTo: undefined });

function readValidity(
  cells: readonly string[],
  line: number,
  columns: MappingColumns,
  problems: ProblemList,
): Pick<MappingRow, 'validFrom' | 'validTo'> | undefined {
  const from = dateIn(cells, columns.validFrom);
  const to = dateIn(cells, columns.validTo);
  if (from === undefined && to === undefined) return ALWAYS;
  const areRead = [from, to].map((cell) => isRead(cell, line, problems));
  if (areRead.includes(false)) return undefined;

  const validity = { validFrom: dateOf(from), validTo: dateOf(to) };
  if (validity.validFrom === undefined || validity.validTo === undefined || validity.validFrom < validity.validTo) return validity;
  problems.add(line, 'dates-reversed');
  return undefined;
}

type DateCell = { readonly text: string; readonly read: ReadDate } | undefined;

function dateIn(cells: readonly string[], column: number | undefined): DateCell {
  const text = column === undefined ? '' : (cells[column] ?? '').trim();
  return text === '' ? undefined : { text, read: readMappingDate(text) };
}

function isRead(cell: DateCell, line: number, problems: ProblemList): boolean {
  if (cell === undefined || 'date' in cell.read) return true;
  problems.add(line, cell.read.problem, shownDate(cell.text, cell.read.problem));
  return false;
}

function dateOf(cell: DateCell): Date | undefined {
  return cell !== undefined && 'date' in cell.read ? cell.read.date : undefined;
}

/** Only what has the form of a date: a cell in a wrong column may hold a number or a name. */
function shownDate(text: string, problem: MappingProblemCode): string | undefined {
  return problem === 'date-not-understood' ? undefined : `"${text}"`;
}
