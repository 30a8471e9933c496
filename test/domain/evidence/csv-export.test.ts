import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { DELIVERY_COLUMNS, HELD_COLUMNS } from '../../../runtime/domain/evidence/csv-columns';
import { csvCell, csvTable } from '../../../runtime/domain/evidence/csv-export';
import { normalisePhoneNumber } from '../../../runtime/domain/item/phone-number';
import { aDelivery } from './sample-delivery';

async function textOf(lines: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const line of lines) text += line;
  return text;
}

describe('a cell of an export', () => {
  it.each([
    ['a formula', '=HYPERLINK("http://x.example")', `"'=HYPERLINK(""http://x.example"")"`],
    ['a sum', '+1+1', `"'+1+1"`],
    ['a minus', '-2', `"'-2"`],
    ['an at sign', '@SUM(A1)', `"'@SUM(A1)"`],
    ['a tab', '\t=1', `"'\t=1"`],
    ['a carriage return', '\r=1', `"'\r=1"`],
    ['a line feed', '\n=1', `"'\n=1"`],
    ['a word', 'held', 'held'],
    ['a comma and a quote', 'a,"b"', '"a,""b"""'],
    ['a negative number, which is a number', -2, '-2'],
    ['a phone number with a plus, which stays the same number', '+447700900123', '447700900123'],
    ['a phone number without a plus', '447700900123', '447700900123'],
  ])('is safe in a spreadsheet: %s', (_case, value, expected) => {
    expect(csvCell(value)).toBe(expected);
  });

  it('never begins like a formula, and comes back as it was but for one apostrophe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const [[cell]] = parse(`${csvCell(text)},x`, { relax_column_count: true, record_delimiter: '\r\n' }) as [[string]];
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        expect([text, `'${text}`, text.replace(/^\+/, '')]).toContain(cell);
      }),
    );
  });

  it('lets a phone number come back as the same number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9]\d{6,14}$/), (number) =>
        expect(normalisePhoneNumber(csvCell(number))).toBe(normalisePhoneNumber(number)),
      ),
    );
  });
});

describe('a table', () => {
  it('has a byte order mark, a heading and a line a delivery', async () => {
    const text = await textOf(csvTable(DELIVERY_COLUMNS, [aDelivery(), aDelivery({ reason: '=cmd', outcome: 'held' })]));
    const [heading, ...rows] = parse(text, { bom: true }) as string[][];

    expect(text.startsWith('\ufeffMailbox,')).toBe(true);
    expect(heading).toHaveLength(DELIVERY_COLUMNS.length);
    expect(rows.map((row) => row.slice(0, 3))).toEqual([
      ['anna.lee@contoso.example', 'imported', ''],
      ['anna.lee@contoso.example', 'held', "'=cmd"],
    ]);
  });

  it('leaves the entry of a held package empty', async () => {
    const line = {
      reason: 'rejected-package',
      why: '',
      who: 'day.zip',
      kind: 'package',
      sentAt: '',
      arrivedAt: '',
      package: 'day.zip',
      entry: -1,
      bytes: 7,
      tries: 1,
      addedIn: 'r',
      itemId: '',
    };
    const [, row] = parse(await textOf(csvTable(HELD_COLUMNS, [line])), { bom: true }) as string[][];

    expect(row?.[7]).toBe('');
  });
});
