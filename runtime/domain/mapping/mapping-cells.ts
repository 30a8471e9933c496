import { normalisePhoneNumber } from '../item/phone-number';
import { comparableAddress, isSmtpAddress } from '../routing/comparable-address';
import type { MappingProblemCode } from './mapping-problems';

export type ReadCell = { readonly value: string } | { readonly problem: MappingProblemCode; readonly detail?: string };

/** `="447700900123"`: how Excel is made to keep a number as text. */
const TEXT_FORMULA = /^="([^"]*)"$/;
/** `=...`, `@SUM(1)`, `+A1`, `+1+cmd|' /c calc'!A1`: what a spreadsheet computes. `+44 ext 5` is only no number. */
const FORMULA = /^(?:[=@]|[+-][^0-9]*[A-Za-z]|[+-][^|!]*[|!])/;
/** A local part may begin with a plus or minus. */
const MAILBOX_FORMULA = /^[=@]/;
const SPREADSHEET_ERROR = /^#/;
const ROUNDED = /^[+-]?[0-9](?:[.,][0-9]+)? ?[eE] ?\+?[0-9]{1,2}$/;
const DECIMAL = /^\+?[0-9]{7,15}[.,]0{1,2}$/;
const PLAIN_DIGITS = /^[1-9][0-9]{6,14}$/;
const DIGITS_AND_SEPARATORS = /^[0-9\s+().-]+$/;
const NOT_DIGITS = /[^0-9]+/g;
const MOST_DIGITS = 15;
const NOT_PRINTABLE_ASCII = /[^\x20-\x7e]/u;
/** What our own CSV files, and many others, put before a cell that a spreadsheet would take for a formula. */
const ESCAPE = /^['\u2019]/;
const ESCAPED_FORMULA_SIGN = /^'(?=[=+@-])/;

/** A mobile number, digits only. The same reading as in items (`normalisePhoneNumber`), and an explanation for what it refuses. */
export function readNumberCell(cell: string): ReadCell {
  if (PLAIN_DIGITS.test(cell)) return { value: cell };
  const text = withoutTextFormula(cell).replace(ESCAPE, '').trim();
  if (text === '') return { problem: 'number-missing' };
  if (DECIMAL.test(text)) return { problem: 'number-is-decimal' };
  const phone = normalisePhoneNumber(text);
  return phone === undefined ? refusedNumber(text) : { value: phone };
}

function refusedNumber(text: string): ReadCell {
  if (ROUNDED.test(text)) return { problem: 'number-rounded', detail: text };
  if (SPREADSHEET_ERROR.test(text)) return { problem: 'spreadsheet-error' };
  if (FORMULA.test(text)) return { problem: 'formula' };
  if (!DIGITS_AND_SEPARATORS.test(text) || text.lastIndexOf('+') > 0) return { problem: 'not-a-number' };
  const digits = text.replace(NOT_DIGITS, '').replace(/^00/, '');
  if (digits === '') return { problem: 'not-a-number' };
  return { problem: digits.length > MOST_DIGITS ? 'number-too-long' : 'number-too-short' };
}

/** A mailbox address or principal name, lower-case. ASCII only: look-alikes of other scripts name somebody else, or nobody. */
export function readMailboxCell(cell: string): ReadCell {
  const text = withoutTextFormula(cell).replace(ESCAPED_FORMULA_SIGN, '').trim();
  if (text === '') return { problem: 'mailbox-missing' };
  const strange = NOT_PRINTABLE_ASCII.exec(text)?.[0];
  if (strange !== undefined) return { problem: 'mailbox-characters', detail: codePointName(strange) };
  if (SPREADSHEET_ERROR.test(text)) return { problem: 'spreadsheet-error' };
  if (MAILBOX_FORMULA.test(text)) return { problem: 'formula' };
  return isSmtpAddress(text) ? { value: comparableAddress(text) } : { problem: 'not-a-mailbox' };
}

function withoutTextFormula(cell: string): string {
  const text = cell.trim();
  return TEXT_FORMULA.exec(text)?.[1]?.trim() ?? text;
}

function codePointName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
