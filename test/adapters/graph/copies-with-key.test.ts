import { copiesWithKey } from '../../../runtime/adapters/graph/copies-with-key';

const KEY = 'f4f4c4546746be7e8fcb6706e6effc7e125a16296b6193c7d03785ad82febe30';
const property = (name: string) => `String {6f1b8f52-3c5c-4b0e-9d6a-5a3f0c1e7d42} Name ${name}`;
const message = (id: string, key: string, { name = 'SignalArchiveImportKey', created = '2026-11-21T06:30:00Z' } = {}) => ({
  id,
  createdDateTime: created,
  singleValueExtendedProperties: [{ id: property(name), value: key }],
});
const idsOf = (messages: readonly Record<string, unknown>[], kind: 'import' | 'stub' = 'import') =>
  copiesWithKey(messages, KEY, kind).map(({ id }) => id);

describe('copies with a key', () => {
  it('are those that show the exact key', () => {
    expect(idsOf([message('a', KEY)])).toEqual(['a']);
  });

  it.each([
    ['another key', KEY.replace('f', 'e')],
    ['the key in capitals, which Exchange takes for the same', KEY.toUpperCase()],
    ['the beginning of the key', KEY.slice(0, -1)],
    ['the key and more', `${KEY}0`],
  ])('are not those that show %s', (_case, shown) => {
    expect(idsOf([message('a', shown), message('b', KEY)])).toEqual(['b']);
  });

  it('are whatever the filter found, when the answer shows no key', () => {
    expect(idsOf([{ id: 'a' }, { id: 'b', singleValueExtendedProperties: [] }])).toEqual(['a', 'b']);
  });

  it('are compared by the key of their kind', () => {
    const stub = message('stub', KEY, { name: 'SignalArchiveStubKey' });
    const other = message('other', KEY.toUpperCase(), { name: 'SignalArchiveStubKey' });

    expect(idsOf([stub, other], 'stub')).toEqual(['stub']);
    expect(idsOf([message('whole', KEY), message('other', KEY.toUpperCase())], 'import')).toEqual(['whole']);
  });

  it('begin with the oldest, whatever the order of the answer; one without a time comes first', () => {
    const created = (id: string, time: string) => message(id, KEY, { created: time });

    expect(
      idsOf([
        created('c', '2026-11-23T06:30:00Z'),
        created('a', '2026-11-21T06:30:00Z'),
        created('none', ''),
        created('b', '2026-11-22T06:30:00Z'),
      ]),
    ).toEqual(['none', 'a', 'b', 'c']);
  });

  it('have an id: what cannot be named is none', () => {
    expect(idsOf([{ ...message('a', KEY), id: '' }, message('b', KEY)])).toEqual(['b']);
  });
});
