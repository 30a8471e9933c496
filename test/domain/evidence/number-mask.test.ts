import { logNumber, maskNumber, maskNumbersIn } from '../../../runtime/domain/evidence/number-mask';

describe('a phone number', () => {
  it('is shown to readers without its last two digits, to logs with only them', () => {
    expect(maskNumber('447700900123')).toBe('4477009001\u2022\u2022');
    expect(logNumber('447700900123')).toBe('**23');
    expect(maskNumber('7')).toBe('\u2022\u2022');
  });

  it.each([
    ['a number in a sentence', 'rows for 447700900123 and +15550100199.', 'rows for 4477009001\u2022\u2022 and +155501001\u2022\u2022.'],
    ['a number in a file name', '1732090000000_447700900123.eml', '17320900000\u2022\u2022_4477009001\u2022\u2022.eml'],
    ['a short number', '7 of 123456 items', '7 of 123456 items'],
    ['a day', '20261120: package 3 has not arrived', '20261120: package 3 has not arrived'],
    ["the vendor's package name", '202611200000-TeleMessage_4_2215.zip', '202611200000-TeleMessage_4_2215.zip'],
    ['a run of digits too long for a number', '1234567890123456', '1234567890123456'],
  ])('is masked inside a text: %s', (_case, text, expected) => {
    expect(maskNumbersIn(text)).toBe(expected);
  });
});
