import { CsvError, type Options, parse } from 'csv-parse/sync';
import type { Delimiter } from './csv-delimiter';

/** Receives the rows of a file in order. `line`: where the row begins, from 1. */
export interface CsvReader {
  row(cells: readonly string[], line: number): void;
  /** A line that cannot be taken apart; `text` is the line as it stands. */
  damaged(line: number, why: 'quotes' | 'length', text: string): void;
}

/** Rows are parsed in pieces, so that a file of a million rows never stands in memory as a million arrays. */
const PIECE_LENGTH = 128 * 1024;
const MAX_ROW_BYTES = 65_536;
/** The parser begins anew after each damaged line, which costs; a file with so many is not mended by knowing all of them. */
const MAX_DAMAGED_LINES = 1_000;

/**
 * Takes CSV text (LF line ends) apart. Quotes may also stand inside an unquoted cell, as in Excel's `="447700900123"`.
 *
 * Every line is either part of a row or reported as damaged: after a damaged line, reading goes on with the next one. Answers the line at
 * which it was given up, after 1,000 of them; undefined when the text was read to its end.
 */
export function readCsv(text: string, delimiter: Delimiter, firstLine: number, reader: CsvReader): number | undefined {
  const isQuoted = text.includes('"');
  const options: Options = {
    delimiter,
    record_delimiter: '\n',
    relax_column_count: true,
    max_record_size: MAX_ROW_BYTES,
    ...(isQuoted ? { relax_quotes: true, trim: true } : { quote: null, escape: null }),
  };
  const position: Position = { line: firstLine, damagedLines: 0 };
  for (const piece of isQuoted ? quotedPieces(text) : plainPieces(text)) {
    readPiece(piece, options, position, reader);
    if (position.damagedLines >= MAX_DAMAGED_LINES) return position.line;
  }
  return undefined;
}

interface Position {
  /** The next line to read. */
  line: number;
  damagedLines: number;
}

/** As bytes, the piece is encoded once, however many of its lines are damaged. */
function readPiece(piece: string, options: Options, position: Position, reader: CsvReader): void {
  let rest = Buffer.from(piece);
  while (rest.length > 0 && position.damagedLines < MAX_DAMAGED_LINES) {
    const { rows, error } = parsePiece(rest, options);
    const firstLine = position.line;
    for (const cells of rows) {
      reader.row(cells, position.line);
      position.line += 1 + lineFeedsIn(cells);
    }
    if (error === undefined) return;

    const begin = positionOfLine(rest, position.line - firstLine);
    const end = positionOfLine(rest.subarray(begin), 1) + begin;
    const why = error.code === 'CSV_MAX_RECORD_SIZE' ? 'length' : 'quotes';
    reader.damaged(position.line, why, rest.toString('utf8', begin, end).trimEnd());
    position.line += 1;
    position.damagedLines += 1;
    rest = rest.subarray(end);
  }
}

/** All rows; or those before the first error, and the error. */
function parsePiece(piece: Buffer, options: Options): { rows: readonly string[][]; error: CsvError | undefined } {
  try {
    return { rows: parse(piece, options) as unknown as string[][], error: undefined };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows: rowsBeforeError(piece, options), error };
  }
}

/** Parsed once more, row by row: the first time, the error took the rows before it along. */
function rowsBeforeError(piece: Buffer, options: Options): string[][] {
  const rows: string[][] = [];
  try {
    const onRecord = (record: unknown) => {
      rows.push(record as string[]);
      return null;
    };
    parse(piece, { ...options, on_record: onRecord } as Options);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return rows;
}

const LINE_FEED = 0x0a;

/** Where the line begins that comes `lines` line feeds later; the end when there are not so many. */
function positionOfLine(bytes: Buffer, lines: number): number {
  let position = 0;
  for (let count = 0; count < lines; count += 1) {
    const lineFeed = bytes.indexOf(LINE_FEED, position);
    if (lineFeed === -1) return bytes.length;
    position = lineFeed + 1;
  }
  return position;
}

function lineFeedsIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count += 1;
  return count;
}

function* plainPieces(text: string): Iterable<string> {
  for (let begin = 0; begin < text.length; ) {
    const end = endOfLine(text, begin + PIECE_LENGTH);
    yield text.slice(begin, end);
    begin = end;
  }
}

/** Cuts only after an even number of quotes: between rows, and never inside a quoted cell of several lines. */
function* quotedPieces(text: string): Iterable<string> {
  for (let begin = 0; begin < text.length; ) {
    let end = begin;
    let counted = begin;
    let quotes = 0;
    do {
      end = endOfLine(text, Math.max(end, begin + PIECE_LENGTH));
      for (let at = text.indexOf('"', counted); at !== -1 && at < end; at = text.indexOf('"', at + 1)) quotes += 1;
      counted = end;
    } while (quotes % 2 === 1 && end < text.length);
    yield text.slice(begin, end);
    begin = end;
  }
}

/** The position after the line that `from` stands in. */
function endOfLine(text: string, from: number): number {
  const lineFeed = from >= text.length ? -1 : text.indexOf('\n', from);
  return lineFeed === -1 ? text.length : lineFeed + 1;
}
