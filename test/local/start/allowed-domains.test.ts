import { allowedDomains } from '../../../runtime/local/start/allowed-domains';

describe('the allowed domains of a local start', () => {
  it.each([
    ['those that were asked for', { domains: ['a.example'], mapping: 'm.csv', source: 'in' }, ['b.example'], ['a.example']],
    ["those of the mapping's mailboxes", { domains: [], mapping: 'm.csv', source: 'in' }, ['b.example'], ['b.example']],
    [
      "those of the mapping's mailboxes, of the synthetic day too",
      { domains: [], mapping: 'm.csv', source: undefined },
      ['b.example'],
      ['b.example'],
    ],
    ['every domain of the directory: a source without a mapping', { domains: [], mapping: undefined, source: 'in' }, [], []],
  ])('are %s', (_case, options, ofMapping, expected) => {
    expect(allowedDomains(options, ofMapping)).toEqual(expected);
  });

  it("are the synthetic organisation's when nothing was asked for", () => {
    expect(allowedDomains({ domains: [], mapping: undefined, source: undefined }, ['c.example'])).toContain('contoso.example');
  });
});
