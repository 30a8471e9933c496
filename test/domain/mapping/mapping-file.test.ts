import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { encode } from 'iconv-lite';
import { readMappingFile } from '../../../runtime/domain/mapping/mapping-file';

const read = (text: string) => readMappingFile(Buffer.from(text));
const pairs = (text: string | Buffer) => readMappingFile(Buffer.from(text)).rows.map(({ phone, mailbox }) => [phone, mailbox]);
const found = (text: string) => read(text).problems.map(({ line, code }) => [line, code]);

const ANNA = ['447700900123', 'anna@contoso.example'];
const BEN = ['447700900124', 'ben@contoso.example'];

describe('readMappingFile', () => {
  it.each([
    [
      "the vendor's file",
      'External User ID,Microsoft 365 User Mailbox\n447700900123,anna@contoso.example\n447700900124,ben@contoso.example\n',
    ],
    [
      "the requirement's words",
      "User's mobile Number;Microsoft 365 mailbox address\r\n+44 7700 900123;Anna@Contoso.example\r\n0044-7700-900124;ben@contoso.example",
    ],
    ['tabs and CR', 'mobile\tmailbox\r447700900123\tanna@contoso.example\r447700900124\tben@contoso.example\r'],
    [
      'other columns and another order',
      'Name,Mailbox,Mobile\n"Lee, Anna",anna@contoso.example,447700900123\nBen,ben@contoso.example,447700900124\n',
    ],
    ['no header', '447700900123,anna@contoso.example\n447700900124,ben@contoso.example\n'],
    ['no header, the mailbox first', 'anna@contoso.example;447700900123\nben@contoso.example;447700900124\n'],
    ['quotes everywhere', '"mobile","mailbox"\n"447700900123","anna@contoso.example"\n"447700900124","ben@contoso.example"'],
    ["Excel's hint", 'sep=;\nmobile;mailbox\n447700900123;anna@contoso.example\n447700900124;ben@contoso.example'],
    ['text formulas', 'mobile,mailbox\n="447700900123",anna@contoso.example\n"=""+447700900124""",ben@contoso.example'],
    ["our own export's escapes", "mobile,mailbox\n'+447700900123,anna@contoso.example\n'+447700900124,ben@contoso.example"],
    [
      'spaces and empty lines',
      '\n  mobile , mailbox \n\n 447700900123 , anna@contoso.example \n,\n   \n447700900124,ben@contoso.example\n\n',
    ],
    ['trailing delimiters', 'mobile,mailbox,,\n447700900123,anna@contoso.example,,\n447700900124,ben@contoso.example,,,,,\n'],
  ])('reads %s', (_case, text) => {
    const file = read(text);

    expect(file.state).toBe('usable');
    expect(file.problems).toEqual([]);
    expect(file.rows.map(({ phone, mailbox }) => [phone, mailbox])).toEqual([ANNA, BEN]);
    expect(file.rowCount).toBe(2);
  });

  it('tells how it read the file', () => {
    expect(readMappingFile(encode('Mobile;Mailbox;Straße\n447700900123;anna@contoso.example;x', 'windows-1252')).format).toEqual({
      encoding: 'windows-1252',
      delimiter: ';',
      header: ['Mobile', 'Mailbox', 'Straße'],
    });
    expect(read('447700900123,anna@contoso.example').format).toEqual({ encoding: 'utf-8', delimiter: ',', header: undefined });
  });

  it('names a version by the SHA-256 of its bytes', () => {
    const bytes = Buffer.from('\ufeffmobile,mailbox\r\n');

    expect(readMappingFile(bytes).version).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('reads validity dates as UTC', () => {
    const { rows } = read(
      'mobile,mailbox,validFrom,validTo\n447700900123,anna@contoso.example,,2026-11-16\n447700900123,kim@contoso.example,2026-11-16,\n',
    );

    expect(rows).toEqual([
      { phone: '447700900123', mailbox: 'anna@contoso.example', validFrom: undefined, validTo: new Date('2026-11-16T00:00:00Z'), line: 2 },
      { phone: '447700900123', mailbox: 'kim@contoso.example', validFrom: new Date('2026-11-16T00:00:00Z'), validTo: undefined, line: 3 },
    ]);
  });

  it('finds every problem of every line, by line', () => {
    const text = [
      'mobile,mailbox,validFrom,validTo',
      '4.45204E+11,anna',
      '447700900123',
      ',ben@contoso.example',
      '447700900124,',
      '447700900125,\u0430nna@contoso.example,01/02/2026,2026-02-30',
      '447700900126,ben@contoso.example,2026-03-01,2026-03-01',
      '447700900127,ben@contoso.example,2026-03-02,2026-03-01',
      '447700900128,ben@contoso.example,,,x',
      '07700900129,ben@contoso.example',
      '447700900130,"ben@contoso.example"x',
      '=HYPERLINK("x","y"),ben@contoso.example',
      '447700900131,ben@contoso.example,2026-01-01,2026-01-02',
      '+44 7700 900131,carl@contoso.example,2026-01-01T12:00:00Z',
      '447700900132,ben@contoso.example',
      '447700900132,BEN@contoso.example',
    ].join('\n');

    const file = read(text);

    expect(file.problems.map(({ line, code }) => [line, code])).toEqual(
      [
        [2, 'number-rounded'],
        [2, 'not-a-mailbox'],
        [3, 'too-few-columns'],
        [4, 'number-missing'],
        [5, 'mailbox-missing'],
        [6, 'mailbox-characters'],
        [6, 'date-ambiguous'],
        [6, 'date-does-not-exist'],
        [7, 'dates-reversed'],
        [8, 'dates-reversed'],
        [9, 'too-many-columns'],
        [11, 'quotes-damaged'],
        [12, 'formula'],
        [14, 'conflict'],
        [10, 'number-without-country'],
        [16, 'duplicate'],
      ].sort(([a], [b]) => Number(a) - Number(b)),
    );
    expect(file).toMatchObject({ state: 'refused', rows: [], rowCount: 15, problemCount: 16 });
  });

  it.each([
    [
      'a conflict after normalisation',
      'mobile,mailbox\n447700900123,anna@contoso.example\n+44 7700 900123,ben@contoso.example\n',
      [[3, 'conflict']],
    ],
    ['a header of nothing we know', 'Foo,Bar\nx,y\n', [[1, 'header-not-understood']]],
    ['a header with one column', 'mobile,name\n447700900123,Anna\n', [[1, 'header-column-missing']]],
    [
      'a second header in the middle',
      'mobile,mailbox\n447700900123,anna@contoso.example\nmobile,mailbox\n',
      [
        [3, 'not-a-number'],
        [3, 'not-a-mailbox'],
      ],
    ],
    ['a line that is too long', `mobile,mailbox\n447700900123,${'a'.repeat(70_000)}\n`, [[2, 'line-too-long']]],
    ['a workbook', 'PK\u0003\u0004', [[1, 'not-a-text-file']]],
    [
      'most numbers rounded',
      'mobile,mailbox\n447700000000,anna@contoso.example\n447701000000,ben@contoso.example\n447700900123,carl@contoso.example',
      [
        [2, 'digits-lost'],
        [3, 'digits-lost'],
      ],
    ],
  ])('refuses %s', (_case, text, problems) => {
    expect(found(text)).toEqual(problems);
    expect(read(text)).toMatchObject({ state: 'refused', rows: [] });
  });

  it.each([
    ['a file of no bytes', '', [[1, 'no-rows']]],
    ['a header alone', 'mobile,mailbox\n', [[1, 'no-rows']]],
    ['a single number with six zeros', 'mobile,mailbox\n447700000000,anna@contoso.example\n', [[2, 'digits-may-be-lost']]],
    [
      'half of the numbers with six zeros',
      'mobile,mailbox\n447700000000,a@contoso.example\n447701000000,b@contoso.example\n447700900123,c@contoso.example\n447700900124,d@contoso.example',
      [
        [2, 'digits-may-be-lost'],
        [3, 'digits-may-be-lost'],
      ],
    ],
    ['five zeros are nothing strange', 'mobile,mailbox\n447700900000,anna@contoso.example\n', []],
    ['a short number with six zeros is nothing strange', 'mobile,mailbox\n447000000,anna@contoso.example\n', []],
    ['a number without country code', 'mobile,mailbox\n07700900123,anna@contoso.example\n', [[2, 'number-without-country']]],
  ])('warns, and can be used: %s', (_case, text, problems) => {
    expect(found(text)).toEqual(problems);
    expect(read(text).state).toBe('usable');
  });

  it('gives up a file with a thousand damaged lines, and says so', () => {
    const file = read(`mobile,mailbox\n${'447700900123,"a"x\n'.repeat(1_200)}`);

    expect(file.problemCount).toBe(1_001);
    expect(file).toMatchObject({ state: 'refused', rowCount: 1_000 });
  });

  it('shows no full number and no address in what it says', () => {
    const lines = ['+44 7700 900123,anna@@contoso.example', '447700900123 ,anna@contoso.example', '447700900123,ben@contoso.example'];
    const dated = '447700900124,carl@contoso.example,447700900124 dora@contoso.example';
    const { problems } = read(['mobile,mailbox,validFrom', ...lines, dated, '447700900125x,eva'].join('\n'));

    expect(problems.length).toBeGreaterThan(3);
    for (const { detail } of problems) expect(detail).not.toMatch(/900123|900124|900125|(?:anna|ben|carl|dora)@/);
  });

  it('reads a file of a hundred thousand rows', () => {
    const lines = ['External User ID,Microsoft 365 User Mailbox'];
    for (let row = 0; row < 100_000; row += 1) lines.push(`${447700000001 + row},user${row}@contoso.example`);

    const file = read(lines.join('\r\n'));

    expect(file).toMatchObject({ state: 'usable', rowCount: 100_000 });
    expect(file.rows).toHaveLength(100_000);
  });

  it('reads each number as items are read, whatever the spelling, encoding, delimiter, quotes and line ends', () => {
    const spell = [
      (digits: string) => digits,
      (digits: string) => `+${digits}`,
      (digits: string) => `00${digits}`,
      (digits: string) => `(${digits.slice(0, 2)}) ${digits.slice(2, 6)}-${digits.slice(6)}`,
      (digits: string) => `="${digits}"`,
      (digits: string) => `'+${digits}`,
    ];
    const row = fc.record({
      digits: fc.stringMatching(/^[1-9][0-9]{8,12}[1-9]$/),
      local: fc.stringMatching(/^[a-z]{1,8}$/),
      spelling: fc.nat(5),
    });
    const form = fc.record({
      rows: fc.uniqueArray(row, { selector: ({ digits }) => digits, minLength: 1, maxLength: 6 }),
      delimiter: fc.constantFrom(',', ';', '\t'),
      lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
      encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'windows-1252'),
      addBOM: fc.boolean(),
      isQuoted: fc.boolean(),
      header: fc.constantFrom('External User ID|Microsoft 365 User Mailbox', 'mobile|mailbox', ''),
    });
    fc.assert(
      fc.property(form, ({ rows, delimiter, lineEnd, encoding, addBOM, isQuoted, header }) => {
        const quote = (cell: string) => (isQuoted ? `"${cell.replaceAll('"', '""')}"` : cell);
        const cells = rows.map(({ digits, local, spelling }) => [spell[spelling]?.(digits) ?? '', `${local}@contoso.example`]);
        const table = header === '' ? cells : [header.split('|'), ...cells];
        const text = table.map((line) => line.map(quote).join(delimiter)).join(lineEnd);

        const read = readMappingFile(encode(text, encoding, { addBOM: addBOM && encoding !== 'windows-1252' }));

        expect(read.problems).toEqual([]);
        expect(read.rows.map(({ phone, mailbox }) => [phone, mailbox])).toEqual(
          rows.map(({ digits, local }) => [digits, `${local}@contoso.example`]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('never throws, and gives rows only of a file that has no refusing problem, for any bytes', () => {
    const noise = fc.string({
      unit: fc.constantFrom(
        'mobile',
        'mailbox',
        ',',
        ';',
        '\n',
        '"',
        '447700900123',
        'anna@contoso.example',
        '=',
        "'",
        '\0',
        'é',
        '2026-01-01',
        ' ',
      ),
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          noise.map((text) => Buffer.from(text)),
          fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
        ),
        (bytes) => {
          const { state, rows, problems, problemCount } = readMappingFile(bytes);

          if (state === 'refused') expect(rows).toEqual([]);
          expect(problems.length).toBe(problemCount);
          for (const { phone, mailbox } of rows) {
            expect(phone).toMatch(/^[0-9]{7,15}$/);
            expect(mailbox).toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('takes prototype keys for what they are', () => {
    expect(pairs('__proto__,mobile,mailbox\nconstructor,447700900123,__proto__@contoso.example\n')).toEqual([
      ['447700900123', '__proto__@contoso.example'],
    ]);
    expect(({} as Record<string, unknown>)['mobile']).toBeUndefined();
  });
});
