import { type SignedIn, signedIn } from '../../runtime/web/sign-in';
import { aPrincipal, CLIENT, PROVEN, principalHeader, TENANT } from './support/a-principal';
import { aRequest } from './support/a-request';

const OTHER = '66666666-6666-6666-6666-666666666666';
const signIn = (headers: Record<string, string>, proof = PROVEN): SignedIn => signedIn(aRequest('GET', '/', headers), proof);

describe('who is signed in', () => {
  it('is whom the platform names, by user name, with the role of this application', () => {
    expect(signIn(aPrincipal('Auditor'))).toEqual({
      kind: 'person',
      person: { id: 'rosa.marsh@contoso.example', name: 'Rosa Marsh', role: 'DataConnector.Auditor' },
    });
  });

  it('is named by the object id when there is no user name', () => {
    const { person } = signIn(aPrincipal('Reader', [], ['preferred_username', 'name'])) as Extract<SignedIn, { kind: 'person' }>;

    expect(person).toMatchObject({ id: '55555555-5555-5555-5555-555555555555', name: '55555555-5555-5555-5555-555555555555' });
  });

  it.each([
    ['a token of version 1', [['iss', `https://sts.windows.net/${TENANT}/`]], ['iss']],
    ['a token for the API', [['aud', `api://${CLIENT}`]], ['aud']],
    [
      'short names of claims',
      [
        ['tid', TENANT],
        ['oid', OTHER],
      ],
      ['http://schemas.microsoft.com/identity/claims/tenantid', 'http://schemas.microsoft.com/identity/claims/objectidentifier'],
    ],
  ] as const)('may come with %s', (_case, more, without) => {
    expect(signIn(aPrincipal('Admin', more, without)).kind).toBe('person');
  });

  it.each([
    ['another issuer', [['iss', `https://login.microsoftonline.com/${OTHER}/v2.0`]], ['iss'], 'it was issued by somebody else'],
    ['no issuer', [], ['iss'], 'it was issued by somebody else'],
    ['two issuers', [['iss', `https://sts.windows.net/${TENANT}/`]], [], 'it was issued by somebody else'],
    ['another application', [['aud', OTHER]], ['aud'], 'it was issued for another application'],
    ['two applications', [['aud', OTHER]], [], 'it was issued for another application'],
    ['another tenant', [['tid', OTHER]], ['http://schemas.microsoft.com/identity/claims/tenantid'], 'it is of another tenant'],
    ['two tenants', [['tid', OTHER]], [], 'it is of another tenant'],
    ['no object id', [], ['http://schemas.microsoft.com/identity/claims/objectidentifier'], 'it names nobody'],
  ] as const)('is nobody with %s', (_case, more, without, why) => {
    expect(signIn(aPrincipal('Admin', more, without))).toEqual({ kind: 'refused', why });
  });

  it.each([
    ['no JSON', { 'x-ms-client-principal': Buffer.from('{').toString('base64') }],
    ['null', principalHeader(null)],
    ['no claims', principalHeader({ role_typ: 'roles' })],
    ['a header of a megabyte', { 'x-ms-client-principal': 'a'.repeat(1024 * 1024) }],
  ])('cannot be read from %s', (_case, headers) => {
    expect(signIn(headers)).toEqual({ kind: 'refused', why: 'the principal cannot be read' });
  });

  it('is nobody without the header, and nobody whatever it says when no platform is proven', () => {
    expect(signIn({})).toEqual({ kind: 'nobody' });
    expect(signIn(aPrincipal('Admin'), { kind: 'unproven' }).kind).toBe('refused');
  });

  it('has the highest of several roles, and none that this application does not have', () => {
    expect(signIn(aPrincipal('Admin', [['roles', 'DataConnector.Reader']]))).toMatchObject({ person: { role: 'DataConnector.Admin' } });
    expect(signIn(aPrincipal('Owner'))).toEqual({ kind: 'no-role', name: 'Rosa Marsh' });
    expect(signIn(aPrincipal(undefined))).toEqual({ kind: 'no-role', name: 'Rosa Marsh' });
  });
});
