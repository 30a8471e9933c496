import { createUserMapping, isValidAt, type MappingRow } from '../../../runtime/domain/mapping/user-mapping';

const row = (phone: string, line: number): MappingRow => ({
  phone,
  mailbox: `m${line}@contoso.example`,
  validFrom: undefined,
  validTo: undefined,
  line,
});

describe('createUserMapping', () => {
  const rows = [row('447700900123', 2), row('447700900124', 3), row('447700900123', 4)];
  const mapping = createUserMapping(rows, 'abc');

  it('finds every row of a number, in file order', () => {
    expect(mapping.rowsOf('447700900123').map(({ line }) => line)).toEqual([2, 4]);
    expect(mapping.rowsOf('447700900124').map(({ line }) => line)).toEqual([3]);
  });

  it.each(['7700900123', '0447700900123', '900123', '', '__proto__', 'constructor'])(
    'finds whole numbers only: nothing for "%s"',
    (phone) => {
      expect(mapping.rowsOf(phone)).toEqual([]);
    },
  );

  it('keeps version and rows', () => {
    expect(mapping).toMatchObject({ version: 'abc', rows });
  });
});

describe('isValidAt', () => {
  const from = new Date('2026-11-16T00:00:00Z');
  const to = new Date('2026-11-20T00:00:00Z');

  it.each([
    ['at the beginning', '2026-11-16T00:00:00.000Z', true],
    ['a moment before it', '2026-11-15T23:59:59.999Z', false],
    ['a moment before the end', '2026-11-19T23:59:59.999Z', true],
    ['at the end', '2026-11-20T00:00:00.000Z', false],
  ])('includes the beginning and not the end: %s', (_case, time, isValid) => {
    expect(isValidAt({ validFrom: from, validTo: to }, new Date(time))).toBe(isValid);
  });

  it.each([
    ['without limits', undefined, undefined, true],
    ['with an end alone', undefined, from, false],
    ['with a beginning alone', from, undefined, true],
  ])('is open where there is no limit: %s', (_case, validFrom, validTo, isValid) => {
    expect(isValidAt({ validFrom, validTo }, to)).toBe(isValid);
  });
});
