import { hash } from 'node:crypto';
import { type Delimiter, delimiterHint, detectDelimiter } from './csv-delimiter';
import { readCsv } from './csv-lines';
import { checkRowsTogether } from './mapping-conflicts';
import { type MappingColumns, readMappingHeader } from './mapping-header';
import type { MappingProblem } from './mapping-problems';
import { isFilled, readMappingRow } from './mapping-row';
import { decodeMappingText, type MappingEncoding } from './mapping-text';
import { ProblemList } from './problem-list';
import { reportRoundedNumbers } from './rounded-numbers';
import type { MappingRow } from './user-mapping';

/** How the file was read, for people. */
export interface MappingFormat {
  readonly encoding: MappingEncoding;
  readonly delimiter: Delimiter;
  /** Cells of the first line; undefined for a file without header. */
  readonly header: readonly string[] | undefined;
}

/** A mapping file after every line of it was checked. */
export interface MappingFile {
  /** SHA-256 of the bytes, hex. */
  readonly version: string;
  /** Usable rows in file order, identical ones once; none when the file is refused: nobody may route by half a file. */
  readonly rows: readonly MappingRow[];
  /** Lines that hold anything, without the header: what people call rows. */
  readonly rowCount: number;
  readonly state: 'usable' | 'refused';
  /** By line; the first 1,000. */
  readonly problems: readonly MappingProblem[];
  /** All of them. */
  readonly problemCount: number;
  /** Undefined when the file is no text. */
  readonly format: MappingFormat | undefined;
}

/**
 * Reads and checks a whole mapping file: the vendor's columns (`External User ID`, `Microsoft 365 User Mailbox`), columns of the same meaning
 * under other names, `mobile,mailbox[,validFrom,validTo]`, or the two columns without a header; any usual encoding, delimiter and line end.
 *
 * Never throws for what a file may hold. A file without rows is usable: whether that is meant is asked when it is activated.
 */
export function readMappingFile(bytes: Buffer): MappingFile {
  const version = hash('sha256', bytes);
  const problems = new ProblemList();
  const decoded = decodeMappingText(bytes);
  if ('problem' in decoded) {
    problems.add(1, decoded.problem);
    return mappingFile(version, [], 0, problems, undefined);
  }

  const hint = delimiterHint(decoded.text);
  const delimiter = hint?.delimiter ?? detectDelimiter(decoded.text);
  const reading = new MappingReading(problems);
  const givenUpAt = readCsv(decoded.text.slice(hint?.length ?? 0), delimiter, hint === undefined ? 1 : 2, reading);
  if (givenUpAt !== undefined) problems.add(givenUpAt, 'too-many-damaged-lines');
  const rows = checkRowsTogether(reading.rows, problems);
  reportRoundedNumbers(rows, problems);
  if (reading.rowCount === 0 && !problems.refusesFile) problems.add(1, 'no-rows');
  return mappingFile(version, rows, reading.rowCount, problems, { encoding: decoded.encoding, delimiter, header: reading.header });
}

function mappingFile(
  version: string,
  rows: readonly MappingRow[],
  rowCount: number,
  problems: ProblemList,
  format: MappingFormat | undefined,
): MappingFile {
  const listed = { problems: problems.list(), problemCount: problems.count, rowCount, version, format };
  return problems.refusesFile ? { ...listed, rows: [], state: 'refused' } : { ...listed, rows, state: 'usable' };
}

const BEGINS_A_FORMULA = /(?:^|[,;\t])\s*[=@]/;

/** Takes the lines of one file as they come. */
class MappingReading {
  readonly rows: MappingRow[] = [];
  rowCount = 0;
  header: readonly string[] | undefined;
  private columns: MappingColumns | undefined;
  /** Without columns, lines are only counted: nobody can say what is wrong with them. */
  private isRefused = false;

  constructor(private readonly problems: ProblemList) {}

  row(cells: readonly string[], line: number): void {
    if (!cells.some(isFilled)) return;
    if (this.columns === undefined && !this.isRefused && this.readHeader(cells, line)) return;
    this.rowCount += 1;
    if (this.columns === undefined) return;
    const row = readMappingRow(cells, line, this.columns, this.problems);
    if (row !== undefined) this.rows.push(row);
  }

  damaged(line: number, why: 'quotes' | 'length', text: string): void {
    this.rowCount += 1;
    if (why === 'length') this.problems.add(line, 'line-too-long');
    else this.problems.add(line, BEGINS_A_FORMULA.test(text) ? 'formula' : 'quotes-damaged');
  }

  /** Answers whether the line was a header. */
  private readHeader(cells: readonly string[], line: number): boolean {
    const read = readMappingHeader(cells);
    if (read.kind === 'refused') {
      this.problems.add(line, read.problem, read.detail);
      this.isRefused = true;
      return true;
    }
    this.columns = read.columns;
    if (read.kind === 'row') return false;
    this.header = cells.map((cell) => cell.trim());
    return true;
  }
}
