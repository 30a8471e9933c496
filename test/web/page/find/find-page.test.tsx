import type { Found } from '../../../../runtime/pipeline/admin/find';
import { FindView } from '../../../../runtime/web/page/find/find-page';
import { aReader } from '../support/a-reader';
import { buttonsOf, htmlOf, linksOf, textOf } from '../support/shown';

const nothing: Found = { query: 'x', mailboxes: [], number: undefined, items: [], hashes: [], searchedBackTo: undefined };
const shown = (over: Partial<Found>, reader = aReader()): string =>
  htmlOf(<FindView found={{ ...nothing, ...over }} names={new Map([['r20', '20 November']])} reader={reader} />);

describe('Find', () => {
  it('shows mailboxes with what waits for them', () => {
    const html = shown({ mailboxes: [{ mailboxId: 'm', address: 'anna.lee@contoso.com', delivered: 1_467, held: 2 }] });

    expect(textOf(html)).toContain('anna.lee@contoso.com 1,467 2');
    expect(linksOf(html).get('2')).toBe('/held?mailbox=anna.lee%40contoso.com');
  });

  it('shows where a number goes and since when', () => {
    const rows = [
      { phone: '447700900123', mailbox: 'anna.lee@contoso.com', validFrom: undefined, validTo: new Date('2026-11-16'), line: 3 },
    ];
    const number = {
      shown: '447700900123',
      rows,
      held: 2,
      seen: undefined,
      activity: { first: '2026-10-01', last: '2026-11-20' } as never,
    };

    const html = shown({ number });

    expect(textOf(html)).toContain(
      'Number 447700900123 Correct Mapping anna.lee@contoso.com, until 2026-11-16 Held 2 entries Last seen 20 November',
    );
    expect(buttonsOf(html)).toEqual(['Correct']);
    expect(linksOf(shown({ number }, aReader('DataConnector.Reader'))).size).toBe(0);
  });

  it('shows what became of an item in each mailbox', () => {
    const delivery = { mailbox: 'anna.lee@contoso.com', state: 'imported', reason: '', decidedAt: '2026-11-21T06:30:38Z' };
    const item = { runId: 'r20', packageId: 'p', entry: 8, itemId: 'fcd84590'.padEnd(64, '0'), as: 'routed' as never, held: [] };

    const text = textOf(
      shown({
        items: [{ ...item, deliveries: [delivery, { ...delivery, mailbox: 'ben@contoso.com', state: 'held', reason: 'not-in-scope' }] }],
      }),
    );

    expect(text).toContain('fcd8 4590 20 November 9 anna.lee@contoso.com Imported 21 Nov 06:30 ben@contoso.com Held not-in-scope');
  });

  it('shows who of an item still waits, and to a reader not by number', () => {
    const delivery = { mailbox: 'anna.lee@contoso.com', state: 'imported', reason: '', decidedAt: '2026-11-21T06:30:38Z' };
    const items = [
      {
        runId: 'r20',
        packageId: 'p',
        entry: 8,
        itemId: 'fcd84590'.padEnd(64, '0'),
        as: 'routed' as never,
        deliveries: [delivery],
        held: [{ who: '447700900184', reason: 'unmatched' }],
      },
    ];

    expect(textOf(shown({ items }))).toContain('anna.lee@contoso.com Imported 21 Nov 06:30 447700900184 Held unmatched not yet');
    expect(textOf(shown({ items }, aReader('DataConnector.Reader')))).toContain('4477009001\u2022\u2022 Held unmatched');
  });

  it('leads to whatever has a hash', () => {
    const links = linksOf(
      shown({
        hashes: [
          { kind: 'package', id: 'r20', name: 'package.zip' },
          { kind: 'mapping', id: 'v', name: 'Version 14' },
          { kind: 'event', id: '128', name: 'replay' },
        ],
      }),
    );

    expect(Object.fromEntries(links)).toEqual({
      'package.zip': '/runs/r20#packages',
      'Version 14': '/mapping/14',
      replay: '/audit?before=129',
    });
  });

  it('offers to look further back when the search stopped', () => {
    expect(linksOf(shown({ query: 'a b', searchedBackTo: 'r20' })).get('Look further back')).toBe('/find?q=a%20b&amp;before=r20');
  });

  it('says that nothing was found, and what can be looked for', () => {
    expect(textOf(shown({}))).toContain('Nothing was found. Give at least two letters of a mailbox');
    expect(textOf(shown({ query: '' }))).toBe('Find A mailbox, number, item id, source message id or hash.');
  });
});
