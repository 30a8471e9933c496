import fc from 'fast-check';
import { normalisePhoneNumber } from '../../../runtime/domain/item/phone-number';
import { ANY_CHARACTER } from '../../fakes/any-character';

describe('normalisePhoneNumber', () => {
  it.each([
    ['digits as the vendor writes them', '447700900123', '447700900123'],
    ['plus and spaces', '+44 7700 900123', '447700900123'],
    ['international prefix and hyphens', '0044-7700-900123', '447700900123'],
    ['brackets and full stops', '(44) 7700.900123', '447700900123'],
    ['plus inside brackets', '(+44) 7700 900123', '447700900123'],
    ['plus before the international prefix', '+0044 7700 900123', '447700900123'],
    ['space around', '  447700900123\t', '447700900123'],
    ['no-break spaces of a spreadsheet', '44\u00a07700\u202f900123', '447700900123'],
    ['typographic hyphens', '44\u20117700\u2013900123', '447700900123'],
    ['left-to-right marks of a contact app', '\u202d+44 7700 900123\u202c', '447700900123'],
    ['isolates of the chat app', '\u2068447700900123\u2069', '447700900123'],
    ['byte order mark', '\ufeff447700900123', '447700900123'],
    ['national number, nothing guessed', '07700 900123', '07700900123'],
    ['trunk zero in brackets stays', '+44 (0)7700 900123', '4407700900123'],
    ['shortest', '1555010', '1555010'],
    ['longest', '123456789012345', '123456789012345'],
    ['longest after the prefix', '00123456789012345', '123456789012345'],
  ])('reads a number: %s', (_case, text, expected) => {
    expect(normalisePhoneNumber(text)).toBe(expected);
  });

  it.each([
    ['nothing', ''],
    ['separators only', '+()-. '],
    ['letters', 'n/a'],
    ['placeholder of the vendor', 'UNKNOWN'],
    ['the other placeholder', 'EMPTY_ADDRESS'],
    ['a name with a number', 'Anna 447700900123'],
    ['six digits', '155501'],
    ['six digits after the prefix', '00155501'],
    ['sixteen digits', '1234567890123456'],
    ['scientific notation of a spreadsheet', '4.47700E+11'],
    ['formula', '=447700900123'],
    ['two numbers', '+447700900123 +447700900124'],
    ['two numbers with a comma', '447700900123,447700900124'],
    ['an address made of digits', '447700900123@example.com'],
    ['an extension', '447700900123 x5'],
    ['digits of another script', '\u0664\u0664\u0667\u0667\u0660\u0660\u0669\u0660\u0660\u0661\u0662\u0663'],
    ['full-width digits', '\uff14\uff14\uff17\uff17\uff10\uff10\uff19\uff10\uff10'],
    ['right-to-left override, shown in another order', '\u202e447700900123\u202c'],
    ['NUL', '447700\u0000900123'],
  ])('reads no number: %s', (_case, text) => {
    expect(normalisePhoneNumber(text)).toBeUndefined();
  });

  it('gives a number that reads as itself unless it begins with the prefix again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9][0-9]{6,14}$/), (digits) => {
        expect(normalisePhoneNumber(digits)).toBe(digits);
        expect(normalisePhoneNumber(`+${digits}`)).toBe(digits);
        expect(normalisePhoneNumber(`00${digits}`)).toBe(digits);
      }),
    );
  });

  it('gives digits of the allowed length or nothing for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: ANY_CHARACTER }), (text) => {
        expect(normalisePhoneNumber(text) ?? '0000000').toMatch(/^[0-9]{7,15}$/);
      }),
    );
  });
});
