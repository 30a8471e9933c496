import { fromEntity, toEntity } from '../../../runtime/adapters/azure-storage/row-codec';

const row = (values: object) => ({ partition: 'p', key: 'k', ...values });
const KEYS = { PartitionKey: 'p', RowKey: 'k' };

/** What is sent besides the keys. */
function properties(values: object): Record<string, unknown> {
  const { PartitionKey, RowKey, ...rest } = toEntity(row(values));
  expect({ PartitionKey, RowKey }).toEqual(KEYS);
  return rest;
}

describe('a row on its way to Azure Tables', () => {
  it.each<[string, object, object]>([
    ['a small whole number is Int32', { n: 5 }, { n: 5 }],
    ['a large whole number is Int64, as text', { n: 2 ** 31 }, { n: '2147483648', 'n@odata.type': 'Edm.Int64' }],
    ['a fraction is Double', { n: 0.5 }, { n: 0.5, 'n@odata.type': 'Edm.Double' }],
    ['a number beyond the safe ones is Double', { n: 1e21 }, { n: 1e21, 'n@odata.type': 'Edm.Double' }],
    ['what is undefined is left out', { a: undefined, b: false }, { b: false }],
    ['keys are not properties', {}, {}],
  ])('%s', (_case, values, expected) => {
    expect(properties(values)).toEqual(expected);
  });

  it('splits a long text at 32,000 characters', () => {
    const parts = properties({ text: `${'a'.repeat(32_000)}${'b'.repeat(32_000)}c` });

    expect(parts).toEqual({ text: 'a'.repeat(32_000), text__1: 'b'.repeat(32_000), text__2: 'c' });
  });

  it('never splits a character', () => {
    const text = `${'x'.repeat(31_999)}😀y`;

    const parts = Object.values(properties({ text }));

    expect(parts.every((part) => String(part).isWellFormed())).toBe(true);
    expect(parts.join('')).toBe(text);
  });

  it('joins eleven parts in the order of their numbers, whatever the order of the answer', () => {
    const text = Array.from({ length: 11 }, (_, part) => String.fromCharCode(97 + part).repeat(32_000)).join('');
    const parts = Object.entries(toEntity(row({ text }))).reverse();

    expect(fromEntity(Object.fromEntries(parts))).toEqual(row({ text }));
  });

  it('leaves out what the service adds', () => {
    const added = { 'odata.metadata': 'm', 'odata.etag': 'e', Timestamp: 't', 'Timestamp@odata.type': 'Edm.DateTime' };

    expect(fromEntity({ ...KEYS, ...added, n: 5 })).toEqual(row({ n: 5 }));
  });

  it.each([0, -1, 2 ** 31, 2 ** 53 - 1, 0.5, 1e21])('brings the number %p back as it was', (n) => {
    expect(fromEntity(JSON.parse(JSON.stringify(toEntity(row({ n })))))).toEqual(row({ n }));
  });
});
