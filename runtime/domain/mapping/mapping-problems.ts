/** `refuses`: the file is not usable while it is there. `warning`: the file is usable, and somebody should look. */
export type MappingSeverity = 'refuses' | 'warning';

interface MappingProblemText {
  readonly severity: MappingSeverity;
  readonly meaning: string;
  readonly whatToDo: string;
}

const AS_TEXT = 'In the spreadsheet, format the column as text, enter the number again and save as CSV.';

/** Everything that can be wrong with a mapping file. */
export const MAPPING_PROBLEMS = {
  // the file as a whole
  'not-a-text-file': {
    severity: 'refuses',
    meaning: 'The file is no text: it is a workbook, an archive or something else.',
    whatToDo: 'Open it in the spreadsheet program and save it as CSV (UTF-8).',
  },
  'text-damaged': {
    severity: 'refuses',
    meaning: 'The file holds bytes that are no characters of its encoding.',
    whatToDo: 'Save it as CSV (UTF-8).',
  },
  'header-not-understood': {
    severity: 'refuses',
    meaning: 'The first line names neither a column of mobile numbers nor one of mailboxes, and is no row.',
    whatToDo: 'Begin the file with "External User ID,Microsoft 365 User Mailbox" or "mobile,mailbox".',
  },
  'header-ambiguous': {
    severity: 'refuses',
    meaning: 'More than one column can be meant.',
    whatToDo: 'Name one column "mobile" and one "mailbox", or remove the others.',
  },
  'header-column-missing': {
    severity: 'refuses',
    meaning: 'The header names only one of the two columns that are needed.',
    whatToDo: 'Add the missing column, or name it "mobile" or "mailbox".',
  },
  'header-validity-unclear': {
    severity: 'refuses',
    meaning: 'A column seems to say when a row is valid, but not whether it means the beginning or the end.',
    whatToDo: 'Name it "validFrom" (included) or "validTo" (not included); a date means 00:00 UTC.',
  },
  'quotes-damaged': {
    severity: 'refuses',
    meaning: 'Quotes do not match, so that nobody can tell where a cell ends.',
    whatToDo: 'Remove or double the quotes in this line.',
  },
  'too-many-damaged-lines': {
    severity: 'refuses',
    meaning: 'A thousand lines are damaged; the rest of the file was not read.',
    whatToDo: 'Export the file again.',
  },
  'line-too-long': {
    severity: 'refuses',
    meaning: 'The line is longer than any mapping row.',
    whatToDo: 'Check that the file is a CSV file with one row a line.',
  },
  'no-rows': {
    severity: 'warning',
    meaning: 'The file holds no rows: with it, no number is mapped.',
    whatToDo: 'Nothing, if that is meant; it is asked for confirmation before it is activated.',
  },
  // a row
  'too-few-columns': {
    severity: 'refuses',
    meaning: 'The line has fewer cells than the header.',
    whatToDo: 'Add what is missing, or remove the line.',
  },
  'too-many-columns': {
    severity: 'refuses',
    meaning: 'The line has more cells than the header: a cell with a delimiter in it may have been cut in two.',
    whatToDo: 'Put that cell in quotes.',
  },
  'number-missing': { severity: 'refuses', meaning: 'The line has no number.', whatToDo: 'Add the number, or remove the line.' },
  'number-rounded': {
    severity: 'refuses',
    meaning: 'A spreadsheet has rounded the number (4.45204E+11): its last digits are lost.',
    whatToDo: AS_TEXT,
  },
  'number-is-decimal': {
    severity: 'refuses',
    meaning: 'The number ends in ".0": a program took it for an amount.',
    whatToDo: 'Write the number without ".0"; export the column as text.',
  },
  'digits-lost': {
    severity: 'refuses',
    meaning: 'Most numbers of the file end in six or more zeros: a spreadsheet has rounded them.',
    whatToDo: AS_TEXT,
  },
  'digits-may-be-lost': {
    severity: 'warning',
    meaning: 'The number ends in six or more zeros, as a rounded one does.',
    whatToDo: 'Compare it with the TeleMessage user list.',
  },
  'spreadsheet-error': {
    severity: 'refuses',
    meaning: 'The cell holds an error or the hashes of a column that was too narrow.',
    whatToDo: 'Widen the column or mend the cell in the spreadsheet, and save again.',
  },
  formula: {
    severity: 'refuses',
    meaning: 'The cell holds a formula. Formulas are never computed.',
    whatToDo: 'Replace the formula by its value.',
  },
  'number-too-short': {
    severity: 'refuses',
    meaning: 'A mobile number with country code has at least 7 digits.',
    whatToDo: 'Write country code and number, as TeleMessage shows it.',
  },
  'number-too-long': { severity: 'refuses', meaning: 'A mobile number has at most 15 digits.', whatToDo: 'Write one number a line.' },
  'not-a-number': {
    severity: 'refuses',
    meaning: 'The cell is no mobile number.',
    whatToDo: 'Write country code and number in digits 0 to 9, as TeleMessage shows it.',
  },
  'number-without-country': {
    severity: 'warning',
    meaning: 'The number begins with a single 0, so it has no country code; it only matches items that show it in the same way.',
    whatToDo: 'Write the country code instead of the 0, as TeleMessage does.',
  },
  'mailbox-missing': { severity: 'refuses', meaning: 'The line has no mailbox.', whatToDo: 'Add the mailbox, or remove the line.' },
  'mailbox-characters': {
    severity: 'refuses',
    meaning: 'The mailbox holds an invisible character or one that no mailbox address has; it may look like another address.',
    whatToDo: 'Type the address again; write a domain with other letters in its form "xn--...".',
  },
  'not-a-mailbox': {
    severity: 'refuses',
    meaning: 'The cell is no mailbox address.',
    whatToDo: 'Write one address such as anna.lee@contoso.example.',
  },
  'date-not-understood': {
    severity: 'refuses',
    meaning: 'The cell is no date that can be read in only one way.',
    whatToDo: 'Write 2026-11-20 (00:00 UTC), or 2026-11-20T08:00:00Z with its zone.',
  },
  'date-ambiguous': {
    severity: 'refuses',
    meaning: 'Day and month can be exchanged in this date.',
    whatToDo: 'Write the year first: 2026-11-20.',
  },
  'date-without-zone': {
    severity: 'refuses',
    meaning: 'The time has no zone, so it is another moment in each country.',
    whatToDo: 'Add Z for UTC or an offset such as +01:00.',
  },
  'date-does-not-exist': { severity: 'refuses', meaning: 'There is no such day or time.', whatToDo: 'Correct the date.' },
  'dates-reversed': {
    severity: 'refuses',
    meaning: 'The row ends before it begins, or at the same moment: it is never valid.',
    whatToDo: 'Exchange or correct the dates. validTo is not included.',
  },
  // rows together
  conflict: {
    severity: 'refuses',
    meaning: 'The same number is given to two mailboxes at the same time. Numbers are compared without spaces, plus and leading 00.',
    whatToDo: 'Keep one of the two lines, or give them validity dates that do not overlap.',
  },
  duplicate: { severity: 'warning', meaning: 'The line says the same as an earlier one.', whatToDo: 'Nothing; the line counts once.' },
} as const satisfies Record<string, MappingProblemText>;

export type MappingProblemCode = keyof typeof MAPPING_PROBLEMS;

/** `detail` holds no full number or address, so that everybody who may see the page may read it. */
export interface MappingProblem {
  /** From 1; 1 for the file as a whole. */
  readonly line: number;
  readonly code: MappingProblemCode;
  readonly detail: string;
}

export function refusesFile(code: MappingProblemCode): boolean {
  return MAPPING_PROBLEMS[code].severity === 'refuses';
}
