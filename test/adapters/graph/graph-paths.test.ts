import fc from 'fast-check';
import { GraphPath } from '../../../runtime/adapters/graph/graph-paths';
import { ANY_CHARACTER } from '../../fakes/any-character';

const HOSTILE = [
  'x/../../users/other',
  'x?$filter=',
  'x#y',
  'https://attacker.example/v1.0/x',
  'a b',
  'a&b=c',
  'a%2f..',
  "a' or 'b",
  'AAMk+/=',
  'x\r\nHost: attacker.example',
  '\u0000',
  '\u202e',
];

/** Everything of a path that an id could change, as a server would read it. */
function shape(path: string): { segments: string[]; query: string } {
  const url = new URL(`https://graph.microsoft.com/v1.0${path}`);
  expect(url.host).toBe('graph.microsoft.com');
  expect(url.hash).toBe('');
  return { segments: url.pathname.split('/').map(decodeURIComponent), query: url.search };
}

describe('paths of Graph', () => {
  it('are exactly what the directory is asked for', () => {
    expect(GraphPath.users).toBe('/users?$select=id,userPrincipalName,mail,proxyAddresses,displayName,userType,accountEnabled&$top=999');
  });

  it('look for a key with one id and one value', () => {
    const { query } = shape(GraphPath.messagesWithKey('m', 'f', 'abc', 'import'));
    const options = new URLSearchParams(query);

    expect(options.get('$filter')).toBe(
      "singleValueExtendedProperties/any(ep:ep/id eq 'String {6f1b8f52-3c5c-4b0e-9d6a-5a3f0c1e7d42} Name SignalArchiveImportKey' and ep/value eq 'abc')",
    );
    expect(options.get('$expand')).toBe(
      "singleValueExtendedProperties($filter=id eq 'String {6f1b8f52-3c5c-4b0e-9d6a-5a3f0c1e7d42} Name SignalArchiveImportKey')",
    );
  });

  it('ask of a copy with a key for all that is compared with what was asked', () => {
    expect(new URLSearchParams(shape(GraphPath.messagesWithKey('m', 'f', 'abc', 'import')).query).get('$select')?.split(',')).toEqual([
      'id',
      'isDraft',
      'sentDateTime',
      'receivedDateTime',
      'parentFolderId',
      'createdDateTime',
    ]);
  });

  it.each([
    ['our folders by their tag', () => GraphPath.taggedFolders('m', 'archive')],
    ['folders by their name', () => GraphPath.namedFolders('m', "Anna's")],
  ])('look for %s also among the hidden ones, as the staging folder is', (_case, path) => {
    const { segments, query } = shape(path());
    const options = new URLSearchParams(query);

    expect(segments).toEqual(['', 'v1.0', 'users', 'm', 'mailFolders']);
    expect([options.get('includeHiddenFolders'), options.get('$select')]).toEqual(['true', 'id,displayName,totalItemCount']);
  });

  it('take an id of 1,024 letters', () => {
    expect(shape(GraphPath.message('x'.repeat(1_024), 'm')).segments[3]).toHaveLength(1_024);
  });

  it.each(['', '.', '..', 'x'.repeat(1_025), '\ud800'])('refuse an id that can be no segment: %j', (id) => {
    expect(() => GraphPath.message(id, 'm')).toThrow('Microsoft Graph refuses "build path" with 0 IdNotUsable');
    expect(() => GraphPath.messages('u', id)).toThrow('IdNotUsable');
  });

  it.each(HOSTILE)('stay the template for the id %j', (id) => {
    expect(shape(GraphPath.messages(id, id)).segments).toEqual(['', 'v1.0', 'users', id, 'mailFolders', id, 'messages']);
  });

  it('stay the template for hostile ids of any kind', () => {
    const part = fc.oneof(
      fc.string({ unit: ANY_CHARACTER }),
      fc.constantFrom(...HOSTILE, '/', '?', '#', '%', '..', "'", '&', ';', '\\', '@', ':'),
    );
    const id = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(id, id, id, (user, message, key) => {
        for (const value of [user, message]) fc.pre(value !== '' && value !== '.' && value !== '..' && value.isWellFormed());
        fc.pre(key.isWellFormed());
        const moved = shape(GraphPath.move(user, message));
        const looked = shape(GraphPath.messagesWithKey(user, message, key, 'import'));

        expect(moved).toEqual({ segments: ['', 'v1.0', 'users', user, 'messages', message, 'move'], query: '' });
        expect(looked.segments).toEqual(['', 'v1.0', 'users', user, 'mailFolders', message, 'messages']);
        const options = [...looked.query.slice(1).split('&')].map((pair) => pair.slice(0, pair.indexOf('=')));
        expect(options).toEqual(['$select', '$filter', '$expand']);
        const filter = decodeURIComponent(looked.query.slice(1).split('&')[1]?.slice('$filter='.length) ?? '');
        const literal = /ep\/value eq '((?:[^']|'')*)'\)$/s.exec(filter)?.[1];
        expect(literal?.replaceAll("''", "'")).toBe(key);
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2_000) },
    );
  });
});
