import { fromEntity, toProperties } from '../../../runtime/adapters/azure-storage/row-codec';

const row = (values: object) => ({ partition: 'p', key: 'k', ...values });

describe('a row on its way to Azure Tables', () => {
  it.each<[string, object, object]>([
    ['a small whole number is Int32', { n: 5 }, { n: 5 }],
    ['a large whole number is Int64, as text', { n: 2 ** 31 }, { n: '2147483648', 'n@odata.type': 'Edm.Int64' }],
    ['a fraction is Double', { n: 0.5 }, { n: 0.5, 'n@odata.type': 'Edm.Double' }],
    ['a number beyond the safe ones is Double', { n: 1e21 }, { n: 1e21, 'n@odata.type': 'Edm.Double' }],
    ['what is undefined is left out', { a: undefined, b: false }, { b: false }],
    ['keys are not properties', {}, {}],
  ])('%s', (_case, values, expected) => {
    expect(toProperties(row(values))).toEqual(expected);
  });

  it('splits a long text at 32,000 characters', () => {
    const properties = toProperties(row({ text: `${'a'.repeat(32_000)}${'b'.repeat(32_000)}c` }));

    expect(properties).toEqual({ text: 'a'.repeat(32_000), text__1: 'b'.repeat(32_000), text__2: 'c' });
  });

  it('never splits a character', () => {
    const text = `${'x'.repeat(31_999)}😀y`;

    const properties = toProperties(row({ text }));

    expect(Object.values(properties).every((part) => String(part).isWellFormed())).toBe(true);
    expect(Object.values(properties).join('')).toBe(text);
  });

  it('joins eleven parts in the order of their numbers, whatever the order of the answer', () => {
    const text = Array.from({ length: 11 }, (_, part) => String.fromCharCode(97 + part).repeat(32_000)).join('');
    const properties = Object.entries(toProperties(row({ text }))).reverse();

    expect(fromEntity({ ...Object.fromEntries(properties), partitionKey: 'p', rowKey: 'k' })).toEqual(row({ text }));
  });

  it('leaves out what the service adds', () => {
    const entity = { partitionKey: 'p', rowKey: 'k', etag: 'e', timestamp: 't', 'odata.metadata': 'm', n: 5n };

    expect(fromEntity(entity)).toEqual(row({ n: 5 }));
  });
});
