/** E.164 allows 15 digits; fewer than 7 is a short code, a year or a placeholder, never a mobile number that a mapping row may name. */
const FEWEST_DIGITS = 7;
const MOST_DIGITS = 15;

/**
 * What may stand between digits and means nothing: the vendor strips `+ ( ) - . space` itself; spreadsheets and phones add no-break spaces,
 * typographic hyphens, byte order marks and the left-to-right marks that contact apps paste around a number. The marks that would show
 * digits in another order than they are stored (right-to-left ones) are not in this list: such a text is no number.
 */
const SEPARATORS = /[\s+()\-.\u2010-\u2015\u2212\u200b\u200e\u202a\u202c\u202d\u2066\u2068\u2069\ufeff]+/g;
const DIGITS_ONLY = /^[0-9]+$/;

/**
 * The one way a mobile number is read, in items and in the user mapping alike, so that whole numbers can be compared.
 *
 * Returns digits only, without plus or leading `00`, 7 to 15 of them; undefined for everything else (`UNKNOWN`, names, `4.45E+11`).
 * No country code is ever guessed: a national number stays as it is and matches only the same national number.
 */
export function normalisePhoneNumber(text: string): string | undefined {
  const digits = text.replace(SEPARATORS, '');
  if (!DIGITS_ONLY.test(digits)) return undefined;
  const isPlusAfterDigit = text.lastIndexOf('+') > text.search(/[0-9]/);
  if (isPlusAfterDigit) return undefined;

  const number = digits.startsWith('00') ? digits.slice(2) : digits;
  return number.length >= FEWEST_DIGITS && number.length <= MOST_DIGITS ? number : undefined;
}
