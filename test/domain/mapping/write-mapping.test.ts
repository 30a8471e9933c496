import { readMappingFile } from '../../../runtime/domain/mapping/mapping-file';
import { mappingCsv, withNumber } from '../../../runtime/domain/mapping/write-mapping';

const ANNA = '447700900123';
const at = (time: string | undefined) => (time === undefined ? undefined : new Date(time));
const aRow = (phone: string, mailbox: string, from?: string, to?: string) => ({
  phone,
  mailbox: `${mailbox}@contoso.example`,
  validFrom: at(from),
  validTo: at(to),
  line: 2,
});

describe('a mapping file that is written', () => {
  it('has the columns of the vendor, and dates only when a row has one', () => {
    expect(mappingCsv([aRow(ANNA, 'anna')]).toString()).toBe(`External User ID,Microsoft 365 User Mailbox\n${ANNA},anna@contoso.example\n`);
    expect(mappingCsv([aRow(ANNA, 'anna', undefined, '2026-01-01T00:00:00Z'), aRow('447700900124', 'ben')]).toString()).toBe(
      `External User ID,Microsoft 365 User Mailbox,Valid from,Valid to\n${ANNA},anna@contoso.example,,2026-01-01\n447700900124,ben@contoso.example,,\n`,
    );
    expect(mappingCsv([aRow(ANNA, 'anna', '2026-01-01T10:30:05Z')]).toString()).toContain(',2026-01-01T10:30:05Z,\n');
  });

  it('reads back as the same rows', () => {
    const rows = [aRow(ANNA, 'anna', undefined, '2026-01-01T00:00:00Z'), aRow(ANNA, 'ben', '2026-01-01T00:00:00Z', '2026-06-01T12:00:00Z')];

    const file = readMappingFile(mappingCsv(rows));

    expect(file.rows.map(({ line: _line, ...row }) => row)).toEqual(rows.map(({ line: _line, ...row }) => row));
  });
});

describe('a number that is given to a mailbox', () => {
  const added = aRow(ANNA, 'new', '2026-03-01T00:00:00Z', '2026-05-01T00:00:00Z');
  const shown = (rows: ReturnType<typeof withNumber>) =>
    rows.map(({ mailbox, validFrom, validTo }) =>
      [mailbox.split('@')[0], validFrom?.toISOString().slice(0, 10) ?? '', validTo?.toISOString().slice(0, 10) ?? ''].join(' '),
    );
  const NEW = 'new 2026-03-01 2026-05-01';

  it.each<[string, string | undefined, string | undefined, readonly string[]]>([
    ['for ever', undefined, undefined, ['old  2026-03-01', 'old 2026-05-01 ']],
    ['that begins before it', '2026-01-01', '2026-04-01', ['old 2026-01-01 2026-03-01']],
    ['that ends after it', '2026-04-01', '2026-06-01', ['old 2026-05-01 2026-06-01']],
    ['within it', '2026-03-15', '2026-04-15', []],
    ['of the same time', '2026-03-01', '2026-05-01', []],
    ['that ends where it begins', '2026-01-01', '2026-03-01', ['old 2026-01-01 2026-03-01']],
    ['that begins where it ends', '2026-05-01', '2026-07-01', ['old 2026-05-01 2026-07-01']],
  ])('leaves of an older row what lies beside it: a row %s', (_case, from, to, kept) => {
    expect(shown(withNumber([aRow(ANNA, 'old', from, to)], added))).toEqual([...kept, NEW]);
  });

  it('for ever takes the place of all its rows, and leaves other numbers alone', () => {
    const rows = [aRow(ANNA, 'old'), aRow('447700900124', 'ben'), aRow(ANNA, 'older', undefined, '2026-01-01')];

    expect(shown(withNumber(rows, aRow(ANNA, 'new')))).toEqual(['ben  ', 'new  ']);
  });
});
