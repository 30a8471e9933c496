import type { MappingProblemCode } from './mapping-problems';

/** Which cell of a row is what, from 0. */
export interface MappingColumns {
  readonly number: number;
  readonly mailbox: number;
  readonly validFrom: number | undefined;
  readonly validTo: number | undefined;
  /** Cells that a row may have. */
  readonly width: number;
}

export type ReadHeader =
  | { readonly kind: 'header'; readonly columns: MappingColumns }
  /** There is no header: the line is a row already. */
  | { readonly kind: 'row'; readonly columns: MappingColumns }
  | { readonly kind: 'refused'; readonly problem: MappingProblemCode; readonly detail: string };

type Meaning = (name: string) => boolean;

/** From the most certain meaning to the least; names are squeezed to lower-case letters and digits. */
const NUMBER_MEANINGS: readonly Meaning[] = [
  (name) => /^(?:externaluserid|mobile|(?:users?)?mobilenumber)$/.test(name),
  (name) => /mobil|movil|msisdn|cellular|cellphone|^cell$|cellnumber|handy|gsm|externaluserid/.test(name),
  (name) => /phone|telefon|telef|^tel$|rufnummer/.test(name),
  (name) => /number|nummer|numero|^(?:no|nr|num|userid|loginname|login|username)$/.test(name),
];
const MAILBOX_MEANINGS: readonly Meaning[] = [
  (name) => /^(?:microsoft365usermailbox|(?:microsoft365)?mailbox(?:address)?)$/.test(name),
  (name) => /mailbox|postfach/.test(name),
  (name) => /e?mail|smtp/.test(name),
  (name) => /upn|principalname|microsoft365|office365|[mo]365/.test(name),
];
const VALID_FROM: Meaning = (name) => /^(?:valid|effective|active)?(?:from|since|start|starts|begin)(?:date|time|utc)*$/.test(name);
const VALID_TO: Meaning = (name) => /^(?:valid|effective|active)?(?:to|until|till|end|ends)(?:date|time|utc)*$/.test(name);
/** "through" and "expires" may mean that the last day is included: too close to guess. */
const SOME_VALIDITY: Meaning = (name) => /valid|effective|expir|through|until/.test(name);

const NOT_LETTERS_OR_DIGITS = /[^\p{L}\p{N}]+/gu;
const HAS_A_NUMBER = /(?:[0-9][\s().+-]*){7}/;
/** A file without header has number and mailbox, and may have both ends of the validity. */
const MAX_COLUMNS_WITHOUT_HEADER = 4;

/** Reads the first line of a file that holds anything. */
export function readMappingHeader(cells: readonly string[]): ReadHeader {
  if (cells.some((cell) => cell.includes('@'))) return columnsWithoutHeader(cells);
  const names = cells.map((cell) => cell.normalize('NFKC').toLowerCase().replace(NOT_LETTERS_OR_DIGITS, ''));
  const mailboxes = bestColumns(names, MAILBOX_MEANINGS, () => true);
  // "Mobile user's mailbox" is a mailbox: the two words for it are never those of a number.
  const numbers = bestColumns(names, NUMBER_MEANINGS, (name) => !MAILBOX_MEANINGS.slice(0, -1).some((means) => means(name)));

  const isUnderstood = numbers.length > 0 && mailboxes.length > 0;
  // A header may hold digits too: "valid from, such as 2026-11-20".
  if (!isUnderstood && cells.some((cell) => HAS_A_NUMBER.test(cell))) return columnsWithoutHeader(cells);
  if (numbers.length === 0 && mailboxes.length === 0) return refused('header-not-understood', cells);
  if (!isUnderstood) return refused('header-column-missing', cells);
  const [number = 0] = numbers;
  const [mailbox = 0] = mailboxes;
  if (numbers.length > 1 || mailboxes.length > 1 || number === mailbox) return refused('header-ambiguous', cells);
  return withValidity(cells, names, number, mailbox);
}

function withValidity(cells: readonly string[], names: readonly string[], number: number, mailbox: number): ReadHeader {
  const from = indexesWhere(names, VALID_FROM);
  const to = indexesWhere(names, VALID_TO);
  const understood = new Set([number, mailbox, ...from, ...to]);
  if (names.some((name, index) => !understood.has(index) && SOME_VALIDITY(name))) return refused('header-validity-unclear', cells);
  if (from.length > 1 || to.length > 1) return refused('header-ambiguous', cells);
  return { kind: 'header', columns: { number, mailbox, validFrom: from[0], validTo: to[0], width: cells.length } };
}

function columnsWithoutHeader(cells: readonly string[]): ReadHeader {
  const mailbox = cells.findIndex((cell) => cell.includes('@'));
  if (cells.length > MAX_COLUMNS_WITHOUT_HEADER || mailbox > 1) return refused('header-not-understood', []);
  const number = mailbox === 0 ? 1 : 0;
  return { kind: 'row', columns: { number, mailbox: 1 - number, validFrom: 2, validTo: 3, width: MAX_COLUMNS_WITHOUT_HEADER } };
}

function bestColumns(names: readonly string[], meanings: readonly Meaning[], mayBe: Meaning): readonly number[] {
  for (const means of meanings) {
    const columns = indexesWhere(names, (name) => means(name) && mayBe(name));
    if (columns.length > 0) return columns;
  }
  return [];
}

function indexesWhere(names: readonly string[], holds: Meaning): readonly number[] {
  return names.flatMap((name, index) => (holds(name) ? [index] : []));
}

const MAX_SHOWN_NAMES = 8;
const MAX_SHOWN_LENGTH = 40;
const CONTROLS = /[\p{C}]+/gu;
/** A row in the place of the header shows its number to nobody. */
const DIGITS = /[0-9]{4,}/g;

function refused(problem: MappingProblemCode, cells: readonly string[]): ReadHeader {
  const shown = cells
    .slice(0, MAX_SHOWN_NAMES)
    .map((cell) => `"${cell.trim().replace(CONTROLS, '').replace(DIGITS, '...').slice(0, MAX_SHOWN_LENGTH).toWellFormed()}"`);
  return { kind: 'refused', problem, detail: shown.length === 0 ? 'First line' : `Columns ${shown.join(', ')}` };
}
