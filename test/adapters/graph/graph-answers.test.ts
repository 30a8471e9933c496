import { attachmentOf, copyOf, sessionOf, uploadUrlOf } from '../../../runtime/adapters/graph/graph-copies';
import { userOf } from '../../../runtime/adapters/graph/graph-directory';
import { expandedProperty } from '../../../runtime/adapters/graph/graph-object';
import { pagesOf } from '../../../runtime/adapters/graph/graph-pages';
import { graphRoot } from '../../../runtime/adapters/graph/graph-root';
import { allOf } from '../../fakes/all-of';

describe('a message as Graph shows it', () => {
  it.each<[string, Record<string, unknown> | undefined, unknown]>([
    [
      'whole',
      {
        id: 'a',
        isDraft: false,
        sentDateTime: '2026-11-20T10:00:00Z',
        receivedDateTime: '2026-11-20T10:00:05Z',
        parentFolderId: 'f',
        createdDateTime: '2026-11-21T06:30:00Z',
      },
      {
        id: 'a',
        isDraft: false,
        sentAt: new Date('2026-11-20T10:00:00Z'),
        receivedAt: new Date('2026-11-20T10:00:05Z'),
        folderId: 'f',
        createdAt: new Date('2026-11-21T06:30:00Z'),
      },
    ],
    ['with an id only', { id: 'a' }, { id: 'a' }],
    ['with values of wrong types', { id: 'a', isDraft: 'no', sentDateTime: 5, parentFolderId: null }, { id: 'a' }],
    ['with a time that is none', { id: 'a', sentDateTime: 'soon' }, { id: 'a' }],
    ['without an id', { isDraft: false }, undefined],
    ['with an empty id', { id: '' }, undefined],
    ['not at all', undefined, undefined],
  ])('%s', (_case, message, expected) => {
    expect(JSON.stringify(copyOf(message))).toBe(expected === undefined ? undefined : JSON.stringify(expected));
  });
});

describe('an expanded property', () => {
  const id = 'String {6f1b8f52-3c5c-4b0e-9d6a-5a3f0c1e7d42} Name SignalArchiveImportKey';

  it.each<[string, unknown, string | undefined]>([
    ['as it was asked for', [{ id, value: 'k' }], 'k'],
    ['with its GUID in capitals', [{ id: id.toUpperCase(), value: 'k' }], 'k'],
    ['of another name', [{ id: `${id}2`, value: 'k' }], undefined],
    ['not there', undefined, undefined],
    ['of a wrong form', [null, 'x', { value: 'k' }], undefined],
  ])('%s', (_case, singleValueExtendedProperties, expected) => {
    expect(expandedProperty({ singleValueExtendedProperties }, id)).toBe(expected);
  });
});

describe('an upload session as Graph shows it', () => {
  it.each<[string, Record<string, unknown>, number | undefined]>([
    ['small letters', { nextExpectedRanges: ['0-'], expirationDateTime: '2026-11-21T08:00:00Z' }, 0],
    ['capital letters', { NextExpectedRanges: ['2097152'], ExpirationDateTime: '2026-11-21T08:00:00Z' }, 2_097_152],
    ['a range with an end', { nextExpectedRanges: ['100-199'] }, 100],
    ['several ranges: the first', { nextExpectedRanges: ['100-199', '300-'] }, 100],
    ['nothing more is expected', { nextExpectedRanges: [] }, undefined],
    ['no ranges', {}, undefined],
    ['a range that is none', { nextExpectedRanges: ['all'] }, undefined],
  ])('%s', (_case, answer, expected) => {
    expect(sessionOf(answer, 'u')?.nextOffset).toBe(expected);
  });

  it('names its URL in either case', () => {
    expect([uploadUrlOf({ uploadUrl: 'u' }), uploadUrlOf({ UploadUrl: 'v' }), uploadUrlOf({})]).toEqual(['u', 'v', undefined]);
  });

  it('lists attachments that have a name and a size', () => {
    expect([attachmentOf({ name: 'a', size: 5 }), attachmentOf({ name: 'a' }), attachmentOf({ size: 5 })]).toEqual([
      { name: 'a', bytes: 5 },
      undefined,
      undefined,
    ]);
  });
});

describe('a user as Graph shows it', () => {
  const all = {
    id: 'u',
    userPrincipalName: 'Anna@contoso.example',
    mail: 'ANNA@contoso.example',
    proxyAddresses: ['SMTP:anna@contoso.example', 'smtp:a.lee@contoso.example', 'sip:anna@contoso.example', 'X500:/o=x', 5],
    displayName: 'Anna',
    userType: 'Member',
    accountEnabled: true,
  };

  it('has every address once, in lower case', () => {
    expect(userOf(all)).toEqual({
      id: 'u',
      userPrincipalName: 'Anna@contoso.example',
      displayName: 'Anna',
      isGuest: false,
      isEnabled: true,
      addresses: ['anna@contoso.example', 'a.lee@contoso.example'],
    });
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown> | undefined]>([
    ['is a guest by type', { userType: 'Guest' }, { isGuest: true }],
    ['is a guest by name', { userType: null, userPrincipalName: 'x_y.example#EXT#@contoso.example' }, { isGuest: true }],
    ['is disabled', { accountEnabled: false }, { isEnabled: false }],
    ['is enabled when nothing says otherwise', { accountEnabled: null }, { isEnabled: true }],
    ['without addresses', { mail: null, proxyAddresses: null }, { addresses: ['anna@contoso.example'] }],
    ['without names', { userPrincipalName: null, displayName: null, mail: null, proxyAddresses: [] }, { displayName: '', addresses: [] }],
    ['without an id', { id: null }, undefined],
  ])('%s', (_case, changes, expected) => {
    const user = userOf({ ...all, ...changes });

    if (expected === undefined) expect(user).toBeUndefined();
    else expect(user).toMatchObject(expected);
  });
});

describe('a list of pages', () => {
  const root = graphRoot('https://graph.microsoft.com/v1.0');
  const pages = (answers: readonly unknown[]) => {
    const asked: string[] = [];
    const read = async (path: string) => {
      const answer = answers[asked.push(path) - 1];
      return {
        kind: 'answer',
        status: 200,
        headers: {},
        body: Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer)),
      } as const;
    };
    return { asked, list: allOf(pagesOf('look', '/first', root, read)) };
  };

  it('goes on with the next link, on our own host only', async () => {
    const { asked, list } = pages([
      { value: [{ id: 1 }], '@odata.nextLink': 'https://attacker.example/v1.0/next?a=1' },
      { value: [{ id: 2 }, 'x'] },
    ]);

    expect(await list).toEqual([[{ id: 1 }], [{ id: 2 }]]);
    expect(asked).toEqual(['/first', '/next?a=1']);
  });

  it.each<[string, readonly unknown[]]>([
    ['no JSON', ['<html>Sign in</html>']],
    ['no list', [{ value: 'x' }]],
    ['an error inside of 200', [{ error: { code: 'x' } }]],
    ['a next link to elsewhere', [{ value: [], '@odata.nextLink': 'https://graph.microsoft.com/beta/x' }]],
    ['a next link to itself', [{ value: [], '@odata.nextLink': 'https://graph.microsoft.com/v1.0/first' }]],
  ])('is unavailable, not empty, with %s', async (_case, answers) => {
    await expect(pages(answers).list).rejects.toMatchObject({ code: 'EXCHANGE_UNAVAILABLE' });
  });
});
