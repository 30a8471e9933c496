import { isTrustedCaller, LOCAL_ADMINISTRATOR, SIGN_IN_HEADER, signedInHeaders } from '../../../runtime/local/host/sign-in';

const FORGED = {
  'x-ms-client-principal': 'forged',
  'x-ms-client-principal-id': 'forged',
  'x-ms-client-principal-name': 'f',
  'x-ms-client-principal-idp': 'f',
  'x-ms-token-aad-id-token': 'f',
};

interface Principal {
  readonly auth_typ: string;
  readonly role_typ: string;
  readonly claims: readonly { readonly typ: string; readonly val: string }[];
}

const principalOf = (headers: Record<string, string>) =>
  JSON.parse(Buffer.from(headers['x-ms-client-principal'] ?? '', 'base64').toString()) as Principal;

describe('the sign-in of the platform', () => {
  it('replaces every header of the platform that a caller sends', () => {
    const headers = signedInHeaders({ ...FORGED, accept: 'text/html' }, LOCAL_ADMINISTRATOR, true);

    const { role_typ, claims } = principalOf(headers);
    expect(claims.filter(({ typ }) => typ === role_typ).map(({ val }) => val)).toEqual(['DataConnector.Admin']);
    expect(headers).toMatchObject({ accept: 'text/html', 'x-ms-client-principal-idp': 'aad' });
    expect(JSON.stringify(headers)).not.toContain('forged');
    expect(headers).not.toHaveProperty('x-ms-token-aad-id-token');
  });

  it('gives the roles that it is told', () => {
    const { claims } = principalOf(signedInHeaders({}, { kind: 'on', roles: ['DataConnector.Reader', 'DataConnector.Auditor'] }, true));

    expect(claims.filter(({ typ }) => typ === 'roles').map(({ val }) => val)).toEqual(['DataConnector.Reader', 'DataConnector.Auditor']);
  });

  it('signs in as somebody else when it is asked to, to see what others see', () => {
    const asked = 'roles=DataConnector.Reader&iss=https://login.example/&tid=t&aud=a';
    const headers = signedInHeaders({ [SIGN_IN_HEADER]: asked }, LOCAL_ADMINISTRATOR, true);

    const values = Object.fromEntries(principalOf(headers).claims.map(({ typ, val }) => [typ.split('/').at(-1), val]));
    expect(values).toMatchObject({ roles: 'DataConnector.Reader', iss: 'https://login.example/', tenantid: 't', aud: 'a' });
    expect(headers).not.toHaveProperty(SIGN_IN_HEADER);
    expect(signedInHeaders({ [SIGN_IN_HEADER]: 'off' }, LOCAL_ADMINISTRATOR, true)).toEqual({});
  });

  it('is absent: then every header comes through as it was sent', () => {
    expect(signedInHeaders(FORGED, { kind: 'absent' }, true)).toEqual(FORGED);
  });

  it.each([
    ['it is off', { kind: 'off' as const }, true],
    ['the caller is not trusted', LOCAL_ADMINISTRATOR, false],
  ])('signs nobody in when %s, and lets no forged header through', (_case, signIn, isTrusted) => {
    expect(signedInHeaders({ ...FORGED, accept: '*/*' }, signIn, isTrusted)).toEqual({ accept: '*/*' });
  });
});

describe('who is trusted to be at this machine', () => {
  it.each<[string, boolean, Record<string, string>]>([
    ['a tool on the loopback', true, { host: '127.0.0.1:7071' }],
    ['the page itself', true, { host: 'localhost:7071', origin: 'http://localhost:7071', 'sec-fetch-site': 'same-origin' }],
    [
      'an address typed by the user',
      true,
      { host: 'localhost:7071', 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
    [
      'a link on another page',
      true,
      { host: 'localhost:7071', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
    ['IPv6', true, { host: '[::1]:7071' }],
    ['a name that was bound to this machine', false, { host: 'rebound.example:7071' }],
    ['another port', false, { host: 'localhost:7072' }],
    ['no host', false, {}],
    [
      'a form on a foreign site',
      false,
      {
        host: 'localhost:7071',
        origin: 'https://foreign.example',
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
      },
    ],
    [
      'a frame in a foreign site',
      false,
      { host: 'localhost:7071', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    ],
    ['a script of a foreign site', false, { host: 'localhost:7071', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    [
      'another program on this machine that serves pages',
      false,
      { host: 'localhost:7071', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
    ],
    ['a sandboxed page', false, { host: 'localhost:7071', origin: 'null' }],
  ])('%s: %s', (_case, expected, headers) => {
    expect(isTrustedCaller(headers, 7071)).toBe(expected);
  });
});
