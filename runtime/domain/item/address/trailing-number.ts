import { normalisePhoneNumber } from '../phone-number';

const NUMERIC_WORD = /^[+(]*[0-9][0-9().-]*$/;
const STARTS_NUMBER = /^(?:\(?\+|00)/;
/** `(44) 7700 900123`: a country code, when what follows it is too short to be a number with one of its own. */
const COUNTRY_CODE = /^\([0-9]{1,3}\)/;
const MOST_NATIONAL_DIGITS = 10;

/**
 * Takes the phone number off the end of a display name (`Sam Jones 17819988776`). The vendor writes numbers as one word of digits; a number
 * that is spread over words counts from the word that begins with a plus or `00`, and as a whole when its last word alone is none.
 */
export function splitTrailingNumber(display: string): { readonly name: string; readonly number: string | undefined } {
  const words = display.split(/ +/);
  let first = words.length;
  while (first > 0 && NUMERIC_WORD.test(words[first - 1] ?? '')) first--;
  if (first === words.length) return { name: display, number: undefined };

  const start = numberStart(words, first);
  const number = normalisePhoneNumber(words.slice(start).join(' '));
  if (number === undefined) return { name: display, number: undefined };
  const name = words.slice(0, start).join(' ');
  // A user without a name is shown by the number twice.
  return { name: normalisePhoneNumber(name) === number ? '' : name, number };
}

function numberStart(words: readonly string[], first: number): number {
  for (let index = words.length - 1; index >= first; index--) {
    const word = words[index] ?? '';
    if (STARTS_NUMBER.test(word) || (COUNTRY_CODE.test(word) && digitCount(words, index + 1) <= MOST_NATIONAL_DIGITS)) return index;
  }
  return normalisePhoneNumber(words.at(-1) ?? '') === undefined ? first : words.length - 1;
}

function digitCount(words: readonly string[], from: number): number {
  return words.slice(from).join('').replace(/\D/g, '').length;
}
