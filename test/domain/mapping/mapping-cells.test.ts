import fc from 'fast-check';
import { normalisePhoneNumber } from '../../../runtime/domain/item/phone-number';
import { readMailboxCell, readNumberCell } from '../../../runtime/domain/mapping/mapping-cells';

type Refusal = readonly [problem: string, cell: string, detail?: string];

const refusals = (table: readonly Refusal[]) =>
  table.map(([problem, cell, detail]) => (detail === undefined ? { problem, cell } : { problem, cell, detail }));

describe('readNumberCell', () => {
  it.each([
    ['digits as the vendor writes them', '447700900123'],
    ['plus', '+447700900123'],
    ['plus, spaces and brackets', '+44 (7700) 900-123'],
    ['leading zeros of the international prefix', '0044-7700-900123'],
    ['full stops', '(44) 7700.900123'],
    ["Excel's text formula", '="447700900123"'],
    ["Excel's text formula with plus and spaces", ' =" +44 7700 900123 " '],
    ['our own escape before a plus', "'+447700900123"],
    ['a text mark before digits', "'447700900123"],
    ['a typographic text mark', '\u2019447700900123'],
    ['a text mark inside a text formula', '="\'+447700900123"'],
    ['space around', '\u00a0 447700900123\t'],
  ])('reads a number: %s', (_case, cell) => {
    expect(readNumberCell(cell)).toEqual({ value: '447700900123' });
  });

  it.each(
    refusals([
      ['number-missing', ''],
      ['number-missing', ' \u00a0 '],
      ['number-missing', "'"],
      ['number-missing', '=""'],
      ['number-rounded', '4.45204E+11', '4.45204E+11'],
      ['number-rounded', '4,45204E+11', '4,45204E+11'],
      ['number-rounded', '4.4520433E11', '4.4520433E11'],
      ['number-rounded', '4E+11', '4E+11'],
      ['number-rounded', "'4.45204e+11", '4.45204e+11'],
      ['number-rounded', '="4.45204E+11"', '4.45204E+11'],
      ['number-is-decimal', '447700900123.0'],
      ['number-is-decimal', '+447700900123,00'],
      ['spreadsheet-error', '########'],
      ['spreadsheet-error', '#N/A'],
      ['formula', '=447700900123'],
      ['formula', '=HYPERLINK("tel:447700900123","447700900123")'],
      ['formula', '@SUM(A1:A9)'],
      ['formula', '+SUM(1)'],
      ['formula', "-cmd|' /C calc'!A0"],
      ['formula', "+1+cmd|' /C calc'!A0"],
      ['not-a-number', '+44 7700 900123 ext 5'],
      ['number-too-short', '123456'],
      ['number-too-short', '00123456'],
      ['number-too-short', '+44'],
      ['number-too-long', '1234567890123456'],
      ['number-too-long', '+44 7700 900123 447700'],
      ['not-a-number', 'UNKNOWN'],
      ['not-a-number', 'External User ID'],
      ['not-a-number', '447700900123 x5'],
      ['not-a-number', '447700900123/447700900124'],
      ['not-a-number', '447,700,900,123'],
      ['not-a-number', '44 7700 +900123'],
      ['not-a-number', '+ + 447700'],
      ['not-a-number', '-()+'],
      ['not-a-number', '__proto__'],
      ['not-a-number', '\u0664\u0664\u0667\u0667\u0660\u0660\u0669\u0660\u0660'],
      ['not-a-number', '\u202e447700900123'],
    ]),
  )('refuses with $problem: $cell', ({ cell, ...refusal }) => {
    expect(readNumberCell(cell)).toEqual(refusal);
  });

  it('reads every text as items are read, or says why not', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789', '+', ' ', '-', '.', '(', 'e', "'"), maxLength: 20 }), (text) => {
        const read = readNumberCell(text);
        const bare = text.trim().replace(/^'/, '').trim();
        const isDecimal = /^\+?[0-9]{7,15}\.0{1,2}$/.test(bare);

        expect('value' in read ? read.value : undefined).toBe(isDecimal ? undefined : normalisePhoneNumber(bare));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('readMailboxCell', () => {
  it.each([
    ['an address', 'anna.lee@contoso.example', 'anna.lee@contoso.example'],
    ['capitals', 'Anna.Lee@Contoso.EXAMPLE', 'anna.lee@contoso.example'],
    ['space around', '\t anna@contoso.example\u00a0', 'anna@contoso.example'],
    ["Excel's text formula", '="anna@contoso.example"', 'anna@contoso.example'],
    ['our own escape before a minus', "'-anna@contoso.example", '-anna@contoso.example'],
    ['an apostrophe that belongs to the name', "o'neil@contoso.example", "o'neil@contoso.example"],
    ['an apostrophe at the beginning of the name', "'t-hooft@contoso.example", "'t-hooft@contoso.example"],
    ['a prototype key as local part', '__proto__@contoso.example', '__proto__@contoso.example'],
    ['a plus', 'anna+signal@contoso.example', 'anna+signal@contoso.example'],
  ])('reads %s', (_case, cell, mailbox) => {
    expect(readMailboxCell(cell)).toEqual({ value: mailbox });
  });

  it.each(
    refusals([
      ['mailbox-missing', ''],
      ['mailbox-missing', '  '],
      ['mailbox-characters', '\u0430nna@contoso.example', 'U+0430'],
      ['mailbox-characters', 'anna@\u212aontoso.example', 'U+212A'],
      ['mailbox-characters', 'anna\u200b@contoso.example', 'U+200B'],
      ['mailbox-characters', 'anna\u202e@contoso.example', 'U+202E'],
      ['mailbox-characters', 'an\0na@contoso.example', 'U+0000'],
      ['mailbox-characters', 'anna@contoso.example\nben@contoso.example', 'U+000A'],
      ['mailbox-characters', 'anna\ud83d\ude00@contoso.example', 'U+1F600'],
      ['mailbox-characters', 'zoë@contoso.example', 'U+00EB'],
      ['spreadsheet-error', '#REF!'],
      ['formula', '=HYPERLINK("mailto:anna@contoso.example","anna@contoso.example")'],
      ['formula', '=anna@contoso.example'],
      ['not-a-mailbox', 'anna'],
      ['not-a-mailbox', 'anna@'],
      ['formula', '@contoso.example'],
      ['not-a-mailbox', 'anna@localhost'],
      ['not-a-mailbox', 'anna lee@contoso.example'],
      ['not-a-mailbox', 'Anna Lee <anna@contoso.example>'],
      ['not-a-mailbox', 'anna@contoso.example;ben@contoso.example'],
      ['not-a-mailbox', 'anna@contoso.example, ben@contoso.example'],
      ['not-a-mailbox', '"anna lee"@contoso.example'],
      ['not-a-mailbox', 'anna@good.example@evil.example'],
      ['not-a-mailbox', 'anna(x)@contoso.example'],
      ['not-a-mailbox', 'mailto:anna@contoso.example'],
      ['not-a-mailbox', '__proto__'],
      ['not-a-mailbox', '447700900123'],
      ['not-a-mailbox', 'anna@con..toso.example'],
    ]),
  )('refuses with $problem: $cell', ({ cell, ...refusal }) => {
    expect(readMailboxCell(cell)).toEqual(refusal);
  });
});
